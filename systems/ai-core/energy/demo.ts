// A demonstration supply point, the brand that sells to it and the contract between them.
import type { Client } from '../databases.ts'
import { type Lookup, toLookup } from '../lookup.ts'

const cups = 'ES0031000000012345LY0F'
const brand = 'Black Energy'
const customer = '12345678Z'

export async function supply(db: Client, partyOf: Lookup): Promise<void> {
  const brandOf = await createPartners(db)
  const pointOf = await createPoint(db, partyOf(customer))
  await db.energy.energyContract.createMany({
    skipDuplicates: true,
    data: [
      {
        number: 'E-2026-0001',
        partyId: partyOf(customer),
        supplyPointId: pointOf(cups),
        brandId: brandOf(brand),
        tariff: '2.0TD',
        powerP1Kw: '4.600',
        powerP2Kw: '4.600',
        status: 'ACTIVATED',
        startsOn: '2026-05-01',
      },
    ],
  })
}

async function createPartners({ energy: { partner } }: Client): Promise<Lookup> {
  await partner.createMany({
    skipDuplicates: true,
    data: [
      { name: brand, role: 'BRAND', own: true },
      { name: 'Distribuidora de Ejemplo', role: 'DISTRIBUTOR' },
    ],
  })
  const brands = await partner.findMany({
    where: { role: 'BRAND' },
    select: { id: true, name: true },
  })
  return toLookup(brands, ({ name }) => name)
}

async function createPoint({ energy: { supplyPoint } }: Client, occupantId: string) {
  await supplyPoint.createMany({
    skipDuplicates: true,
    data: [
      {
        cups,
        commodity: 'ELECTRICITY',
        distributor: 'Distribuidora de Ejemplo',
        addressLine: 'Calle Mayor 12, 3º B',
        postcode: '45600',
        city: 'Talavera de la Reina',
        province: 'Toledo',
        occupantId,
      },
    ],
  })
  const points = await supplyPoint.findMany({ where: { cups }, select: { id: true, cups: true } })
  return toLookup(points, (point) => point.cups)
}
