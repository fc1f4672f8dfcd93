// Promises of deadlines: the last day for a notice is computed, and each rung of a ladder is climbed once.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { legal } from './database.ts'
import { sendReminders } from './send-reminders.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof legal]>
  beforeAll(async () => {
    few = await openFew(legal)
  })
  afterAll(() => few?.close())

  let made = 0
  const contract = (values = {}) =>
    few.insert('sm_legal.legal_contracts', {
      number: `K${++made}`,
      title: 'Alquiler de oficina',
      party_id: randomUUID(),
      starts_on: '2026-01-01',
      ends_on: '2027-01-01',
      notice_days: 60,
      ...values,
    })
  const matter = () =>
    few.insert('sm_legal.matters', {
      number: `A${++made}`,
      title: 'Reclamación',
      kind: 'CLAIM',
      opened_on: '2026-01-01',
    })
  const deadline = async (due_on: string, values = {}) =>
    few.insert('sm_legal.deadlines', {
      matter_id: await matter(),
      title: 'Contestar',
      due_on,
      ...values,
    })
  const rungs = (id: string) =>
    few.cell(`select string_agg(remind_on || case when sent_at is null then '' else '!' end, ' ' order by remind_on)
      from sm_legal.reminders where deadline_id = '${id}'`)

  test('the last day for a notice follows the end and the days, and a notice after it is none', async () => {
    const id = await contract()
    const on = `select notice_on from sm_legal.legal_contracts where id = '${id}'`
    expect(await few.cell(on)).toBe('2026-11-02')
    await few.query('update sm_legal.legal_contracts set notice_days = 30 where id = $1', [id])
    expect(await few.cell(on)).toBe('2026-12-02')
    const late = few.query(
      `update sm_legal.legal_contracts set notice_given_on = '2026-12-03' where id = $1`,
      [id],
    )
    expect(await refusal(late)).toContain('legal_contracts_notice_in_time_check')
  })

  test('a ladder follows its deadline; what was sent stays', async () => {
    const id = await deadline('2026-03-31', { remind_days: '{30,7}' })
    expect(await rungs(id)).toBe('2026-03-01 2026-03-24')
    await few.query(
      'update sm_legal.reminders set sent_at = acervo.now() where deadline_id = $1 and days_before = 30',
      [id],
    )
    await few.query(
      `update sm_legal.deadlines set due_on = '2026-04-10', remind_days = '{30,7,1}' where id = $1`,
      [id],
    )
    expect(await rungs(id)).toBe('2026-03-01! 2026-04-03 2026-04-09')
    await few.query(`update sm_legal.deadlines set status = 'MET' where id = $1`, [id])
    expect(await rungs(id)).toBe('2026-03-01!')
  })

  test('no request adds or removes a rung, and what was sent was sent', async () => {
    const id = await deadline('2026-03-31')
    const add = few.within(`insert into sm_legal.reminders (deadline_id, days_before, remind_on)
      values ('${id}', 2, '2026-03-29')`)
    expect(await refusal(add)).toContain('ACV306')
    await few.query('update sm_legal.reminders set sent_at = acervo.now() where deadline_id = $1', [
      id,
    ])
    const unsend = few.query(
      'update sm_legal.reminders set sent_at = null where deadline_id = $1',
      [id],
    )
    expect(await refusal(unsend)).toContain('what was sent was sent')
  })

  test('reminders whose day has come are sent once, others not yet', async () => {
    const id = await deadline('2020-01-31')
    const far = await deadline('2990-01-31')
    for (let round = 0; round < 2; round++)
      await sendReminders.run({ db: few.db, input: {}, signal: new AbortController().signal })
    expect(await rungs(id)).toBe('2020-01-01! 2020-01-17! 2020-01-24! 2020-01-30!')
    expect(await rungs(far)).not.toContain('!')
    const told = `select count(*) from sm_legal.outbox_events where event_type = 'DeadlineNear'
      and payload ->> 'deadlineId' = '${id}'`
    expect(await few.cell(told)).toBe('4')
  })

  test('two who send one reminder at once send it once', async () => {
    const id = await deadline('2020-05-31', { remind_days: '{7}' })
    const send = `update sm_legal.reminders set sent_at = clock_timestamp() where deadline_id = '${id}'`
    expect(await few.race(send, send)).toEqual(['done', 'ACV304'])
    const told = `select count(*) from sm_legal.outbox_events where event_type = 'DeadlineNear'
      and payload ->> 'deadlineId' = '${id}'`
    expect(await few.cell(told)).toBe('1')
  })

  test('a deadline is of a matter or of a contract', async () => {
    const both = deadline('2026-01-01', { contract_id: await contract() })
    expect(await refusal(both)).toContain('deadlines_one_subject_check')
  })
})
