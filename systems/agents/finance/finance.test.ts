// Promises about money: balances, spending and debts always agree with what was written, whatever comes at once.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Agents, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

/** Bulk writes may meet in two orders of rows, which PostgreSQL ends by refusing one of them. */
async function again(act: () => Promise<unknown>): Promise<void> {
  for (let left = 20; left > 0; left -= 1) {
    const refused = await act().then(
      () => undefined,
      (error: { code?: string }) => error,
    )
    if (refused === undefined) return
    if (refused.code !== 'ACV309') throw refused
  }
}

const nobody = '01900000-0000-7000-8000-00000000000a'

const unbalanced = `select a.id from agents.financial_accounts a where a.posted is distinct from (
  select coalesce(sum(case when t.to_account_id = a.id then t.amount when t.from_account_id = a.id then -t.amount
    when t.type = 'income' then t.amount else -t.amount end), 0)
  from agents.transactions t where a.id in (t.account_id, t.from_account_id, t.to_account_id))`

const unspent = `select q.id from agents.budget_periods q join agents.budgets b on b.id = q.budget_id
  where q.spent is distinct from (select coalesce(sum(case t.type when 'expense' then t.amount else -t.amount end), 0)
    from agents.transactions t where t.financial_profile_id = b.financial_profile_id and t.category = b.category
      and t.type <> 'transfer' and t.date between q.starts_on and q.ends_on)`

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  let own: { userId: string; financialProfileId: string }
  beforeAll(async () => {
    agents = await openAgents()
  })
  afterAll(() => agents?.close())
  const profileOf = async (one: Somebody) => {
    const { id } = await one.db.financialProfile.create({ data: { userId: one.id } })
    return { userId: one.id, financialProfileId: id }
  }
  beforeEach(async () => {
    ana = await agents.person()
    own = await profileOf(ana)
  })

  const account = (more: object = {}, of = own) =>
    ana.db.financialAccount.create({ data: { ...of, name: 'Nómina', type: 'checking', ...more } })
  const write = (more: object = {}) =>
    ana.db.transaction.create({
      data: {
        ...own,
        date: '2026-11-03',
        description: 'Compra',
        amount: '10.00',
        type: 'expense',
        category: 'comida',
        ...more,
      },
    })
  const transfer = (fromAccountId: string, toAccountId: string, more: object = {}) =>
    write({ type: 'transfer', category: 'traspaso', fromAccountId, toAccountId, ...more })
  const balance = async (id: string) =>
    (await ana.db.financialAccount.findUnique({ where: { id } }))?.balance
  const agrees = async (text: string) => expect((await agents.query(text)).rows).toEqual([])

  test('what D10 let in is refused: debts without sense, transfers without accounts', async () => {
    const rows = await agents.asSpecified(
      'create table debts (interest_rate decimal(5, 2) not null, payment_due_day int not null)',
      'insert into debts values (-5, 77)',
      `create table transactions (amount decimal(15, 2) not null, from_account_id uuid, to_account_id uuid,
        type varchar(50) not null check (type in ('income', 'expense', 'transfer')))`,
      `insert into transactions (amount, type) values (-5, 'transfer')`,
      'select interest_rate, payment_due_day, amount from debts, transactions',
    )
    expect(rows).toEqual([['-5.00', '77', '-5.00']])
    const debt = {
      ...own,
      name: 'Coche',
      type: 'auto_loan' as const,
      principal: '9000',
      openingBalance: '6000',
      interestRate: '7.5',
      monthlyPayment: '150',
      startDate: '2025-01-01',
      paymentDueDay: 5,
      creditor: 'Banco',
    }
    for (const wrong of [{ paymentDueDay: 77 }, { interestRate: '-5' }, { principal: '0' }])
      await expect(ana.db.debt.create({ data: { ...debt, ...wrong } })).rejects.toMatchObject({
        code: 'ACV304',
      })
    const [a, b] = [(await account()).id, (await account()).id]
    for (const wrong of [
      { type: 'transfer' },
      { type: 'transfer', fromAccountId: a },
      { type: 'transfer', fromAccountId: a, toAccountId: a },
      { type: 'transfer', fromAccountId: a, toAccountId: b, accountId: a },
      { type: 'transfer', fromAccountId: a, toAccountId: b, amount: '-5' },
      { type: 'expense', fromAccountId: a },
      { amount: '0' },
    ])
      await expect(write(wrong)).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('days, percentages and lists of words have their range (O1-30)', async () => {
    for (const wrong of [{ closingDate: 0 }, { paymentDueDate: 32 }, { creditLimit: '5' }])
      await expect(account(wrong)).rejects.toMatchObject({ code: 'ACV304' })
    const budget = { ...own, name: 'Comida', category: 'comida', startDate: '2026-01-01' }
    for (const wrong of [{ alertThreshold: 0 }, { alertThreshold: 101 }, { amount: '0' }])
      await expect(
        ana.db.budget.create({ data: { ...budget, amount: '100', ...wrong } }),
      ).rejects.toMatchObject({ code: 'ACV304' })
    const recurring = { ...own, name: 'Luz', amount: '50', frequency: 'monthly' as const }
    const dates = { nextDueDate: '2026-12-01', startDate: '2026-01-01', category: 'casa' }
    for (const wrong of [{ dayOfMonth: 32 }, { dayOfWeek: 7 }, { reminderDaysBefore: -1 }])
      await expect(
        ana.db.recurringPayment.create({ data: { ...recurring, ...dates, ...wrong } }),
      ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('an investment of a small price keeps it, one that grew twelvefold says so (D9, O1-27)', async () => {
    const small = await agents.asSpecified(
      'create table investments (purchase_price decimal(15, 2), returns_percentage decimal(5, 2))',
      'insert into investments (purchase_price) values (0.00001234) returning purchase_price',
    )
    expect(small).toEqual([['0.00']])
    const large = agents.asSpecified(
      'create table investments (purchase_price decimal(15, 2), returns_percentage decimal(5, 2))',
      'insert into investments (returns_percentage) values (1200)',
    )
    await expect(large).rejects.toThrow(/overflow|wrong form/)
    const invest = (more: object) =>
      ana.db.investment.create({
        data: {
          ...own,
          name: 'Moneda',
          type: 'crypto',
          purchaseDate: '2020-01-01',
          ...more,
        } as never,
      })
    expect(
      await invest({
        purchasePrice: '0.00001234',
        currentPrice: '0.00016042',
        quantity: '1000000',
      }),
    ).toMatchObject({
      purchasePrice: '0.000012340000000000',
      currentValue: '160.4200000000',
      returns: '148.0800000000',
      returnsPercentage: '1200.0000000000',
    })
    // Unknown is null and not zero.
    expect(await invest({ purchasePrice: '5' })).toMatchObject({
      currentValue: null,
      returns: null,
      returnsPercentage: null,
    })
    const most = '99999999999999999999'
    await invest({ purchasePrice: '0.000000000000000001', currentPrice: most, quantity: most })
    expect(await invest({ purchasePrice: '0', currentPrice: '1' })).toMatchObject({
      returns: '1.0000000000',
      returnsPercentage: null,
    })
    await expect(
      ana.sql('update agents.investments set returns_percentage = 1'),
    ).rejects.toMatchObject({ code: 'ACV300' })
  })

  describe('accounts', () => {
    test('a balance is what was posted; a card shows what is left of its limit', async () => {
      const card = await account({ type: 'credit', creditLimit: '500', openingBalance: '-20.50' })
      const { id } = await account({ openingBalance: '100' })
      await write({ accountId: card.id, amount: '79.50' })
      await write({ accountId: id, type: 'income', category: 'nómina', amount: '1500.01' })
      await transfer(id, card.id, { amount: '60' })
      expect(await balance(id)).toBe('1540.01')
      const read = await ana.db.financialAccount.findUnique({ where: { id: card.id } })
      expect(read).toMatchObject({ balance: '-40.00', availableCredit: '460.00' })
      await expect(
        ana.sql('update agents.financial_accounts set posted = 1000000'),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('an account with transfers and standing orders can be deleted (O1-26)', async () => {
      const kept = agents.asSpecified(
        'create table financial_accounts (id int primary key)',
        `create table transactions (account_id int references financial_accounts on delete set null,
          from_account_id int references financial_accounts)`,
        'insert into financial_accounts values (1)',
        'insert into transactions values (1, 1)',
        'delete from financial_accounts',
      )
      await expect(kept).rejects.toThrow()
      const [a, b] = [(await account()).id, (await account()).id]
      await write({ accountId: a })
      const moved = await transfer(a, b)
      await ana.db.recurringPayment.create({
        data: {
          ...own,
          name: 'Luz',
          amount: '50',
          frequency: 'monthly',
          category: 'casa',
          nextDueDate: '2026-12-01',
          startDate: '2026-01-01',
          accountId: a,
        },
      })
      await ana.db.financialAccount.delete({ where: { id: a } })
      expect(await balance(b)).toBe('10.00')
      expect(await ana.db.transaction.findUnique({ where: { id: moved.id } })).toMatchObject({
        fromAccountId: null,
        toAccountId: b,
      })
      // The rest of it may still be changed, and deleting it takes its amount back.
      await ana.db.transaction.update({ where: { id: moved.id }, data: { notes: 'sin cuenta' } })
      await ana.db.transaction.delete({ where: { id: moved.id } })
      expect(await balance(b)).toBe('0.00')
      expect(await ana.db.recurringPayment.findMany({ where: own })).toMatchObject([
        { accountId: null },
      ])
    })

    test('a payment that recurs is one that is there (O1-11)', async () => {
      await expect(write({ isRecurring: true, recurringPaymentId: nobody })).rejects.toMatchObject({
        code: 'ACV303',
      })
    })

    test('nobody posts to the account of another user, of the same workspace or not', async () => {
      const bea = await agents.colleague(ana)
      const hers = await account({}, await profileOf(bea))
      const eva = await agents.person('eva')
      const evas = await eva.db.financialAccount.create({
        data: { ...(await profileOf(eva)), name: 'De Eva', type: 'cash' },
      })
      const { id } = await account()
      for (const accountId of [hers.id, evas.id]) {
        await expect(write({ accountId })).rejects.toMatchObject({ code: 'ACV303' })
        await expect(transfer(id, accountId)).rejects.toMatchObject({ code: 'ACV303' })
        const mine = await write({ accountId: id })
        await expect(
          ana.db.transaction.update({ where: { id: mine.id }, data: { accountId } }),
        ).rejects.toMatchObject({ code: 'ACV303' })
      }
      await expect(account({}, { ...own, userId: bea.id })).rejects.toMatchObject({
        code: 'ACV303',
      })
    })

    test('a statement that is read twice comes once', async () => {
      const { id: accountId } = await account()
      const row = { accountId, externalId: 'N43-000017' }
      const answers = await Promise.allSettled([1, 2, 3, 4].map(() => write(row)))
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect(await balance(accountId)).toBe('-10.00')
    })
  })

  describe('at once', () => {
    const period = (budgetId: string, startsOn: string, endsOn: string) =>
      ana.db.budgetPeriod.create({
        data: { userId: ana.id, budgetId, startsOn, endsOn, amount: '300' },
      })
    const budget = (category = 'comida', more: object = {}) =>
      ana.db.budget.create({
        data: { ...own, name: category, category, amount: '300', startDate: '2026-01-01', ...more },
      })

    test('any series of writes leaves balances and spending as the transactions say', async () => {
      const [a, b, c] = [(await account()).id, (await account()).id, (await account()).id]
      const accounts = [a, b, c]
      for (const category of ['comida', 'casa']) {
        const { id } = await budget(category)
        await period(id, '2026-11-01', '2026-11-15')
        await period(id, '2026-11-16', '2026-11-30')
      }
      const step = fc.record({
        verb: fc.constantFrom('write', 'transfer', 'amount', 'move', 'category', 'date', 'delete'),
        from: fc.constantFrom(...accounts),
        to: fc.constantFrom(...accounts),
        type: fc.constantFrom('income' as const, 'expense' as const),
        category: fc.constantFrom('comida', 'casa', 'otro'),
        amount: fc.integer({ min: 1, max: 99_999 }).map((cents) => (cents / 100).toFixed(2)),
        day: fc
          .integer({ min: 1, max: 30 })
          .map((day) => `2026-11-${String(day).padStart(2, '0')}`),
      })
      const where = { userId: ana.id }
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 16 }), async (steps) => {
          await Promise.all(
            steps.map(async ({ verb, from, to, type, category, amount, day }) => {
              const { transaction } = ana.db
              const some = { ...where, type, accountId: from }
              if (verb === 'write')
                await write({ accountId: from, type, category, amount, date: day })
              else if (verb === 'transfer')
                await (from === to ? write({ amount }) : transfer(from, to, { amount, category }))
              else if (verb === 'amount')
                await again(() => transaction.updateMany({ where: some, data: { amount } }))
              else if (verb === 'move')
                await again(() => transaction.updateMany({ where: some, data: { accountId: to } }))
              else if (verb === 'category')
                await again(() => transaction.updateMany({ where: some, data: { category } }))
              else if (verb === 'date')
                await again(() => transaction.updateMany({ where: some, data: { date: day } }))
              else await again(() => transaction.deleteMany({ where: { ...some, category } }))
            }),
          )
          await agrees(unbalanced)
          await agrees(unspent)
        }),
        { numRuns: 6 },
      )
    })

    test('a period that begins while its expenses are written knows of each', async () => {
      for (let round = 1; round <= 6; round += 1) {
        // Nothing begins a period of a budget that rests.
        const { id } = await budget(`c${round}`, { isActive: false })
        await Promise.all([
          ...[1, 2, 3, 4].map(() => write({ category: `c${round}` })),
          period(id, '2026-11-01', '2026-11-30'),
          ...[1, 2, 3, 4].map(() => write({ category: `c${round}` })),
        ])
      }
      await agrees(unspent)
      expect(await ana.db.budgetPeriod.findMany({ where: { userId: ana.id } })).toMatchObject(
        Array.from({ length: 6 }, () => ({ spent: '80.00' })),
      )
    })

    test('the first expense begins its period; the 31st comes back after a shorter month', async () => {
      const { id } = await budget('comida', { startDate: '2026-01-31' })
      await budget('comida', { startDate: '2026-01-05', period: 'weekly', name: 'semana' })
      await budget('casa', { startDate: '2026-02-10', period: 'quarterly' })
      const dates = [
        '2026-01-30',
        '2026-01-31',
        '2026-02-27',
        '2026-02-28',
        '2026-03-30',
        '2026-03-31',
      ]
      await Promise.all([...dates, ...dates].map((date) => write({ date })))
      await write({ category: 'casa', date: '2026-05-09' })
      await write({ category: 'casa', date: '2026-05-10' })
      await agrees(unspent)
      const of = async (where: object) =>
        (await ana.db.budgetPeriod.findMany({ where, orderBy: { startsOn: 'asc' } })).map(
          ({ startsOn, endsOn, spent }) => `${startsOn} ${endsOn} ${spent}`,
        )
      expect(await of({ budgetId: id })).toEqual([
        '2026-01-31 2026-02-27 40.00',
        '2026-02-28 2026-03-30 40.00',
        '2026-03-31 2026-04-29 20.00',
      ])
      expect(await of({ budget: { period: 'quarterly' }, userId: ana.id })).toEqual([
        '2026-02-10 2026-05-09 10.00',
        '2026-05-10 2026-08-09 10.00',
      ])
      expect(await of({ budget: { period: 'weekly' }, userId: ana.id })).toEqual([
        '2026-01-26 2026-02-01 40.00',
        '2026-02-23 2026-03-01 40.00',
        '2026-03-30 2026-04-05 40.00',
      ])
    })

    test('where somebody made a period of their own, no other one begins across it', async () => {
      const { id } = await budget()
      await period(id, '2026-11-10', '2026-11-20')
      await write({ date: '2026-11-25' })
      await write({ date: '2026-11-15' })
      expect(await ana.db.budgetPeriod.findMany({ where: { budgetId: id } })).toMatchObject([
        { startsOn: '2026-11-10', spent: '10.00' },
      ])
    })

    test('a share of a budget that is reached is told once, in the transaction that reaches it', async () => {
      const { id } = await budget()
      const { id: budgetPeriodId } = await period(id, '2026-11-01', '2026-11-30')
      const told = async () =>
        (
          await ana.db.budgetAlert.findMany({
            where: { budgetPeriodId },
            orderBy: { threshold: 'asc' },
          })
        ).map(({ threshold }) => threshold)
      await write({ amount: '239.99' })
      expect(await told()).toEqual([])
      await Promise.all([1, 2, 3].map(() => write({ amount: '0.01' })))
      expect(await told()).toEqual([80])
      // What comes back does not arm it again.
      await write({ type: 'income', amount: '100' })
      await Promise.all([1, 2, 3, 4].map(() => write({ amount: '60' })))
      expect(await told()).toEqual([80, 100])
    })

    test('periods of one budget do not overlap', async () => {
      const { id } = await budget()
      const answers = await Promise.allSettled(
        Array.from({ length: 8 }, (_, at) => period(id, `2026-11-0${at + 1}`, '2026-11-20')),
      )
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      await period(id, '2026-11-21', '2026-12-20')
    })

    test('a debt is never paid beyond what is owed', async () => {
      const { id: debtId } = await ana.db.debt.create({
        data: {
          ...own,
          name: 'Tarjeta',
          type: 'credit_card',
          principal: '1000',
          openingBalance: '100',
          interestRate: '29.9',
          monthlyPayment: '30',
          startDate: '2026-01-01',
          paymentDueDay: 31,
          creditor: 'Banco',
          accountNumber: 'ES9121000418450200051332',
        },
      })
      const pay = (principalPaid = '30', interestPaid = '2.5', amount = '32.5') =>
        ana.db.debtPayment.create({
          data: { userId: ana.id, debtId, date: '2026-11-05', amount, principalPaid, interestPaid },
        })
      await expect(pay('30', '2.5', '40')).rejects.toMatchObject({ code: 'ACV304' })
      const answers = await Promise.allSettled(Array.from({ length: 10 }, () => pay()))
      expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
      const read = () => ana.db.debt.findUnique({ where: { id: debtId } })
      expect(await read()).toMatchObject({ balance: '10.00', principalPaid: '90.00' })
      const set = (status: 'paid_off' | 'active') =>
        ana.db.debt.update({ where: { id: debtId }, data: { status } })
      await expect(set('paid_off')).rejects.toMatchObject({ code: 'ACV304' })
      await pay('10', '0', '10')
      expect(await set('paid_off')).toMatchObject({ balance: '0.00' })
      // The number of the account is nowhere in the database as it is.
      const stored = await agents.query(`select d::text from agents.debts d where id = $1`, [
        debtId,
      ])
      expect(JSON.stringify(stored.rows)).not.toContain('0200051332')
      expect((await read())?.accountNumber).toBe('ES9121000418450200051332')
    })
  })

  test('a user who is deleted leaves nothing of their money', async () => {
    const bea = await agents.colleague(ana)
    own = await profileOf(bea)
    const [a, b] = [(await account()).id, (await account()).id]
    await transfer(a, b)
    await write({ accountId: a })
    await agents.root.user.delete({ where: { id: bea.id } })
    const tables = await agents.query(
      `select table_name from information_schema.columns
       where table_schema = 'agents' and column_name = 'user_id'`,
    )
    const left = tables.rows.map(
      ([name]) => `select '${name}' from agents.${name} where user_id = '${bea.id}'`,
    )
    expect(left.length).toBeGreaterThan(25)
    expect((await agents.query(left.join(' union all '))).rows).toEqual([])
  })
})
