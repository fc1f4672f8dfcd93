// Promises of the treasury: a balance is what it opened with and what moved since; nothing is explained twice.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { financeTreasury } from './database.ts'
import { onInvoiceDue, onReceiptDue } from './on-money-due.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof financeTreasury]>
  beforeAll(async () => {
    few = await openFew(financeTreasury)
  })
  afterAll(() => few?.close())

  let accounts = 0
  const account = async (openingBalance = '0', currency = 'EUR') => {
    const { id } = await few.db.financeTreasury.bankAccount.create({
      data: {
        name: `Cuenta ${++accounts}`,
        holderId: randomUUID(),
        iban: `ES91210004184502000${String(accounts).padStart(5, '0')}`,
        openedOn: '2026-01-01',
        openingBalance,
        currency,
      },
    })
    return id
  }
  const lineText = (accountId: string, amount: string) =>
    `insert into sm_finance_treasury.statement_lines (account_id, reference, booked_on, amount)
      values ('${accountId}', '${randomUUID()}', '2026-01-10', ${amount})`
  const line = (account_id: string, amount: string, values = {}) =>
    few.insert('sm_finance_treasury.statement_lines', {
      account_id,
      reference: randomUUID(),
      booked_on: '2026-01-10',
      amount,
      ...values,
    })
  const flow = (amount: string, values = {}) =>
    few.insert('sm_finance_treasury.expected_flows', {
      source_type: 'Receipt',
      source_id: randomUUID(),
      due_on: '2026-03-01',
      amount,
      ...values,
    })
  const matchText = (lineId: string, flowId: string, amount: string) =>
    `insert into sm_finance_treasury.bank_matches (line_id, flow_id, amount)
      values ('${lineId}', '${flowId}', ${amount})`
  const balance = (id: string) =>
    few.cell(`select balance from sm_finance_treasury.bank_accounts where id = '${id}'`)

  test('a balance is the opening and every line, also of lines written at once', async () => {
    const id = await account('1000.10')
    expect(await few.race(lineText(id, '-0.20'), lineText(id, '250'))).toEqual(['done', 'done'])
    await line(id, '-50.05')
    expect(await balance(id)).toBe('1199.85')
    const forged = few.db.financeTreasury.bankAccount.update({
      where: { id },
      data: { moved: '5' } as never,
    })
    expect(await refusal(forged)).toContain('ACV208')
  })

  test('what the bank said is kept once and never changed', async () => {
    const accountId = await account()
    const id = await line(accountId, '10', { reference: 'R1' })
    const twice = line(accountId, '10', { reference: 'R1' })
    expect(await refusal(twice)).toContain('statement_lines_account_id_reference_key')
    for (const text of [
      'update sm_finance_treasury.statement_lines set amount = 5 where id = $1',
      'delete from sm_finance_treasury.statement_lines where id = $1',
    ])
      expect(await refusal(few.query(text, [id]))).toContain('what the bank said')
  })

  test('neither a line nor what was expected is explained twice, also at once', async () => {
    const id = await line(await account(), '100')
    const [one, two] = [await flow('80'), await flow('80')]
    expect(await few.race(matchText(id, one, '80'), matchText(id, two, '80'))).toEqual([
      'done',
      'ACV304',
    ])
    const other = await line(await account(), '100')
    expect(await refusal(few.within(matchText(other, one, '1')))).toContain(
      'expected_flows_matched_check',
    )
    await few.within(matchText(id, two, '20'))
  })

  test('what goes out does not explain what comes in, whichever changes', async () => {
    const out = await line(await account(), '-100')
    const toCome = await flow('100')
    expect(await refusal(few.within(matchText(out, toCome, '100')))).toContain('does not explain')
    const toGo = await flow('-100')
    await few.within(matchText(out, toGo, '100'))
    const turn = few.query(
      'update sm_finance_treasury.expected_flows set amount = 100 where id = $1',
      [toGo],
    )
    expect(await refusal(turn)).toContain('does not explain')
  })

  test('the forecast goes from what is there, day by day, over what is still to come', async () => {
    await account('500', 'CHF')
    const half = await flow('100', { currency: 'CHF', due_on: '2026-04-01' })
    await flow('-30', { currency: 'CHF', due_on: '2026-04-01' })
    await flow('-70', { currency: 'CHF', due_on: '2026-05-01' })
    const id = await line(await account('0', 'CHF'), '40')
    await few.within(matchText(id, half, '40'))
    const rows = await few.db.financeTreasury.cashForecast.findMany({
      where: { currency: 'CHF' },
      orderBy: { dueOn: 'asc' },
    })
    expect(rows.map(({ dueOn, flow: by, balance: then }) => [dueOn, by, then])).toEqual([
      ['2026-04-01', '30.00', '570.00'],
      ['2026-05-01', '-70.00', '500.00'],
    ])
  })

  test('an account is closed when nothing stands on it', async () => {
    const id = await account('10')
    const close = `update sm_finance_treasury.bank_accounts set status = 'CLOSED' where id = '${id}'`
    expect(await refusal(few.within(close))).toContain('bank_accounts_closed_check')
    await few.within(lineText(id, '-10'))
    expect(await few.race(close, lineText(id, '5'))).toEqual(['done', 'ACV304'])
  })

  test('what is invoiced or asked for is forecast once, however often it is told', async () => {
    const [invoiceId, receiptId, noteId] = [randomUUID(), randomUUID(), randomUUID()]
    const due = { currency: 'SEK', dueOn: '2026-06-01' }
    const credit = { invoiceId: noteId, kind: 'CREDIT_NOTE', total: '21.00', ...due }
    for (let round = 0; round < 2; round++) {
      await few.deliver(onInvoiceDue, 'InvoiceIssued', { invoiceId, total: '121.00', ...due })
      await few.deliver(onInvoiceDue, 'InvoiceIssued', credit)
      await few.deliver(onReceiptDue, 'ReceiptIssued', { receiptId, amount: '50.00', ...due })
    }
    const flow = `select flow from sm_finance_treasury.cash_forecast where currency = 'SEK'`
    expect(await few.cell(flow)).toBe('150.00')
    await few.deliver(onReceiptDue, 'ReceiptWrittenOff', { receiptId, amount: '50.00', ...due })
    expect(await few.cell(flow)).toBe('100.00')
  })
})
