// The matcher's questions: listed the surest first, answered once with a reason.
import {
  type ActionContext,
  defineAction,
  defineFeature,
  type Session,
  type Sheet,
  type SpokenLanguage,
} from '../../../kernel/index.ts'
import { toBits, toPairSheets, toShare } from './evidence-sheets.ts'
import { reason } from './party-actions.ts'
import { toSummaryHeader, toSummaryRow } from './party-sheets.ts'
import { inLanguage } from './party-words.ts'
import type { ReviewView } from './resolution/index.ts'
import { resolution } from './when-asked.ts'

type Context = ActionContext<unknown, Session>

const list = defineAction({
  name: 'questions',
  summary: {
    en: 'parties that look like one, for a person to decide',
    es: 'partes que parecen la misma, para que decida una persona',
  },
  effect: 'read',
  path: 'open',
  input: {
    limit: {
      schema: { type: 'integer', minimum: 1, maximum: 100 },
      meaning: { en: 'how many at most (20)', es: 'cuántas como mucho (20)' },
      isOptional: true,
    },
  },
  output: { type: 'array', items: { type: 'object' } },
  commands: [{ words: ['party', 'review', 'list'], arguments: [] }],
  page: {
    path: '/reviews',
    title: { en: 'Questions of the matcher', es: 'Dudas del emparejador' },
  },
  print: (output, language) => toReviewSheets(output as readonly ReviewView[], language),
  handler: async ({ session }: Context, { limit = 20 }: { limit?: number }) =>
    (await resolution()).listReviews(session, limit),
})

const answer = {
  schema: { enum: ['accept', 'reject'] },
  meaning: { en: 'accept: they are one', es: 'accept: son la misma' },
}

const decide = defineAction({
  name: 'decide',
  summary: { en: 'answer whether two parties are one', es: 'responde si dos partes son una' },
  effect: 'create',
  path: '{id}/decision',
  input: {
    id: {
      schema: { type: 'string', pattern: '^[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}$' },
      meaning: { en: 'id of the question', es: 'id de la duda' },
    },
    answer,
    reason,
  },
  output: { type: 'object' },
  commands: [
    {
      words: ['party', 'review', 'accept'],
      arguments: ['id'],
      given: { answer: 'accept' },
      summary: { en: 'they are one: merge them', es: 'son la misma: fusiónelas' },
    },
    {
      words: ['party', 'review', 'reject'],
      arguments: ['id'],
      given: { answer: 'reject' },
      summary: {
        en: 'they are two: keep them apart for good',
        es: 'son dos: manténgalas aparte para siempre',
      },
    },
  ],
  handler: async (
    { session, actor }: Context,
    input: { id: string; answer: 'accept' | 'reject'; reason: string },
  ) =>
    (await resolution()).decideReview(session, input.id, input.answer, {
      actor,
      reason: input.reason,
    }),
})

function toReviewSheets(
  reviews: readonly ReviewView[],
  language: SpokenLanguage,
): readonly Sheet[] {
  const say = inLanguage(said, language)
  if (reviews.length === 0) return [{ text: say.none }]
  const sheets = reviews.flatMap((review): readonly Sheet[] => [
    { heading: `${review.id}: ${toBits(review.bits)} bits, ${toShare(review.probability)}` },
    {
      header: toSummaryHeader(language),
      rows: [toSummaryRow(review.party), toSummaryRow(review.otherParty)],
    },
    ...review.pairs.slice(0, 1).flatMap((pair) => toPairSheets(pair, language)),
  ])
  return [...sheets, { text: say.next }]
}

const said = {
  none: { en: 'No question is open.', es: 'No hay dudas abiertas.' },
  next: {
    en: 'Next: acervo party review accept|reject <id> --reason.',
    es: 'Siguiente paso: acervo party review accept|reject <id> --reason.',
  },
}

export const matchReviewActions = defineFeature('matchReviewActions', () => [list, decide])
