// What the company measures and what its models may do: contracts a client, a report to the board, an assistant that
// reads policies for three months, and the data that it may not learn from.
import { carmen, chapter, luis, move, toDigest, toId } from './chapter.ts'

const owner = 'user:demo'
const datasetId = toId('analytics')
const metricVersionId = toId('definición de la métrica')
const modelVersionId = toId('versión del modelo')
const promptVersionId = toId('versión del prompt')

const analytics = chapter('analytics', 'dataset', async ({ dataset, query, queryRun }) => {
  const queryId = toId('contratos por línea')
  await dataset.createMany({
    data: [
      {
        id: datasetId,
        name: 'contratos',
        description: 'Un contrato por fila, de todas las áreas, sin nombres',
        source: 'insurance.policy',
        columns: ['status', 'startsOn', 'premium'],
        owner,
      },
    ],
  })
  await move(dataset, datasetId, { status: 'ACTIVE' })
  await query.createMany({
    data: [
      {
        id: queryId,
        datasetId,
        name: 'Contratos por estado',
        owner,
        request: { verb: 'groupBy', by: ['status'] },
      },
    ],
  })
  await queryRun.createMany({ data: [{ datasetId, queryId, rows: 2, durationMs: 14 }] })
})

const analyticsMetrics = chapter('analyticsMetrics', 'metric', async (tables) => {
  const { metric, metricVersion, metricValue } = tables
  const metricId = toId('analyticsMetrics')
  await metric.createMany({
    data: [
      {
        id: metricId,
        name: 'contracts_per_party',
        title: 'Contratos por cliente',
        description: 'Contratos en vigor entre clientes con alguno',
        unit: 'contratos',
        direction: 'UP',
        owner,
      },
    ],
  })
  await metricVersion.createMany({
    data: [
      {
        id: metricVersionId,
        metricId,
        kind: 'RATIO',
        formula: 'count(contracts) / count(parties)',
        inputs: ['insurance.policy', 'energy.energyContract'],
      },
    ],
  })
  await move(metricVersion, metricVersionId, { status: 'PUBLISHED' })
  await metricValue.createMany({
    data: [
      {
        metricVersionId,
        periodStart: '2026-10-01',
        periodEnd: '2026-11-01',
        numerator: '4',
        denominator: '3',
        inputDigest: toDigest('e'),
      },
    ],
  })
})

const analyticsDashboards = chapter('analyticsDashboards', 'dashboard', async (tables) => {
  const { dashboard, tile } = tables
  const dashboardId = toId('analyticsDashboards')
  await dashboard.createMany({
    data: [{ id: dashboardId, slug: 'direccion', title: 'Dirección', owner }],
  })
  await tile.createMany({
    data: [
      {
        dashboardId,
        title: 'Contratos por cliente',
        kind: 'NUMBER',
        metricVersionId,
        definition: 'Contratos en vigor entre clientes con alguno',
        left: 0,
        top: 0,
        value: { value: '1.3333333333' },
        dataAsOf: '2026-11-01T00:00:00Z',
      },
    ],
  })
  await move(dashboard, dashboardId, { status: 'PUBLISHED' })
})

const analyticsReports = chapter(
  'analyticsReports',
  'report',
  async ({ report, run, delivery }) => {
    const [reportId, runId, deliveryId] = [
      toId('analyticsReports'),
      toId('informe'),
      toId('entrega'),
    ]
    await report.createMany({
      data: [
        {
          id: reportId,
          code: 'MENSUAL',
          title: 'Cartera del mes',
          datasetId,
          definition: { sections: ['altas', 'bajas'] },
          owner,
          cron: '0 7 1 * *',
        },
      ],
    })
    await move(report, reportId, { status: 'ACTIVE' })
    await run.createMany({
      data: [
        {
          id: runId,
          reportId,
          definitionVersion: 1,
          parameters: { month: '2026-10' },
          asOf: '2026-11-01T00:00:00Z',
          askedBy: owner,
        },
      ],
    })
    await move(
      run,
      runId,
      { status: 'RUNNING' },
      { status: 'SUCCEEDED', dataHash: toDigest('f'), rows: 3 },
    )
    await delivery.createMany({
      data: [
        {
          id: deliveryId,
          runId,
          channel: 'EMAIL',
          recipient: 'direccion@soriano.example',
          format: 'PDF',
        },
      ],
    })
    await move(delivery, deliveryId, { status: 'SENT' })
  },
)

