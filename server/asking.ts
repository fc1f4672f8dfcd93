// What every route of a table begins with: its place among the running requests, and the request read as far
// as HTTP goes.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AcervoError } from '../kernel/index.ts'
import type { Admission } from './admission.ts'
import { connectionOf } from './connection.ts'
import { toPrincipal } from './principal.ts'
import type { Asking } from './resource/edge.ts'
import type { Outcome } from './resource/outcome.ts'
import { respond } from './respond.ts'

export async function answerAdmitted(
  admission: Admission,
  reply: FastifyReply,
  work: () => Promise<Outcome>,
): Promise<FastifyReply> {
  const waiting = admission.enter()
  if (waiting !== undefined) await waiting
  try {
    return respond(reply, await work())
  } finally {
    admission.leave()
  }
}

export function toAsking(request: FastifyRequest, table: Asking['table']): Asking {
  const { asker, raw } = request
  // The gate lets nobody through to a resource without one.
  if (asker === undefined) throw new AcervoError('ACV601', 'no valid key was given')
  const url = raw.url ?? ''
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  const trace = raw.headers.traceparent
  const purpose = raw.headers['acervo-purpose']
  return {
    principal: {
      ...toPrincipal(asker, request.id, typeof trace === 'string' ? trace : undefined),
      // A service account has one of its own.
      ...(asker.purpose === undefined && typeof purpose === 'string' && purpose !== ''
        ? { purpose }
        : {}),
    },
    identity: asker.identity,
    table,
    segment: path.slice(path.lastIndexOf('/') + 1),
    query: mark === -1 ? '' : url.slice(mark + 1),
    headers: raw.headers,
    signal: connectionOf(raw.socket).signal,
  }
}

export function isLines({ headers }: FastifyRequest): boolean {
  return (headers['content-type'] ?? '').toLowerCase().startsWith('application/x-ndjson')
}

export function bodyOf(request: FastifyRequest): Buffer {
  if (isLines(request))
    throw new AcervoError('ACV612', 'NDJSON is read only where rows are created', {
      details: 'Allowed here: application/json.',
    })
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
}

/** `allow`: the methods that the path has. */
export function refuseMethods(app: FastifyInstance, url: string, allow: readonly string[]): void {
  const known = ['GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS', 'TRACE']
  const header = allow.flatMap((method) => (method === 'GET' ? ['GET', 'HEAD'] : method)).join(', ')
  app.route({
    method: [...known, ...(allow.includes('GET') ? [] : ['HEAD'])].filter(
      (m) => !allow.includes(m),
    ),
    url,
    handler: (request, reply) => {
      reply.header('allow', header)
      throw new AcervoError('ACV615', `${request.method} is not offered here`, {
        details: `Allowed: ${header}.`,
      })
    },
  })
}
