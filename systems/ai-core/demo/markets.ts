// The family as it is insured: who sells, what the policy costs from when on, the burst pipe in April, what the agent
// earns, why Luis nearly left, and a suspicion that came to nothing.
import { carmen, chapter, inaki, luis, move, toId, workshop } from './chapter.ts'
import { claimId, homeId, homeVersionId, motorId, receiptId } from './insurance.ts'

const carriers = chapter('carriers', 'carrier', async ({ carrier, rateCard, rate, adapter }) => {
  const carrierId = toId('carriers')
  const rateCardId = toId('tarifa hogar')
  await carrier.createMany({
    data: [
      {
        id: carrierId,
        code: 'C0001',
        name: 'Aseguradora de Ejemplo',
        claimsPhone: '+34900000000',
        status: 'ACTIVE',
      },
    ],
  })
  await rateCard.createMany({
    data: [{ id: rateCardId, carrierId, line: 'HOME', version: 1, validFrom: '2026-01-01' }],
  })
  await rate.createMany({
    data: [
      { rateCardId, riskClass: 'VIVIENDA', annualPremium: '248.60' },
      { rateCardId, riskClass: 'LOCAL', appetite: 'DECLINES' },
    ],
  })
  await move(rateCard, rateCardId, { status: 'PUBLISHED' })
  await adapter.createMany({
    data: [
      {
        carrierId,
        operation: 'RECEIPT',
        protocol: 'EIAC_FILE',
        url: 'sftp://ficheros.aseguradora.example/recibos',
      },
    ],
  })
})

const policies = chapter('policies', 'managedPolicy', async (tables, { partyOf }) => {
  const managedPolicyId = toId('policies')
  const year = { startsOn: '2026-03-01', endsOn: '2027-03-01' }
  await tables.managedPolicy.createMany({
    data: [
      {
        id: managedPolicyId,
        policyId: homeId,
        partyId: partyOf(carmen),
        ...year,
        status: 'IN_FORCE',
      },
      {
        id: toId('póliza del coche'),
        policyId: motorId,
        partyId: partyOf(workshop),
        ...year,
        status: 'IN_FORCE',
      },
    ],
  })
  await tables.policyTerm.createMany({
    data: [
      {
        managedPolicyId,
        effectiveFrom: '2026-03-01',
        annualPremium: '248.60',
        coverages: ['Daños por agua', 'Robo'],
        reason: 'Emisión',
      },
    ],
  })
  await tables.renewal.createMany({ data: [{ managedPolicyId, termEndsOn: '2027-03-01' }] })
  await tables.quote.createMany({
    data: [
      {
        number: 'O-2026-0007',
        partyId: partyOf(luis),
        productId: toId('producto MOTOR-1'),
        premium: '431.20',
        risk: { vehicle: '1234 KLM', driver: 'Luis Robles' },
        validUntil: '2026-12-31',
        status: 'OFFERED',
      },
    ],
  })
})

const claims = chapter('claims', 'claimFile', async (tables, { partyOf }) => {
  const { claimFile, claimCoverage, reserveMovement } = tables
  const claimFileId = toId('claims')
  const coverageId = toId('cobertura de agua')
  await claimFile.createMany({
    data: [
      {
        id: claimFileId,
        claimId,
        policyId: homeId,
        partyId: partyOf(carmen),
        lossOn: '2026-04-11',
        handler: 'Iñaki Etxeberria',
      },
    ],
  })
  await claimCoverage.createMany({
    data: [
      {
        id: coverageId,
        claimFileId,
        policyVersionId: homeVersionId,
        code: 'AGUA',
        name: 'Daños por agua',
        validFrom: '2026-03-01',
        limitAmount: '3000',
        deductible: '60',
      },
    ],
  })
  const entry = (kind: 'RESERVE' | 'PAYMENT', amount: string, reference: string) => ({
    data: [{ claimFileId, coverageId, kind, amount, reference }],
  })
  await reserveMovement.createMany(entry('RESERVE', '640.00', 'S-2026-0001/1'))
  await move(
    claimFile,
    claimFileId,
    { status: 'CHECKED' },
    { status: 'IN_ASSESSMENT' },
    { status: 'ACCEPTED' },
  )
  await reserveMovement.createMany(entry('PAYMENT', '580.00', 'S-2026-0001/2'))
  await move(claimFile, claimFileId, { status: 'PAID' })
})

