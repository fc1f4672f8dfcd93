// An outcome or an error -> the HTTP response. The only place that writes one for a resource.
import type { FastifyReply } from 'fastify'
import { headersOf, toProblem } from './errors.ts'
import type { Outcome } from './resource/outcome.ts'

const json = 'application/json; charset=utf-8'

export function respond(reply: FastifyReply, outcome: Outcome): FastifyReply {
  reply.code(outcome.status)
  if (outcome.etag !== undefined) reply.header('etag', outcome.etag)
  if (outcome.location !== undefined) reply.header('location', outcome.location)
  if (outcome.isReplayed === true) reply.header('idempotent-replayed', 'true')
  if (outcome.body === undefined) return reply.send()
  return reply.type(json).send(outcome.body)
}

export function respondError(reply: FastifyReply, error: unknown): FastifyReply {
  const problem = toProblem(error, reply.request.id)
  for (const [name, value] of Object.entries(headersOf(problem.status)))
    if (!reply.hasHeader(name)) reply.header(name, value)
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}
