// Promises of invoices: numbers without gaps, each chained to the one before; what is issued stays; nobody pays or credits more than is owed.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew, refusal } from '../../../test/support/few.ts'
import { financeInvoicing } from './database.ts'
import { markOverdue } from './mark-overdue.ts'

onEachEngine(() => {
  let few: Few<readonly [typeof financeInvoicing]>
  beforeAll(async () => {
    few = await openFew(financeInvoicing)
  })
  afterAll(() => few?.close())

  const newSeries = () =>
    few.insert('sm_finance_invoicing.invoice_series', {
      code: randomUUID().slice(0, 20),
      year: 2026,
      issuer_id: randomUUID(),
    })
  const draft = async (series_id: string, price = '100', values = {}) => {
    const id = await few.insert('sm_finance_invoicing.invoices', {
      series_id,
      party_id: randomUUID(),
      due_on: '2026-02-01',
      ...values,
    })
    await few.insert('sm_finance_invoicing.invoice_lines', {
      invoice_id: id,
      place: 1,
      description: 'Comisión',
      unit_price: price,
    })
    return id
  }
  const issueText = (id: string) =>
    `update sm_finance_invoicing.invoices set status = 'ISSUED' where id = '${id}'`
  const issue = (id: string) => few.within(issueText(id))
  const issued = async (seriesId: string, price = '100', values = {}) => {
    const id = await draft(seriesId, price, values)
    await issue(id)
    return id
  }
  const numbers = (seriesId: string) =>
    few.cell(`select string_agg(number::text, ' ' order by number) from sm_finance_invoicing.invoices
      where series_id = '${seriesId}'`)
  const faults = (seriesId: string) =>
    few.cell(`select string_agg(fault, ' ' order by number) from sm_finance_invoicing.broken_invoices
      where series_id = '${seriesId}'`)
  const payText = (id: string, amount: string) =>
    `insert into sm_finance_invoicing.invoice_payments (invoice_id, paid_on, amount)
      values ('${id}', '2026-01-20', ${amount})`

  test('numbers have no gap: not by two issues at once, not by one that is rolled back', async () => {
    const seriesId = await newSeries()
    const [one, two, three] = [await draft(seriesId), await draft(seriesId), await draft(seriesId)]
    expect(await refusal(few.within(issueText(one), 'select 1 / 0'))).toContain('22012')
    expect(await few.race(issueText(two), issueText(three))).toEqual(['done', 'done'])
    await issue(one)
    expect(await numbers(seriesId)).toBe('1 2 3')
    expect(await faults(seriesId)).toBe(null)
  })

  test('a number that goes back with its transaction is given to who waited', async () => {
    const seriesId = await newSeries()
    const [one, two] = [await draft(seriesId), await draft(seriesId)]
    const ended = await few.race(`${issueText(one)}; ${payText(one, '1000')}`, issueText(two))
    expect(ended).toEqual(['ACV304', 'done'])
    expect(await numbers(seriesId)).toBe('1')
  })

  test('nobody gives a number, and an invoice without lines is not issued', async () => {
    const seriesId = await newSeries()
    const own = few.db.financeInvoicing.invoice.update({
      where: { id: await draft(seriesId) },
      data: { number: '77' } as never,
    })
    expect(await refusal(own)).toContain('ACV208')
    const empty = await few.insert('sm_finance_invoicing.invoices', {
      series_id: seriesId,
      party_id: randomUUID(),
      due_on: '2026-02-01',
    })
    expect(await refusal(issue(empty))).toContain('invoices_issued_check')
  })

  test('to the cent: each line is rounded, and the total is their sum', async () => {
    const id = await draft(await newSeries(), '0.335')
    for (const place of [2, 3])
      await few.insert('sm_finance_invoicing.invoice_lines', {
        invoice_id: id,
        place,
        description: 'x',
        quantity: '3',
        unit_price: '0.3333333333',
        tax_rate: '10',
      })
    const sums = `select net || ' ' || tax || ' ' || total from sm_finance_invoicing.invoices where id = '${id}'`
    expect(await few.cell(sums)).toBe('2.34 0.27 2.61')
  })

  test('an issued invoice stays, lines and all, even to the migrator', async () => {
    const id = await issued(await newSeries())
    for (const text of [
      `update sm_finance_invoicing.invoices set party_id = acervo.uuid7() where id = '${id}'`,
      `update sm_finance_invoicing.invoices set status = 'DRAFT', number = null, hash = null where id = '${id}'`,
      `delete from sm_finance_invoicing.invoices where id = '${id}'`,
      `update sm_finance_invoicing.invoice_lines set unit_price = 1 where invoice_id = '${id}'`,
      `update sm_finance_invoicing.invoice_lines set description = 'x' where invoice_id = '${id}'`,
      `delete from sm_finance_invoicing.invoice_lines where invoice_id = '${id}'`,
    ])
      expect(await refusal(few.query(text)), text).toMatch(/ACV3(03|04|23)/)
  })

  test('a line added while the invoice is issued comes too late', async () => {
    const id = await draft(await newSeries())
    const add = `insert into sm_finance_invoicing.invoice_lines (invoice_id, place, description, unit_price)
      values ('${id}', 9, 'x', 1)`
    expect(await few.race(issueText(id), add)).toEqual(['done', 'ACV304'])
  })

  test('what somebody changes past every guard breaks the chain, and is found', async () => {
    const seriesId = await newSeries()
    const ids = [await issued(seriesId), await issued(seriesId), await issued(seriesId)]
    expect(await faults(seriesId)).toBe(null)
    const past = (text: string) =>
      few.query(`do $$ begin set local session_replication_role = replica; ${text}; end $$`)
    await past(`update sm_finance_invoicing.invoices set net = 1 where id = '${ids[1]}'`)
    expect(await faults(seriesId)).toBe('CONTENT')
    await past(`update sm_finance_invoicing.invoices set net = 100 where id = '${ids[1]}'`)
    expect(await faults(seriesId)).toBe(null)
    await past(`delete from sm_finance_invoicing.invoices where id = '${ids[2]}'`)
    expect(await faults(seriesId)).toBe('END')
    await past(`delete from sm_finance_invoicing.invoices where id = '${ids[0]}'`)
    expect(await faults(seriesId)).toBe('GAP')
  })

  test('an earlier day does not follow a later one', async () => {
    const seriesId = await newSeries()
    const id = await draft(seriesId)
    await few.query(
      `update sm_finance_invoicing.invoice_series set last_issued_on = '2999-01-01' where id = $1`,
      [seriesId],
    )
    expect(await refusal(issue(id))).toContain('before that of the last number')
  })

  test('no more is paid than is owed, also by two at once', async () => {
    const id = await issued(await newSeries())
    expect(await few.race(payText(id, '80'), payText(id, '80'))).toEqual(['done', 'ACV304'])
    const paid = `update sm_finance_invoicing.invoices set status = 'PAID' where id = '${id}'`
    expect(await refusal(few.within(paid))).toContain('invoices_paid_check')
    await few.within(payText(id, '41'), paid)
    const draftId = await draft(await newSeries())
    expect(await refusal(few.within(payText(draftId, '1')))).toContain('a draft is not paid')
  })

  test('a credit note takes back an issued invoice of the same party, and no more than it', async () => {
    const [seriesId, party_id] = [await newSeries(), randomUUID()]
    const credits_id = await issued(seriesId, '100', { party_id })
    const note = (values = {}) =>
      draft(seriesId, '60', { kind: 'CREDIT_NOTE', party_id, credits_id, ...values })
    expect(await refusal(note({ party_id: randomUUID() }))).toContain('only an issued invoice')
    const [one, two] = [await note(), await note()]
    expect(await few.race(issueText(one), issueText(two))).toEqual(['done', 'ACV304'])
    const credited = `select credited || ' ' || total from sm_finance_invoicing.invoices where id = '${credits_id}'`
    expect(await few.cell(credited)).toBe('72.60 121.00')
  })

  test('what is late is marked overdue, once', async () => {
    const seriesId = await newSeries()
    const [late, soon] = [
      await issued(seriesId, '10', { due_on: '2020-01-01' }),
      await issued(seriesId, '10', { due_on: '2990-01-01' }),
    ]
    await markOverdue.run({ db: few.db, input: {}, signal: new AbortController().signal })
    const state = (id: string) =>
      few.cell(`select status from sm_finance_invoicing.invoices where id = '${id}'`)
    expect([await state(late), await state(soon)]).toEqual(['OVERDUE', 'ISSUED'])
  })
})
