// How the company finds its clients and keeps them: a form on the web, a call, an offer, a campaign that somebody did
// not want, and what it means to reach this year.
import { carmen, chapter, luis, move, rosario, toDigest, toId, workshop } from './chapter.ts'

const owner = 'user:inaki'

const products = chapter('products', 'product', async (tables) => {
  const { product, productVersion, priceList, price } = tables
  const productId = toId('products')
  const [versionId, priceListId] = [toId('versión del plan'), toId('tarifa 2026')]
  await product.createMany({
    data: [
      {
        id: productId,
        code: 'HOGAR-LUZ',
        name: 'Hogar y luz en un recibo',
        line: 'ENERGY',
        status: 'ON_SALE',
      },
    ],
  })
  await productVersion.createMany({
    data: [{ id: versionId, productId, version: 1, features: { recibos: 1 } }],
  })
  await move(productVersion, versionId, { status: 'PUBLISHED' })
  await priceList.createMany({
    data: [{ id: priceListId, code: 'PVP-2026', name: 'Tarifa general 2026' }],
  })
  await price.createMany({
    data: [{ priceListId, productId, amount: '4.95', tax: '21', validFrom: '2026-01-01' }],
  })
})

const webPremium = chapter('webPremium', 'page', async ({ page, pageVersion, leadForm }) => {
  const pageId = toId('webPremium')
  const versionId = toId('versión de la página')
  await page.createMany({ data: [{ id: pageId, slug: 'hogar-y-luz', kind: 'PRODUCT' }] })
  await pageVersion.createMany({
    data: [
      {
        id: versionId,
        pageId,
        version: 1,
        title: 'Hogar y luz en un solo recibo',
        body: 'Un contrato, un teléfono, una factura.',
      },
    ],
  })
  await move(pageVersion, versionId, { status: 'IN_REVIEW' })
  await leadForm.createMany({
    data: [
      {
        formKey: toId('formulario de Rosario'),
        pageId,
        interest: 'ENERGY',
        name: 'Rosario Peñalver Dias',
        phone: '925000103',
        message: 'Me ha hablado de ustedes mi hija Carmen',
        hasConsented: true,
        senderDigest: toDigest('5'),
      },
    ],
  })
})

const leads = chapter('leads', 'lead', async ({ lead, leadContact }) => {
  const id = toId('leads')
  await lead.createMany({
    data: [
      {
        id,
        source: 'PHONE',
        sourceKey: 'llamada-2026-11-03',
        interest: 'INSURANCE',
        name: 'Mateo Peñalver',
        phone: '+34600000104',
        message: 'Quiere asegurar la nave del taller',
        owner,
      },
    ],
  })
  await leadContact.createMany({
    data: [{ leadId: id, channel: 'PHONE', outcome: 'NO_ANSWER', notes: 'Comunicaba' }],
  })
  await move(lead, id, { status: 'CONTACTED' })
})

const crm = chapter('crm', 'opportunity', async ({ opportunity, activity }, { partyOf }) => {
  const opportunityId = toId('crm')
  await opportunity.createMany({
    data: [
      {
        id: opportunityId,
        partyId: partyOf(workshop),
        title: 'Luz del taller',
        line: 'ENERGY',
        owner,
        amount: '3200',
        stage: 'QUALIFIED',
        probability: '0.4',
        expectedOn: '2026-12-15',
      },
    ],
  })
  await move(opportunity, opportunityId, { stage: 'PROPOSED', probability: '0.6' })
  await activity.createMany({
    data: [
      {
        partyId: partyOf(workshop),
        opportunityId,
        kind: 'CALL',
        subject: 'Revisar la potencia contratada',
        owner,
        doneAt: '2026-11-10T09:30:00Z',
      },
    ],
  })
})

const commercial = chapter('commercial', 'offer', async (tables, { partyOf }) => {
  const offerId = toId('commercial')
  await tables.offer.createMany({
    data: [
      {
        id: offerId,
        number: 'OF-2026-0001',
        partyId: partyOf(workshop),
        opportunityId: toId('crm'),
        validUntil: '2026-12-31',
        owner,
      },
    ],
  })
  await tables.offerLine.createMany({
    data: [
      {
        offerId,
        position: 1,
        productCode: 'HOGAR-LUZ',
        description: 'Luz 3.0TD, potencia ajustada',
        quantity: '12',
        unitPrice: '266.50',
        discount: '5',
      },
    ],
  })
  await move(tables.offer, offerId, { stage: 'SENT' })
  await tables.salesTarget.createMany({
    data: [
      {
        owner,
        line: 'ENERGY',
        periodStart: '2026-10-01',
        periodEnd: '2027-01-01',
        amount: '25000',
      },
    ],
  })
})

const customers = chapter('customers', 'segment', async (tables, { partyOf }) => {
  const segmentId = toId('customers')
  await tables.customer.createMany({
    data: [carmen, luis, workshop].map((document) => ({
      partyId: partyOf(document),
      since: '2026-03-01',
      status: 'ACTIVE' as const,
      owner,
    })),
  })
  await tables.segment.createMany({
    data: [
      {
        id: segmentId,
        code: 'HOGAR_SIN_LUZ',
        name: 'Con hogar y sin luz',
        definition: { has: ['HOME'], lacks: ['ENERGY'] },
        status: 'ACTIVE',
      },
    ],
  })
  await tables.segmentMember.createMany({
    data: [{ segmentId, partyId: partyOf(luis), validFrom: '2026-11-01' }],
  })
  await tables.healthScore.createMany({
    data: [
      {
        partyId: partyOf(carmen),
        method: 'suma-v1',
        score: '72',
        factors: { antigüedad: 30, 'recibos al día': 42 },
      },
    ],
  })
})

