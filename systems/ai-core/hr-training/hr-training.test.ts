// Promises of training: no more places than there are, no certificate for who was not there, one alert before it runs out.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { alertExpiring } from './alert-expiring.ts'
import { hrTraining } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof hrTraining]>
  beforeAll(async () => {
    few = await openFew(hrTraining)
  })
  afterAll(() => few?.close())

  let courses = 0
  const session = async (capacity: number) =>
    few.insert('sm_hr_training.course_sessions', {
      course_id: await few.insert('sm_hr_training.courses', {
        code: `C${++courses}`,
        title: 'Distribución de seguros',
        hours: '15',
      }),
      starts_at: '2026-03-01T09:00:00Z',
      ends_at: '2026-03-01T14:00:00Z',
      capacity,
    })
  const enrolText = (id: string, status = 'ENROLLED') =>
    `insert into sm_hr_training.enrolments (session_id, employee_id, status)
      values ('${id}', '${randomUUID()}', '${status}')`
  const enrol = (session_id: string, values = {}) =>
    few.insert('sm_hr_training.enrolments', { session_id, employee_id: randomUUID(), ...values })
  const certify = (enrolment_id: string, employee_id: string, expires_on: string | null = null) =>
    few.insert('sm_hr_training.certificates', {
      enrolment_id,
      employee_id,
      number: randomUUID(),
      issued_on: '2026-03-02',
      expires_on,
    })

  test('the last place is taken once, however many ask at once', async () => {
    const id = await session(1)
    expect(await few.race(enrolText(id), enrolText(id))).toEqual(['done', 'ACV304'])
    await few.within(enrolText(id, 'WAITING'))
  })

  test('who leaves the queue or gives up a place is counted', async () => {
    const id = await session(1)
    const first = await enrol(id)
    const waiting = await enrol(id, { status: 'WAITING' })
    const set = (one: string, status: string) =>
      few.query('update sm_hr_training.enrolments set status = $2 where id = $1', [one, status])
    expect(await refusal(set(waiting, 'ENROLLED'))).toContain('course_sessions_capacity_check')
    await set(first, 'CANCELLED')
    await set(waiting, 'ENROLLED')
    const shrink = few.query(
      'update sm_hr_training.course_sessions set capacity = 0 where id = $1',
      [id],
    )
    expect(await refusal(shrink)).toContain('course_sessions_capacity_check')
  })

  test('only who was there is certified, and stays so', async () => {
    const employee_id = randomUUID()
    const id = await enrol(await session(5), { employee_id })
    expect(await refusal(certify(id, employee_id))).toContain('not certified')
    await few.query(`update sm_hr_training.enrolments set status = 'ATTENDED' where id = $1`, [id])
    expect(await refusal(certify(id, randomUUID()))).toContain('not certified')
    await certify(id, employee_id)
    const absent = few.query(
      `update sm_hr_training.enrolments set status = 'ABSENT' where id = $1`,
      [id],
    )
    expect(await refusal(absent)).toContain('not certified')
  })

  test('an absence noted while the certificate is written refuses one of the two', async () => {
    const employee_id = randomUUID()
    const id = await enrol(await session(5), { employee_id, status: 'ATTENDED' })
    const ended = await few.race(
      `update sm_hr_training.enrolments set status = 'ABSENT' where id = '${id}'`,
      `insert into sm_hr_training.certificates (enrolment_id, employee_id, number, issued_on)
        values ('${id}', '${employee_id}', '${randomUUID()}', '2026-03-02')`,
    )
    expect(ended).toEqual(['done', 'ACV304'])
  })

  test('a certificate that runs out is told once, sixty days before', async () => {
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10)
    const employee_id = randomUUID()
    const id = await certify(
      await enrol(await session(5), { employee_id, status: 'ATTENDED' }),
      employee_id,
      soon,
    )
    for (let round = 0; round < 2; round++)
      await alertExpiring.run({ db: few.db, input: {}, signal: new AbortController().signal })
    const told = `select count(*) from sm_hr_training.outbox_events
      where event_type = 'CertificateExpiring' and aggregate_id = '${id}'`
    expect(await few.cell(told)).toBe('1')
    const rewrite = few.query(
      `update sm_hr_training.certificates set expires_on = '2040-01-01' where id = $1`,
      [id],
    )
    expect(await refusal(rewrite)).toContain('stays as it was issued')
  })
})
