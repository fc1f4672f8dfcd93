// Promises of compliance: met by evidence and not by word, evidence that stays, what is late in plain sight.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { compliance } from './database.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof compliance]>
  beforeAll(async () => {
    few = await openFew(compliance)
  })
  afterAll(() => few?.close())

  let made = 0
  const obligation = (due_on = '2020-01-01') =>
    few.insert('sm_compliance.obligations', {
      code: `O${++made}`,
      title: 'Informe anual al supervisor',
      source: 'REGULATOR',
      due_on,
    })
  const evidenceText = (id: string, digit = 'a') =>
    `insert into sm_compliance.evidences (obligation_id, title, location, sha256)
      values ('${id}', 'Acuse', 'blob://acuse', '${digit.repeat(64)}')`
  const meet = (id: string) =>
    `update sm_compliance.obligations set status = 'MET' where id = '${id}'`
  const late = (id: string) =>
    few.cell(`select days_late > 2000 from sm_compliance.overdue_obligations where id = '${id}'`)

  test('an obligation is met by evidence', async () => {
    const id = await obligation()
    expect(await refusal(few.within(meet(id)))).toContain('obligations_met_check')
    await few.within(evidenceText(id), meet(id))
  })

  test('evidence stays, to the migrator as well, and so obligations stay met', async () => {
    const id = await obligation()
    await few.within(evidenceText(id), meet(id))
    for (const text of [
      `update sm_compliance.evidences set sha256 = '${'b'.repeat(64)}' where obligation_id = $1`,
      'delete from sm_compliance.evidences where obligation_id = $1',
    ])
      expect(await refusal(few.query(text, [id]))).toMatch(
        /evidence stays as it is|obligations_met_check/,
      )
  })

  test('a document counts once, by its digest, which has the form of one', async () => {
    const id = await obligation()
    expect(await few.race(evidenceText(id), evidenceText(id))).toEqual(['done', 'ACV302'])
    expect(
      await few.cell(`select evidence_count from sm_compliance.obligations where id = '${id}'`),
    ).toBe('1')
    expect(await refusal(few.within(evidenceText(id, 'x')))).toContain('evidences_sha256_check')
  })

  test('the digest stands in the chain of the audit, in the same commit', async () => {
    const id = await obligation()
    await few.within(evidenceText(id, 'c'))
    const kept = `select count(*) from sm_compliance.audit_events where table_name = 'evidences'
      and after ->> 'sha256' = '${'c'.repeat(64)}' and after ->> 'obligationId' = '${id}'`
    expect(await few.cell(kept)).toBe('1')
  })

  test('what is late is seen until it is met or waived', async () => {
    const id = await obligation()
    expect([await late(id), await late(await obligation('2990-01-01'))]).toEqual(['t', undefined])
    const waive = (because: string) =>
      few.query(`update sm_compliance.obligations set status = 'WAIVED'${because} where id = $1`, [
        id,
      ])
    expect(await refusal(waive(''))).toContain('obligations_waived_check')
    await waive(`, waived_because = 'la norma se derogó'`)
    expect(await late(id)).toBe(undefined)
  })

  test('a test that failed says what was found, and its result stays', async () => {
    const test = {
      obligation_id: await obligation(),
      tested_on: '2026-01-01',
      tester_id: randomUUID(),
    }
    const failed = few.insert('sm_compliance.control_tests', { ...test, result: 'FAILED' })
    expect(await refusal(failed)).toContain('control_tests_failed_check')
    const id = await few.insert('sm_compliance.control_tests', { ...test, result: 'PASSED' })
    const rewrite = few.query(
      `update sm_compliance.control_tests set tested_on = '2026-02-01' where id = $1`,
      [id],
    )
    expect(await refusal(rewrite)).toContain('a result stays as it is')
  })
})