const marketing = chapter('marketing', 'campaign', async (tables, { partyOf }) => {
  const campaignId = toId('marketing')
  const people = [carmen, rosario, luis]
  const memberOf = (document: string) => toId(`campaña ${document}`)
  await tables.optOut.createMany({
    data: [{ partyId: partyOf(rosario), source: 'llamada del 2026-09-12' }],
  })
  await tables.campaign.createMany({
    data: [
      {
        id: campaignId,
        name: 'Otoño: la luz de siempre, más barata',
        channel: 'EMAIL',
        purpose: 'OFFERS',
        subject: 'Su luz, revisada',
        body: 'Le enviamos el estudio de su última factura.',
      },
    ],
  })
  await tables.audienceMember.createMany({
    data: people.map((document) => ({
      id: memberOf(document),
      campaignId,
      partyId: partyOf(document),
    })),
  })
  await move(tables.campaign, campaignId, { status: 'FROZEN' }, { status: 'SENDING' })
  await tables.send.createMany({
    data: people.map((document) => ({
      id: toId(`envío ${document}`),
      campaignId,
      memberId: memberOf(document),
      status: document === rosario ? ('SUPPRESSED' as const) : ('QUEUED' as const),
    })),
  })
  await move(tables.send, toId(`envío ${carmen}`), { status: 'SENT' })
})

const objectives = chapter('objectives', 'objective', async (tables) => {
  const objectiveId = toId('objectives')
  const keyResultId = toId('resultado clave')
  await tables.objective.createMany({
    data: [
      {
        id: objectiveId,
        title: 'Que quien tiene un contrato con nosotros tenga dos',
        owner,
        periodStart: '2026-10-01',
        periodEnd: '2027-01-01',
        status: 'ACTIVE',
      },
    ],
  })
  await tables.keyResult.createMany({
    data: [
      {
        id: keyResultId,
        objectiveId,
        metric: 'contracts_per_party@1',
        title: 'Contratos por cliente',
        startValue: '1.2',
        targetValue: '1.6',
      },
    ],
  })
  await tables.checkIn.createMany({
    data: [{ keyResultId, value: '1.33', measuredAt: '2026-11-02T08:00:00Z' }],
  })
})

const strategy = chapter('strategy', 'strategicPlan', async ({ strategicPlan, initiative }) => {
  const planId = toId('strategy')
  const terms = { startsOn: '2026-01-01', endsOn: '2029-01-01' }
  await strategicPlan.createMany({
    data: [{ id: planId, name: 'Plan 2026-2028', ...terms, budget: '180000' }],
  })
  await initiative.createMany({
    data: [
      {
        planId,
        objectiveId: toId('objectives'),
        title: 'Una ficha por cliente en todas las áreas',
        owner,
        budget: '42000',
      },
    ],
  })
})

const quality = chapter('quality', 'qualityAudit', async (tables) => {
  const { qualityAudit, nonConformity, correctiveAction } = tables
  const auditId = toId('quality')
  const nonConformityId = toId('no conformidad')
  await qualityAudit.createMany({
    data: [
      {
        id: auditId,
        number: 'AUD-2026-01',
        scope: 'Tramitación de siniestros',
        standard: 'ISO 9001',
        leadAuditor: 'user:marta',
        auditee: owner,
        plannedOn: '2026-10-14',
      },
    ],
  })
  await nonConformity.createMany({
    data: [
      {
        id: nonConformityId,
        number: 'NC-2026-01',
        auditId,
        description: 'Dos siniestros sin la fecha del aviso',
        severity: 'MINOR',
        responsible: owner,
        dueOn: '2026-12-01',
      },
    ],
  })
  await correctiveAction.createMany({
    data: [
      {
        nonConformityId,
        description: 'La fecha del aviso es obligatoria en el formulario',
        owner,
        dueOn: '2026-11-20',
      },
    ],
  })
  await move(nonConformity, nonConformityId, {
    status: 'ACTION',
    rootCause: 'El formulario dejaba la fecha en blanco',
  })
})

const ecliente = chapter(
  'ecliente',
  'portalAccount',
  async ({ portalAccount, portalRequest, portalConsent }, { partyOf }) => {
    const [partyId, accountId] = [partyOf(carmen), toId('ecliente')]
    await portalAccount.createMany({
      data: [{ id: accountId, partyId, userId: toId('usuaria Carmen') }],
    })
    await portalRequest.createMany({
      data: [
        {
          partyId,
          accountId,
          kind: 'DOCUMENT',
          subject: 'Certificado del seguro para la hipoteca',
          body: 'Me lo pide el banco antes del día 1.',
        },
      ],
    })
    await portalConsent.createMany({
      data: [
        { partyId, purpose: 'MARKETING', channel: 'EMAIL', isGiven: true, textVersion: '2026-01' },
      ],
    })
  },
  ({ partyOf }) => ({ tenant: partyOf(carmen) }),
)

export const salesChapters = [
  products,
  webPremium,
  leads,
  crm,
  commercial,
  customers,
  marketing,
  objectives,
  strategy,
  quality,
  ecliente,
] as const
