// Promises of the ledger mapping: what an area tells is posted once, by the one rule of the day.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { financeAccounting } from './database.ts'
import { onCommission, onInvoiceIssued, onReceiptPaid } from './on-money-moved.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof financeAccounting]>
  beforeAll(async () => {
    few = await openFew(financeAccounting)
  })
  afterAll(() => few?.close())

  const rule = (eventType: string, from: string, to: string | null = null) =>
    few.insert('sm_finance_accounting.posting_rules', {
      area: 'insurance',
      event_type: eventType,
      debit_account_id: randomUUID(),
      credit_account_id: randomUUID(),
      valid_from: from,
      valid_to: to,
    })
  const postText = (sourceId: string, ruleId: string) =>
    `insert into sm_finance_accounting.postings
      (area, source_type, source_id, event_type, amount, occurred_on, rule_id)
      values ('insurance', 'Receipt', '${sourceId}', 'ReceiptPaid', 100, '2026-01-01', '${ruleId}')`

  test('a receipt is posted once, however often and however many tell it', async () => {
    const [source, ruleId] = [randomUUID(), await rule('ReceiptPaid', '2026-01-01')]
    expect(await few.race(postText(source, ruleId), postText(source, ruleId))).toEqual([
      'done',
      'ACV302',
    ])
    expect(await refusal(few.within(postText(source, ruleId)))).toContain('postings_once_key')
  })

  test('a day has one rule for an event', async () => {
    await rule('CommissionAccrued', '2026-01-01', '2026-07-01')
    await rule('CommissionAccrued', '2026-07-01')
    const third = rule('CommissionAccrued', '2026-06-30')
    expect(await refusal(third)).toContain('posting_rules_one_a_day_excl')
  })

  test('what is posted says where and stays', async () => {
    const [source, ruleId] = [randomUUID(), await rule('InvoiceIssued', '2026-01-01')]
    await few.within(postText(source, ruleId))
    const set = (what: string) =>
      few.query(`update sm_finance_accounting.postings set ${what} where source_id = $1`, [source])
    expect(await refusal(set(`status = 'POSTED'`))).toContain('check')
    await set(`status = 'POSTED', posted_at = acervo.now(), entry_id = acervo.uuid7()`)
    expect(await refusal(set('entry_id = acervo.uuid7()'))).toContain('what is posted stays')
  })

  test('what is told becomes a posting under the rule of its day, or one that waits for a rule', async () => {
    const [receiptId, invoiceId] = [randomUUID(), randomUUID()]
    const old = await rule('ReceiptPaid', '2020-01-01', '2021-01-01')
    const paid = { receiptId, amount: '80.00', currency: 'EUR', paidOn: '2020-12-31' }
    const note = {
      invoiceId,
      kind: 'CREDIT_NOTE',
      total: '12.10',
      currency: 'EUR',
      issuedOn: '2026-02-02',
    }
    for (let round = 0; round < 2; round++) {
      await few.deliver(onReceiptPaid, 'ReceiptPaid', paid)
      await few.deliver(onInvoiceIssued, 'InvoiceIssued', note)
    }
    const { rows } = await few.query(
      `select area, status, amount, rule_id from sm_finance_accounting.postings
       where source_id in ($1, $2) order by area`,
      [receiptId, invoiceId],
    )
    expect(rows).toEqual([
      ['financeInvoicing', 'UNMAPPED', '-12.10', null],
      ['insurance', 'PENDING', '80.00', old],
    ])
  })

  test('a commission is posted when it is earned, and again below zero when it is taken back', async () => {
    const [earned, back] = [randomUUID(), randomUUID()]
    const entry = { agentId: randomUUID(), currency: 'EUR' }
    for (let round = 0; round < 2; round++) {
      const accrued = { ...entry, entryId: earned, amount: '14.9200000000' }
      await few.deliver(onCommission, 'CommissionAccrued', accrued)
      const taken = { ...entry, entryId: back, amount: '-3.1000000000' }
      await few.deliver(onCommission, 'CommissionClawedBack', taken)
    }
    const { rows } = await few.query(
      `select event_type, source_type, amount from sm_finance_accounting.postings
       where source_id in ($1, $2) order by amount`,
      [earned, back],
    )
    expect(rows).toEqual([
      ['CommissionClawedBack', 'CommissionEntry', '-3.10'],
      ['CommissionAccrued', 'CommissionEntry', '14.92'],
    ])
  })
})
