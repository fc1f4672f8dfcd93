// Demonstration policies with their first version and the receipts of one of them.
import type { Client } from '../databases.ts'
import { type Lookup, toLookup } from '../lookup.ts'

const term = { status: 'IN_FORCE', startsOn: '2026-03-01', endsOn: '2027-03-01' } as const
const home = { number: 'P-2026-0001', document: '12345678Z', product: 'HOME-1', premium: '248.60' }
const motor = {
  number: 'P-2026-0002',
  document: 'B12345674',
  product: 'MOTOR-1',
  premium: '612.00',
}

export async function insure(db: Client, partyOf: Lookup): Promise<void> {
  const productOf = await createProducts(db)
  const { policy } = db.insurance
  await policy.createMany({
    skipDuplicates: true,
    data: [home, motor].map(({ number, premium, document, product }) => ({
      ...term,
      number,
      premium,
      partyId: partyOf(document),
      productId: productOf(product),
    })),
  })
  const policies = await policy.findMany({
    where: { number: { in: [home.number, motor.number] } },
    select: { id: true, number: true },
  })
  const policyOf = toLookup(policies, ({ number }) => number)
  await createVersions(db, policyOf)
  await createReceipts(db, policyOf(home.number))
}

async function createProducts({ insurance: { product } }: Client): Promise<Lookup> {
  const carrier = { carrierName: 'Aseguradora de Ejemplo', status: 'ON_SALE' } as const
  await product.createMany({
    skipDuplicates: true,
    data: [
      { ...carrier, code: home.product, name: 'Hogar Esencial', line: 'HOME' },
      { ...carrier, code: motor.product, name: 'Coche a Terceros Ampliado', line: 'MOTOR' },
    ],
  })
  const products = await product.findMany({
    where: { code: { in: [home.product, motor.product] } },
    select: { id: true, code: true },
  })
  return toLookup(products, ({ code }) => code)
}

async function createVersions(db: Client, policyOf: Lookup): Promise<void> {
  await db.insurance.policyVersion.createMany({
    skipDuplicates: true,
    data: [home, motor].map(({ number, premium }) => ({
      policyId: policyOf(number),
      version: 1,
      validFrom: term.startsOn,
      premium,
      coverages: [{ code: 'BASE', name: 'Cobertura básica', limit: '150000.00' }],
      reason: 'Emisión',
    })),
  })
}

async function createReceipts(db: Client, policyId: string): Promise<void> {
  const half = (periodStart: string, periodEnd: string) => ({
    policyId,
    periodStart,
    periodEnd,
    dueOn: periodStart,
    amount: '124.30',
  })
  await db.insurance.receipt.createMany({
    skipDuplicates: true,
    data: [
      { ...half('2026-03-01', '2026-09-01'), status: 'PAID', paidOn: '2026-03-04' },
      { ...half('2026-09-01', '2027-03-01'), status: 'PENDING' },
    ],
  })
}
