// From where somebody wrote: a line for each request that may change something, under the request id that the audit
// keeps with every change. No path, no body and no answer: what was changed is the audit's to tell. Reads have no line,
// which would cost more than many of them.
import type { FastifyInstance } from 'fastify'

const agentCharactersMax = 300

/** Before the routes are made: it looks at each of them. */
export function logWrites(app: FastifyInstance): void {
  app.addHook('onRoute', (route) => {
    const methods = [route.method].flat()
    if (methods.every((method) => method === 'GET' || method === 'HEAD')) return
    const others = [route.onResponse ?? []].flat()
    route.onResponse = [
      ...others,
      (request, reply, done) => {
        const { id, ip, method, headers, asker } = request
        request.log.info(
          {
            requestId: id,
            ip,
            userAgent: headers['user-agent']?.slice(0, agentCharactersMax),
            actor: asker?.actor,
            method,
            route: route.url,
            status: reply.statusCode,
          },
          'a request that may write',
        )
        done()
      },
    ]
  })
}
