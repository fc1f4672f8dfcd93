// The operators' routes of events in OpenAPI.
import { refusals } from './parameters.ts'

const text = { type: 'string' }
const count = { type: 'integer', minimum: 0 }
const object = (properties: Readonly<Record<string, object>>) => ({ type: 'object', properties })
const listOf = (items: object) => ({ type: 'array', items })

const outbox = object({
  database: text,
  pending: count,
  dead: count,
  blocked: { ...count, description: 'Aggregates that a dead event holds up.' },
  lagSeconds: { type: 'number' },
})
const consumer = object({
  database: text,
  durable: text,
  sources: listOf(text),
  pending: { type: ['integer', 'null'], description: 'Null where the transport does not answer.' },
  waiting: count,
  dead: count,
  rejected: count,
  lagSeconds: { type: 'number' },
})
const event = object({
  id: text,
  side: { enum: ['outbox', 'inbox'] },
  database: text,
  source: text,
  type: text,
  version: { type: 'integer' },
  aggregateType: text,
  aggregateId: text,
  sequence: { type: ['string', 'null'] },
  status: text,
  attempts: count,
  occurredAt: text,
  error: { type: ['string', 'null'] },
  behind: { ...count, description: 'Later events of its aggregate that wait.' },
})

const answer = (description: string, schema: object) => ({
  description,
  content: { 'application/json': { schema } },
})
const id = { name: 'id', in: 'path', required: true, schema: text, description: 'The event.' }
const operation = (verb: string, summary: string, responses: object) => ({
  operationId: `events.${verb}`,
  summary: `${summary}. For keys that may act for anybody`,
  responses: { ...responses, ...refusals },
})

export const eventPaths = Object.freeze({
  '/v1/events/lag': {
    get: operation('lag', 'How far events have come', {
      200: answer(
        'By database.',
        object({ outboxes: listOf(outbox), consumers: listOf(consumer) }),
      ),
    }),
  },
  '/v1/events/dead': {
    get: operation('dead', 'Events that were put aside', {
      200: answer('The oldest first.', object({ data: listOf(event) })),
    }),
  },
  '/v1/events/dead/{id}': {
    parameters: [id],
    get: operation('show', 'One event wherever it stands', {
      200: answer('Each place, with the content.', object({ data: listOf(event) })),
    }),
  },
  '/v1/events/dead/{id}/redrive': {
    parameters: [id],
    post: operation('redrive', 'Drive a dead event again; those behind it follow', {
      201: answer(
        'Where it was dead.',
        object({ data: listOf(object({ id: text, side: text, database: text })) }),
      ),
    }),
  },
})
