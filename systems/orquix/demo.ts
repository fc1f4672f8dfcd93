// Demonstration data: the workshop asks two models about batteries for its roof; one answers, one is late, and a synthesis is made of
// what there is. Rows without a natural key have ids that are always the same.
import { deriveId } from '../../kernel/index.ts'
import type { Client } from './databases.ts'

const idOf = (part: string) => deriveId('01935a00-0000-7000-8000-00000000c104', part)
const email = 'mateo.penalver@example.com'

export async function demo(db: Client): Promise<void> {
  const userId = idOf(email)
  await db.orquix.user.createMany({
    skipDuplicates: true,
    data: [{ id: userId, email, name: 'Mateo Peñalver Ruiz' }],
  })
  const own = db.as({ actor: 'service:demo', claims: { tenant: userId } }).orquix
  const [projectId, eventId] = [idOf('baterías'), idOf('¿rentables?')]
  await own.project.createMany({
    skipDuplicates: true,
    data: [
      {
        id: projectId,
        userId,
        name: 'Placas y baterías para la nave',
        description: 'Si a Talleres Peñalver le salen a cuenta las de sodio, con la tarifa 3.0TD',
      },
    ],
  })
  await addContext(own, { userId, projectId })
  await own.interactionEvent.createMany({
    skipDuplicates: true,
    data: [
      {
        id: eventId,
        userId,
        projectId,
        userPromptText: '¿Son ya rentables las baterías de sodio para almacenar energía solar?',
        contextUsed: true,
        contextUsedSummary: 'Dos fragmentos del informe de 2026',
      },
    ],
  })
  await answer(own, eventId)
}

type Own = Client['orquix']

async function addContext(own: Own, ids: { readonly userId: string; readonly projectId: string }) {
  const fragments = [
    'El coste por kilovatio hora de las celdas de sodio bajó un 18 % en 2025.',
    'Su densidad de energía es menor, lo que importa poco en instalaciones fijas.',
  ]
  // Their vectors are made by whoever has the model.
  await own.contextChunk.createMany({
    skipDuplicates: true,
    data: fragments.map((contentText, place) => ({
      id: idOf(contentText),
      ...ids,
      contentText,
      sourceType: 'informe',
      sourceIdentifier: `informe-2026#${place + 1}`,
    })),
  })
}

async function answer(own: Own, interactionEventId: string) {
  await own.iaResponse.createMany({
    skipDuplicates: true,
    data: [
      {
        interactionEventId,
        iaProviderName: 'anthropic',
        status: 'ok',
        modelName: 'claude-3',
        rawResponseText: 'En instalaciones fijas sí, donde el espacio no escasea.',
        latencyMs: 2140,
        inputTokens: 312,
        outputTokens: 96,
        cost: '0.0023760000',
        costSource: 'price_list',
        receivedAt: '2026-11-20T09:30:02Z',
      },
      {
        interactionEventId,
        iaProviderName: 'openai',
        status: 'timeout',
        errorMessage: 'sin respuesta tras 30 s',
      },
    ],
  })
  const synthesisId = idOf('síntesis')
  await own.moderatedSynthesis.createMany({
    skipDuplicates: true,
    data: [
      {
        id: synthesisId,
        interactionEventId,
        synthesisText: 'Respondió un modelo de dos: en instalaciones fijas lo considera rentable.',
        method: 'extractive',
      },
    ],
  })
  await own.interactionEvent.updateMany({
    where: { id: interactionEventId, status: 'running' },
    data: { status: 'single', moderatedSynthesisId: synthesisId },
  })
}