const commissions = chapter('commissions', 'agreement', async (tables, { partyOf }) => {
  const agreementId = toId('commissions')
  const collectionId = toId('cobro del recibo')
  const settlementId = toId('liquidación de marzo')
  const agentId = partyOf(inaki)
  await tables.agreement.createMany({
    data: [{ id: agreementId, agentId, line: 'HOME', rate: '12', validFrom: '2026-01-01' }],
  })
  await tables.premiumCollection.createMany({
    data: [
      {
        id: collectionId,
        receiptId,
        policyId: homeId,
        amount: '124.30',
        collectedOn: '2026-03-04',
        periodStart: '2026-03-01',
        periodEnd: '2026-09-01',
      },
    ],
  })
  await tables.settlement.createMany({
    data: [
      {
        id: settlementId,
        number: 'LIQ-2026-03',
        agentId,
        periodStart: '2026-03-01',
        periodEnd: '2026-04-01',
      },
    ],
  })
  await tables.commissionEntry.createMany({ data: [{ collectionId, agreementId, settlementId }] })
  await move(tables.settlement, settlementId, { status: 'SEALED' })
})

const endorsements = chapter(
  'endorsements',
  'insuredTerm',
  async ({ insuredTerm, endorsement }) => {
    const termId = toId('endorsements')
    await insuredTerm.createMany({
      data: [
        {
          id: termId,
          policyId: homeId,
          startsOn: '2026-03-01',
          endsOn: '2027-03-01',
          annualPremium: '248.60',
        },
      ],
    })
    await endorsement.createMany({
      data: [
        {
          termId,
          number: 'SUP-2026-0001',
          effectiveOn: '2026-07-01',
          effect: 'ADD',
          value: '36.50',
          kind: 'COVERAGE',
          description: 'Se incluye la bicicleta de Lucía',
        },
      ],
    })
  },
)

const retention = chapter('retention', 'retentionCampaign', async (tables, { partyOf }) => {
  const campaignId = toId('retention')
  await tables.churnSignal.createMany({
    data: [
      {
        partyId: partyOf(workshop),
        policyId: motorId,
        method: 'reglas-v1',
        score: '0.71',
        reasons: ['prima +18 %', 'recibo devuelto en 2025'],
      },
    ],
  })
  await tables.retentionCampaign.createMany({
    data: [
      {
        id: campaignId,
        name: 'Flotas que vencen en marzo',
        startsOn: '2026-11-01',
        endsOn: '2027-03-01',
        controlShare: '0.1',
        offer: 'Dos meses de grúa sin coste',
      },
    ],
  })
  await move(tables.retentionCampaign, campaignId, { status: 'RUNNING' })
  await tables.retentionCase.createMany({
    data: [{ campaignId, partyId: partyOf(workshop), policyId: motorId, arm: 'TREATED' }],
  })
})

const vigilance = chapter('vigilance', 'fraudRule', async (tables, { partyOf }) => {
  const { fraudRule, partyTie, fraudAlert } = tables
  const ruleId = toId('vigilance')
  const [partyId = '', otherPartyId = ''] = [partyOf(carmen), partyOf(luis)].sort()
  const alertId = toId('alerta')
  await fraudRule.createMany({
    data: [
      {
        id: ruleId,
        code: 'MISMO_TELEFONO',
        version: 1,
        description: 'Dos partes con un teléfono en común y un siniestro reciente',
        definition: { tie: 'PHONE', withinDays: 90 },
        weight: '0.3',
        status: 'ACTIVE',
      },
    ],
  })
  await partyTie.createMany({
    data: [{ partyId, otherPartyId, kind: 'ADDRESS', digest: 'a1'.repeat(32) }],
  })
  await fraudAlert.createMany({
    data: [
      {
        id: alertId,
        ruleId,
        partyId: partyOf(carmen),
        claimId,
        evidence: { tie: 'ADDRESS' },
        score: '0.12',
      },
    ],
  })
  await move(fraudAlert, alertId, {
    status: 'DISMISSED',
    dismissalReason: 'Son matrimonio y comparten domicilio',
  })
})

export const insuranceChapters = [
  carriers,
  policies,
  claims,
  commissions,
  endorsements,
  retention,
  vigilance,
] as const
