// What people and programs do with parties: find, show, explain, merge and take a merge back. Each is a noun in
// REST, a command, and where it reads a page.
import {
  AcervoError,
  type ActionContext,
  defineAction,
  defineFeature,
  isAcervoError,
  type Session,
} from '../../../kernel/index.ts'
import { explainedParties } from './compared-parties.ts'
import type { Features, Moment } from './consolidation/index.ts'
import {
  type ComparedParties,
  type ShownParty,
  toExplanationSheets,
  toFeatureSheets,
  toFoundSheets,
  toPartySheets,
} from './party-sheets.ts'
import type { PartyExplanation, PartySummary } from './resolution/index.ts'
import { consolidation, resolution } from './when-asked.ts'

type Context = ActionContext<unknown, Session>

const uuid = {
  type: 'string',
  pattern: '^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$',
} as const
const id = { schema: uuid, meaning: { en: 'id of the party', es: 'id de la parte' } }
export const reason = {
  schema: { type: 'string', minLength: 1, maxLength: 2000, pattern: '\\S' },
  meaning: { en: 'why: it is kept', es: 'por qué: se guarda' },
}
const object = { type: 'object' }

const find = defineAction({
  name: 'find',
  summary: {
    en: 'find parties by words, document, e-mail or phone',
    es: 'busca partes por palabras, documento, correo o teléfono',
  },
  effect: 'read',
  path: 'matches',
  input: {
    q: {
      schema: { type: 'string', minLength: 1, maxLength: 200, pattern: '\\S' },
      meaning: {
        en: 'words, document, e-mail or phone',
        es: 'palabras, documento, correo o teléfono',
      },
    },
    limit: {
      schema: { type: 'integer', minimum: 1, maximum: 100 },
      meaning: { en: 'how many at most (20)', es: 'cuántas como mucho (20)' },
      isOptional: true,
    },
  },
  output: { type: 'array', items: object },
  commands: [{ words: ['party', 'find'], arguments: ['q'], takesRest: true }],
  page: { path: '/parties', title: { en: 'Parties', es: 'Partes' } },
  print: (output, language) => toFoundSheets(output as readonly PartySummary[], language),
  handler: async ({ session }: Context, { q, limit = 20 }: { q: string; limit?: number }) =>
    (await resolution()).findParties(session, q, limit),
})

const show = defineAction({
  name: 'show',
  summary: {
    en: 'show a party: golden record, sources, facts, decisions',
    es: 'muestra una parte: registro maestro, fuentes, hechos, decisiones',
  },
  effect: 'read',
  path: '{id}/golden-record',
  input: { id },
  output: object,
  commands: [{ words: ['party', 'show'], arguments: ['id'] }],
  page: { path: '/parties/{id}', title: { en: 'Party', es: 'Parte' }, with: ['explain'] },
  print: (output, language) => toPartySheets(output as ShownParty, language),
  handler: async ({ session }: Context, input: { id: string }): Promise<ShownParty> => {
    const [{ showParty }, { featuresAt }] = await Promise.all([resolution(), consolidation()])
    const party = await helped(showParty(session, input.id))
    return { ...party, features: await featuresAt(session, party.id) }
  },
})

const instant = {
  type: 'string',
  pattern:
    '^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?$',
} as const

const features = defineAction({
  name: 'features',
  summary: {
    en: 'features of a party as of a moment, as they were known at another',
    es: 'características de una parte en un momento, según se sabían en otro',
  },
  effect: 'read',
  path: '{id}/features',
  input: {
    id,
    at: {
      schema: instant,
      meaning: { en: 'what had happened by then (now)', es: 'lo ocurrido hasta entonces (ahora)' },
      isOptional: true,
    },
    knownAt: {
      schema: instant,
      meaning: { en: 'what was known by then (now)', es: 'lo que se sabía entonces (ahora)' },
      isOptional: true,
    },
  },
  output: object,
  commands: [{ words: ['party', 'features'], arguments: ['id'] }],
  print: (output, language) => toFeatureSheets(output as Features, language),
  handler: async ({ session }: Context, { id: asked, at, knownAt }: FeaturesInput) => {
    const moment = { ...toMoment('at', at), ...toMoment('knownAt', knownAt) }
    const [{ showParty }, { featuresAt }] = await Promise.all([resolution(), consolidation()])
    const { id: rootId } = await helped(showParty(session, asked))
    // Then, a party that has been merged since stood for itself.
    return featuresAt(session, knownAt === undefined ? rootId : asked.toLowerCase(), moment)
  },
})

