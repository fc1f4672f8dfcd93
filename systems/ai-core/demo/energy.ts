// The supply point of the flat, the brand that sells to it, the contract between them and the switch of the workshop.
import { carmen, chapter, toId, workshop } from './chapter.ts'

export const supply = chapter('energy', 'energyContract', async (tables, { partyOf }) => {
  const { partner, supplyPoint, energyContract, switch: switches } = tables
  const [brandId, otherId, pointId, workshopPointId] = [
    toId('Black Energy'),
    toId('comercializadora anterior'),
    toId('CUPS del piso'),
    toId('CUPS del taller'),
  ]
  const town = { postcode: '45600', city: 'Talavera de la Reina', province: 'Toledo' }
  const grid = {
    ...town,
    commodity: 'ELECTRICITY',
    distributor: 'Distribuidora de Ejemplo',
  } as const
  await partner.createMany({
    data: [
      { id: brandId, name: 'Black Energy', role: 'BRAND', own: true },
      { id: otherId, name: 'Luz Anterior', role: 'SUPPLIER' },
      { name: 'Distribuidora de Ejemplo', role: 'DISTRIBUTOR' },
    ],
  })
  await supplyPoint.createMany({
    data: [
      {
        id: pointId,
        ...grid,
        cups: 'ES0031000000012345LY0F',
        addressLine: 'Calle Mayor 12, 3º B',
        occupantId: partyOf(carmen),
      },
      {
        id: workshopPointId,
        ...grid,
        cups: 'ES0031000000067890LY0F',
        addressLine: 'Polígono Torrehierro, nave 4',
        occupantId: partyOf(workshop),
      },
    ],
  })
  await energyContract.createMany({
    data: [
      {
        id: toId('energy'),
        number: 'E-2026-0001',
        partyId: partyOf(carmen),
        supplyPointId: pointId,
        brandId,
        tariff: '2.0TD',
        powerP1Kw: '4.600',
        powerP2Kw: '4.600',
        status: 'ACTIVATED',
        startsOn: '2026-05-01',
      },
    ],
  })
  await switches.createMany({
    data: [{ supplyPointId: workshopPointId, fromSupplierId: otherId, toSupplierId: brandId }],
  })
})