const aiModels = chapter('aiModels', 'model', async (tables) => {
  const { model, modelVersion, modelPrice, modelHealth } = tables
  const modelId = toId('aiModels')
  await model.createMany({
    data: [{ id: modelId, provider: 'local', name: 'extractivo', kind: 'CHAT' }],
  })
  await modelVersion.createMany({
    data: [{ id: modelVersionId, modelId, providerVersion: 'extractivo-1', contextTokens: 8192 }],
  })
  await move(modelVersion, modelVersionId, { status: 'PUBLISHED' })
  await modelPrice.createMany({
    data: [
      {
        modelVersionId,
        measure: 'INPUT',
        price: '0',
        validFrom: '2026-01-01T00:00:00Z',
        source: 'propio',
        enteredBy: owner,
      },
    ],
  })
  await modelHealth.createMany({
    data: [
      {
        modelVersionId,
        windowStart: '2026-11-20T08:00:00Z',
        windowEnd: '2026-11-20T09:00:00Z',
        requests: 42,
        errors: 1,
        p50Ms: 38,
        p95Ms: 120,
      },
    ],
  })
})

const aiPrompts = chapter('aiPrompts', 'prompt', async (tables) => {
  const { prompt, promptVersion, promptTest } = tables
  const promptId = toId('aiPrompts')
  await prompt.createMany({ data: [{ id: promptId, name: 'resumen-de-poliza', owner }] })
  await promptVersion.createMany({
    data: [
      {
        id: promptVersionId,
        promptId,
        template: 'Resume esta póliza en cinco líneas, con sus importes: {{póliza}}',
        variables: ['póliza'],
      },
    ],
  })
  await promptTest.createMany({
    data: [
      {
        promptVersionId,
        name: 'dice el importe',
        input: { póliza: 'Prima anual: 248,60 €' },
        expectation: { contains: '248,60' },
        result: 'PASSED',
        ranAt: '2026-11-02T10:00:00Z',
        output: 'La prima anual es de 248,60 €.',
      },
    ],
  })
  await move(promptVersion, promptVersionId, { status: 'PUBLISHED' })
})

const aiAgents = chapter('aiAgents', 'agent', async ({ agent, agentVersion, agentGrant }) => {
  const [agentId, versionId] = [toId('aiAgents'), toId('versión del asistente')]
  await agent.createMany({
    data: [{ id: agentId, code: 'lector', name: 'Lector de pólizas', owner }],
  })
  await agentVersion.createMany({
    data: [
      {
        id: versionId,
        agentId,
        instructions: 'Lee la póliza y di qué cubre. No opines.',
        modelVersionId,
        promptVersionId,
      },
    ],
  })
  await move(agentVersion, versionId, { status: 'PUBLISHED' })
  await move(agent, agentId, { status: 'ACTIVE' })
  await agentGrant.createMany({
    data: [
      {
        agentId,
        principal: 'user:inaki',
        resource: 'insurance.policy',
        action: 'read',
        purpose: 'Preparar la renovación',
        grantedBy: owner,
        grantedAt: '2026-11-01T00:00:00Z',
        expiresAt: '2027-02-01T00:00:00Z',
      },
    ],
  })
})

const aiTraining = chapter('aiTraining', 'dataset', async (tables, { partyOf }) => {
  const { dataset, datasetSubject, job } = tables
  const id = toId('aiTraining')
  const contract = { datasetId: id, basis: 'CONTRACT' } as const
  const claims = {
    source: 'claims.claimFile',
    purpose: 'Estimar la reserva de un siniestro de agua',
    personal: 'PERSONAL',
  } as const
  await dataset.createMany({
    data: [
      {
        ...claims,
        id,
        name: 'siniestros-2026',
        digest: toDigest('b'),
      },
    ],
  })
  await datasetSubject.createMany({
    data: [
      { ...contract, partyId: partyOf(carmen) },
      {
        ...contract,
        partyId: partyOf(luis),
        excludedAt: '2026-11-05T12:00:00Z',
        excludedReason: 'OBJECTED',
      },
    ],
  })
  // Nothing is trained on it as long as Luis is in what it was made from: without him it is another dataset.
  const withoutId = toId('datos sin Luis')
  await dataset.createMany({
    data: [
      {
        ...claims,
        id: withoutId,
        name: 'siniestros-2026-sin-objeciones',
        digest: toDigest('c'),
      },
    ],
  })
  await datasetSubject.createMany({
    data: [{ datasetId: withoutId, basis: 'CONTRACT', partyId: partyOf(carmen) }],
  })
  await job.createMany({
    data: [{ datasetId: withoutId, baseModelVersionId: modelVersionId, name: 'reserva-agua-1' }],
  })
})

export const knowledgeChapters = [
  analytics,
  analyticsMetrics,
  analyticsDashboards,
  analyticsReports,
  aiModels,
  aiPrompts,
  aiAgents,
  aiTraining,
] as const
