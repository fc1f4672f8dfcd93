// A loan's schedule repays it to the cent whatever is repaid early or revised, and however many do so at once. The oracle
// is written beside the database's way.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { serviceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof serviceMarkets>
  beforeAll(async () => {
    platform = await openFew(...serviceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.finance
  interface Terms {
    readonly principal?: string
    readonly annualRate?: string
    readonly months?: number
    readonly index?: 'FIXED' | 'EURIBOR_12M'
    readonly spread?: string
    readonly openingFee?: string
    readonly firstDueOn?: string
  }
  const request = (terms: Terms = {}) =>
    area().loan.create({
      data: {
        number: randomUUID(),
        partyId: randomUUID(),
        product: 'MORTGAGE',
        principal: '200000',
        annualRate: '4.5',
        months: 360,
        firstDueOn: '2026-01-31',
        propertyValue: '250000',
        monthlyIncome: '4000',
        ...terms,
      },
    })
  const activate = async (terms?: Terms) => {
    const { id } = await request(terms)
    for (const status of ['IN_STUDY', 'OFFERED', 'ACTIVE'] as const)
      await area().loan.update({ where: { id }, data: { status } })
    return id
  }
  const repay = (
    loanId: string,
    afterNumber: number,
    amount: string,
    effect: 'SHORTER_TERM' | 'SMALLER_INSTALMENT' = 'SHORTER_TERM',
  ) =>
    area().earlyRepayment.create({
      data: { loanId, afterNumber, amount, effect, reference: randomUUID() },
    })
  const scheduleOf = async (loanId: string) => {
    const { rows } = await platform.query(
      `select number, due_on, payment, interest, principal, balance from sf_finance.instalments
       where loan_id = $1 order by number`,
      [loanId],
    )
    return rows.map(([number, dueOn, ...cents]) => {
      const [payment = 0, interest = 0, principal = 0, balance = 0] = cents.map((cell) =>
        Math.round(Number(cell) * 100),
      )
      return { number: Number(number), dueOn, payment, interest, principal, balance }
    })
  }
  /** What is not repaid by the schedule, in cents. */
  const left = async (loanId: string) =>
    countOf(
      platform,
      `select abs(l.principal - l.early_principal - coalesce(sum(i.principal), 0)) * 100
       from sf_finance.loans l left join sf_finance.instalments i on i.loan_id = l.id
       where l.id = $1 group by l.id`,
      [loanId],
    )

  test('the annuity, its share of income, its loan to value and its cost', async () => {
    const { id } = await request()
    const loan = await area().loan.findUnique({ where: { id } })
    expect(Number(loan?.instalment)).toBe(1013.37)
    expect([Number(loan?.ltv), Number(loan?.dti)]).toEqual([80, 25.3343])
    // (1 + 0.045 / 12) ^ 12 - 1
    expect(Number(loan?.tae)).toBeCloseTo(4.594, 3)
    const schedule = await scheduleOf(id)
    expect([schedule.length, schedule.at(-1)?.balance]).toEqual([360, 0])
    expect(await left(id)).toBe(0)
    const dear = await request({ openingFee: '2000' })
    const fee = await area().loan.findUnique({ where: { id: dear.id } })
    expect(Number(fee?.tae)).toBeGreaterThan(4.6)
  })

  test('a loan on no property, to somebody whose income is not known, has neither share', async () => {
    const { id } = await area().loan.create({
      data: {
        number: randomUUID(),
        partyId: randomUUID(),
        product: 'PERSONAL',
        principal: '6000',
        annualRate: '7',
        months: 24,
        firstDueOn: '2026-02-01',
      },
    })
    const loan = await area().loan.findUnique({ where: { id } })
    expect([loan?.ltv, loan?.dti]).toEqual([null, null])
    expect(await left(id)).toBe(0)
  })

  test('the day stays that of the first instalment, in short months the last', async () => {
    const { id } = await request({ months: 3 })
    const days = (await scheduleOf(id)).map(({ dueOn }) => dueOn)
    expect(days).toEqual(['2026-01-31', '2026-02-28', '2026-03-31'])
  })

  test('what is repaid early shortens the loan or lightens it', async () => {
    const [shorter, lighter] = [await activate(), await activate()]
    await repay(shorter, 12, '20000')
    await repay(lighter, 12, '20000', 'SMALLER_INSTALMENT')
    const [few, many] = [await scheduleOf(shorter), await scheduleOf(lighter)]
    expect(few.length).toBeLessThan(360)
    expect(many.length).toBe(360)
    expect(few[20]?.payment).toBe(101337)
    expect(many[20]?.payment).toBeLessThan(101337)
    for (const id of [shorter, lighter]) expect(await left(id)).toBe(0)
  })

  test('a revised rate holds from its instalment on, and paid ones stay', async () => {
    const id = await activate({ index: 'EURIBOR_12M', spread: '0.75', months: 240 })
    const before = await scheduleOf(id)
    await platform.query(
      `update sf_finance.instalments set paid_on = due_on where loan_id = $1 and number <= 12`,
      [id],
    )
    const revise = (fromNumber: number, indexValue: string) =>
      area().rateRevision.create({
        data: { loanId: id, fromNumber, indexValue, publishedOn: '2026-12-01' },
      })
    await expect(revise(10, '1')).rejects.toMatchObject({ code: 'ACV304' })
    await revise(13, '2.25')
    const after = await scheduleOf(id)
    expect(after.slice(0, 12)).toEqual(before.slice(0, 12))
    expect(after[12]?.interest).toBe(Math.round(((before[11]?.balance ?? 0) * 3) / 1200))
    expect(after[12]?.payment).toBeLessThan(before[12]?.payment ?? 0)
    expect(await left(id)).toBe(0)
  })

  test('any series of repayments leaves a schedule that repays the rest to the cent', async () => {
    const step = fc.record({
      after: fc.integer({ min: 0, max: 30 }),
      amount: fc.integer({ min: 1, max: 900_000 }),
      effect: fc.constantFrom('SHORTER_TERM' as const, 'SMALLER_INSTALMENT' as const),
    })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 4 }),
        fc.constantFrom('0', '0.01', '3.333333', '29.9'),
        async (steps, annualRate) => {
          const id = await activate({ principal: '9999.99', annualRate, months: 36 })
          for (const { after, amount, effect } of steps)
            await times(1, () => repay(id, after, (amount / 100).toFixed(2), effect))
          const early = await area().earlyRepayment.findMany({ where: { loanId: id } })
          let balance = 999_999
          for (const row of await scheduleOf(id)) {
            for (const { afterNumber, amount } of early)
              if (afterNumber === row.number - 1) balance -= Math.round(Number(amount) * 100)
            // Half a cent is rounded away from zero; 1e-7 is what a double may be off by.
            expect(row.interest).toBe(
              Math.floor((balance * Number(annualRate)) / 1200 + 0.5 + 1e-7),
            )
            expect(row.payment).toBe(row.interest + row.principal)
            balance -= row.principal
            expect(row.balance).toBe(balance)
          }
          expect(await left(id)).toBe(0)
        },
      ),
      { numRuns: 10 },
    )
  })

  test('many who repay at once repay no more than is owed, and one schedule is left', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const id = await activate({ principal: '1000', annualRate: '6', months: 12 })
        await times(8, () => repay(id, 0, '300'))
        const rows = await area().earlyRepayment.count({ where: { loanId: id } })
        const wrong = (await left(id)) === 0 ? 0 : 1
        return wrong + Math.max(0, rows - 3)
      },
      without: 'drop trigger derive_schedule_insert on sf_finance.early_repayments',
    })
  })

  test('what was signed and what was paid are not rewritten, and what is derived nobody types', async () => {
    const id = await activate()
    const change = area().loan.update({ where: { id }, data: { principal: '1' } })
    await expect(change).rejects.toMatchObject({ code: 'ACV304' })
    const [first] = await area().instalment.findMany({ where: { loanId: id, number: 1 } })
    const where = { id: first?.id ?? '' }
    await area().instalment.update({ where, data: { paidOn: '2026-01-31' } })
    const again = area().instalment.update({ where, data: { paidOn: '2026-02-01' } })
    await expect(again).rejects.toMatchObject({ code: 'ACV304' })
    await expect(area().instalment.delete({ where })).rejects.toMatchObject({ code: 'ACV306' })
    const loan = await area().loan.findUnique({ where: { id } })
    expect(Number(loan?.repaidPrincipal)).toBe(263.37)
    const settle = area().loan.update({ where: { id }, data: { status: 'SETTLED' } })
    await expect(settle).rejects.toMatchObject({ code: 'ACV304' })
  })
})
