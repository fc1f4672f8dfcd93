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
  // What one key may see is nobody else's: shared caches must not keep it.
  reply.header('cache-control', 'private, no-cache')
  return reply.type(json).send(outcome.body)
}

export function respondError(reply: FastifyReply, error: unknown, requestId: string): FastifyReply {
  const problem = toProblem(error, requestId)
  return reply
    .code(problem.status)
    .headers(headersOf(problem.status, reply.request.headers.accept))
    .header('cache-control', 'no-store')
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problem))
}