interface FeaturesInput {
  readonly id: string
  readonly at?: string
  readonly knownAt?: string
}

function toMoment(name: 'at' | 'knownAt', given: string | undefined): Moment {
  if (given === undefined) return {}
  const ms = Date.parse(given)
  if (!Number.isNaN(ms)) return { [name]: new Date(ms).toISOString() }
  throw new AcervoError('ACV205', `'${name}' is no instant: ${given}`, {
    hint: 'For example 2026-03-01T12:00:00Z, or a day: 2026-03-01.',
  })
}

const explain = defineAction({
  name: 'explain',
  summary: {
    en: 'why the records of a party are one, or two parties are not',
    es: 'por qué los registros de una parte son uno, o dos partes no lo son',
  },
  effect: 'read',
  path: '{id}/explanation',
  input: {
    id,
    otherId: { ...id, meaning: { en: 'another party', es: 'otra parte' }, isOptional: true },
  },
  output: object,
  commands: [{ words: ['party', 'explain'], arguments: ['id', 'otherId'] }],
  print: (output, language) =>
    toExplanationSheets(output as PartyExplanation | ComparedParties, language),
  handler: async ({ session }: Context, { id: one, otherId }: { id: string; otherId?: string }) =>
    otherId === undefined
      ? helped((await resolution()).explainParty(session, one))
      : helped(explainedParties(session, one, otherId)),
})

const merge = defineAction({
  name: 'merge',
  summary: { en: 'say that two parties are one', es: 'dice que dos partes son una' },
  effect: 'create',
  path: '{id}/merges',
  input: {
    id,
    into: { ...id, meaning: { en: 'the party that it is', es: 'la parte que es' } },
    reason,
  },
  output: object,
  commands: [{ words: ['party', 'merge'], arguments: ['id'] }],
  handler: async (
    { session, actor }: Context,
    input: { id: string; into: string; reason: string },
  ) =>
    helped(
      (await resolution()).mergeParties(session, input.id, input.into, {
        actor,
        reason: input.reason,
      }),
    ),
})

const takeBack = defineAction({
  name: 'unmerge',
  summary: { en: 'take a merge back, exactly', es: 'deshace una fusión, exactamente' },
  effect: 'undo',
  path: '{id}/merges/{decisionId}',
  input: {
    id: { ...id, isOptional: true },
    decisionId: { ...id, meaning: { en: 'id of the decision', es: 'id de la decisión' } },
    reason,
  },
  output: object,
  commands: [{ words: ['party', 'unmerge'], arguments: ['decisionId'] }],
  handler: async (
    { session, actor }: Context,
    input: { id?: string; decisionId: string; reason: string },
  ) => {
    if (input.id !== undefined) await assertDecidedAbout(session, input.decisionId, input.id)
    return helped(
      (await resolution()).unmerge(session, input.decisionId, { actor, reason: input.reason }),
    )
  },
})

/** The path names the party too: a decision about another one is not there. */
async function assertDecidedAbout(session: Session, decisionId: string, id: string): Promise<void> {
  const { history } = await helped((await resolution()).showParty(session, id))
  if (history.some((decision) => decision.id === decisionId.toLowerCase())) return
  throw new AcervoError('ACV209', 'this party has no such decision', {
    details: 'It does not exist, or another party was merged by it.',
  })
}

/** Who types an id that nobody has is told how to find the one that was meant. */
export async function helped<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (!isAcervoError(error) || error.code !== 'ACV209') throw error
    const details = error.details === undefined ? {} : { details: error.details }
    throw new AcervoError('ACV209', error.message, {
      ...details,
      hint: 'acervo party find <words> finds parties; GET /v1/global/parties/matches?q=words does too.',
      cause: error,
    })
  }
}

export const partyActions = defineFeature('partyActions', () => [
  find,
  show,
  features,
  explain,
  merge,
  takeBack,
])
