// The policies of the family and of its workshop, with their first version, receipts and a burst pipe.
import { carmen, chapter, toId, workshop } from './chapter.ts'

const term = { status: 'IN_FORCE', startsOn: '2026-03-01', endsOn: '2027-03-01' } as const
export const homeId = toId('insurance')
export const motorId = toId('póliza MOTOR-1')
export const homeVersionId = toId('versión 1 de P-2026-0001')
export const receiptId = toId('recibo de marzo')
export const claimId = toId('siniestro de abril')

export const insure = chapter('insurance', 'policy', async (tables, { partyOf }) => {
  const carrier = { carrierName: 'Aseguradora de Ejemplo', status: 'ON_SALE' } as const
  const [homeProductId, motorProductId] = [toId('producto HOME-1'), toId('producto MOTOR-1')]
  await tables.product.createMany({
    data: [
      { id: homeProductId, ...carrier, code: 'HOME-1', name: 'Hogar Esencial', line: 'HOME' },
      {
        id: motorProductId,
        ...carrier,
        code: 'MOTOR-1',
        name: 'Coche a Terceros Ampliado',
        line: 'MOTOR',
      },
    ],
  })
  const home = { id: homeId, ...term, number: 'P-2026-0001', premium: '248.60' }
  const motor = { id: motorId, ...term, number: 'P-2026-0002', premium: '612.00' }
  await tables.policy.createMany({
    data: [
      { ...home, partyId: partyOf(carmen), productId: homeProductId },
      { ...motor, partyId: partyOf(workshop), productId: motorProductId },
    ],
  })
  const base = { code: 'BASE', name: 'Cobertura básica', limit: '150000.00' }
  const version = {
    version: 1,
    validFrom: term.startsOn,
    coverages: [base],
    reason: 'Emisión',
  }
  await tables.policyVersion.createMany({
    data: [
      { id: homeVersionId, ...version, policyId: homeId, premium: home.premium },
      { ...version, policyId: motorId, premium: motor.premium },
    ],
  })
  const half = (periodStart: string, periodEnd: string) => ({
    policyId: homeId,
    periodStart,
    periodEnd,
    dueOn: periodStart,
    amount: '124.30',
  })
  await tables.receipt.createMany({
    data: [
      {
        id: receiptId,
        ...half('2026-03-01', '2026-09-01'),
        status: 'PAID',
        paidOn: '2026-03-04',
      },
      { ...half('2026-09-01', '2027-03-01'), status: 'PENDING' },
    ],
  })
  await tables.claim.createMany({
    data: [
      {
        id: claimId,
        number: 'S-2026-0001',
        policyId: homeId,
        claimantId: partyOf(carmen),
        status: 'ACCEPTED',
        lossOn: '2026-04-11',
        description: 'Rotura de una tubería en la cocina; daños en el techo del vecino',
      },
    ],
  })
})
