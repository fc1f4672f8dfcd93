// Carmen's books of November: her salary, the house, a card that is paid off, and something put aside.
import { type Family, toKey } from '../family.ts'

const [salary, card, savings] = [toKey(61), toKey(62), toKey(63)]

export async function keepBooks({ carmen: { id: userId, db } }: Family): Promise<void> {
  const skipDuplicates = true
  const own = { userId, financialProfileId: toKey(60) }
  await db.financialProfile.createMany({
    skipDuplicates,
    data: [{ id: own.financialProfileId, userId, currency: 'EUR' }],
  })
  await db.financialAccount.createMany({
    skipDuplicates,
    data: [
      { id: salary, name: 'Cuenta nómina', type: 'checking' as const, openingBalance: '1240.15' },
      { id: card, name: 'Tarjeta', type: 'credit' as const, creditLimit: '1500', closingDate: 25 },
      { id: savings, name: 'Ahorro', type: 'savings' as const, openingBalance: '5300' },
    ].map((one) => ({ ...one, ...own, currency: 'EUR' })),
  })
  await db.recurringPayment.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(64),
        ...own,
        name: 'Luz',
        amount: '58.40',
        frequency: 'monthly',
        category: 'casa',
        startDate: '2024-05-01',
        nextDueDate: '2026-12-05',
        dayOfMonth: 5,
        autoDebit: true,
        accountId: salary,
      },
    ],
  })
  await db.budget.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(65),
        ...own,
        name: 'Supermercado',
        category: 'supermercado',
        amount: '450',
        startDate: '2026-01-01',
      },
    ],
  })
  await db.budgetPeriod.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(66),
        userId,
        budgetId: toKey(65),
        startsOn: '2026-11-01',
        endsOn: '2026-11-30',
        amount: '450',
      },
    ],
  })
  await db.transaction.createMany({ skipDuplicates, data: november(own) })
  const debtId = toKey(80)
  await db.debt.createMany({
    skipDuplicates,
    data: [
      {
        id: debtId,
        ...own,
        name: 'Préstamo del coche',
        type: 'auto_loan',
        principal: '12000',
        openingBalance: '6480',
        interestRate: '6.9',
        monthlyPayment: '240',
        startDate: '2023-02-01',
        paymentDueDay: 1,
        creditor: 'Banco del Duero',
        accountNumber: 'ES9121000418450200051332',
      },
    ],
  })
  await db.debtPayment.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(81),
        userId,
        debtId,
        date: '2026-11-01',
        amount: '240',
        principalPaid: '202.74',
        interestPaid: '37.26',
      },
    ],
  })
  await db.investment.createMany({
    skipDuplicates,
    data: [
      {
        id: toKey(82),
        ...own,
        name: 'Fondo indexado mundial',
        type: 'mutual_fund',
        quantity: '14.372',
        purchasePrice: '182.44',
        currentPrice: '209.18',
        purchaseDate: '2024-01-15',
      },
    ],
  })
}

function november(own: { readonly userId: string; readonly financialProfileId: string }) {
  const expense = (amount: string, category: string, accountId: string) =>
    ({ type: 'expense', amount, category, accountId }) as const
  return [
    {
      date: '2026-11-02',
      description: 'Nómina de octubre',
      type: 'income' as const,
      amount: '2140.37',
      category: 'nómina',
      accountId: salary,
    },
    {
      date: '2026-11-03',
      description: 'Mercado de abastos',
      ...expense('64.20', 'supermercado', card),
    },
    {
      date: '2026-11-05',
      description: 'Luz',
      ...expense('58.40', 'casa', salary),
      isRecurring: true,
      recurringPaymentId: toKey(64),
    },
    { date: '2026-11-07', description: 'Supermercado', ...expense('121.75', 'supermercado', card) },
    {
      date: '2026-11-12',
      description: 'Devolución de un envase',
      type: 'income' as const,
      amount: '3.90',
      category: 'supermercado',
      accountId: card,
    },
    { date: '2026-11-14', description: 'Supermercado', ...expense('187.10', 'supermercado', card) },
    {
      date: '2026-11-16',
      description: 'A la hucha',
      type: 'transfer' as const,
      amount: '200',
      category: 'ahorro',
      fromAccountId: salary,
      toAccountId: savings,
    },
  ].map((one, at) => ({ id: toKey(67 + at), ...own, ...one }))
}
