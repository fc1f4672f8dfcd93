// similar: questions that are published and like what somebody asks, by words and by parts of words: "bloquear" and
// "bloqueo" have different stems and most letters in common.
import {
  type ActionContext,
  defineAction,
  defineFeature,
  type Session,
} from '../../kernel/index.ts'

const answersMax = 5

const find = defineAction({
  name: 'similar',
  summary: { en: 'find published answers to a question', es: 'busca respuestas publicadas' },
  effect: 'read',
  path: 'answers',
  input: {
    q: {
      schema: { type: 'string', minLength: 1, maxLength: 500, pattern: '\\S' },
      meaning: { en: 'the question, as it is asked', es: 'la pregunta, tal como se hace' },
    },
  },
  output: { type: 'array', items: { type: 'object' } },
  commands: [{ words: ['faq', 'find'], arguments: ['q'], takesRest: true }],
  handler: async ({ session }: ActionContext<unknown, Session>, { q }: { q: string }) => {
    const { rows } = await session.query({
      text: `select f.id, f.version, f.title, f.answer, acervo.similarity(f.title, $1) as likeness
        from banking.faqs f where f.status = 'PUBLISHED' and (f.title operator(acervo.%) $1
          or f.search_vector @@ websearch_to_tsquery('acervo.spanish_unaccent', $1))
        order by likeness desc, f.id limit ${answersMax}`,
      values: [q],
    })
    return rows.map(([id, version, title, answer, likeness]) => ({
      faqId: id,
      version: Number(version),
      title,
      answer,
      likeness: Number(likeness),
    }))
  },
})

export const similar = defineFeature('similar', () => [
  { kind: 'object', object: { type: 'extension', name: 'pg_trgm' } },
  {
    kind: 'index',
    name: 'faqs_title_trgm_idx',
    using: 'gin',
    elements: [{ column: 'title', operatorClass: 'gin_trgm_ops' }],
  },
  find,
])
