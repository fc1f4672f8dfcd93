// The header Acervo-Position: how far the log had come with what somebody wrote here. Sent back with a later request, to
// whichever process, no replica answers it that has not come as far.
import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { Acervo } from '../kernel/index.ts'

const header = 'acervo-position'

/** Where no target has a replica there is nothing to tell. */
export function tellPositions(app: FastifyInstance, { targets }: Pick<Acervo, 'targets'>): void {
  const replicated = () =>
    targets.all().flatMap(({ key, replica }) => (replica ? [[toName(key), replica] as const] : []))
  app.addHook('onRequest', (request, _reply, done) => {
    const told = request.headers[header]
    const { asker } = request
    if (typeof told === 'string' && asker !== undefined) {
      const positions = new Map(
        told.split(',').map((one) => one.trim().split('=') as [string, string]),
      )
      for (const [name, replica] of replicated())
        replica.learn(asker.actor, positions.get(name) ?? '')
    }
    done()
  })
  app.addHook('onSend', (request, reply, payload, done) => {
    const { asker } = request
    if (asker !== undefined && request.method !== 'GET' && request.method !== 'HEAD') {
      const positions = replicated().flatMap(([name, replica]) => {
        const position = replica.position(asker.actor)
        return position === undefined ? [] : [`${name}=${position}`]
      })
      if (positions.length > 0) reply.header(header, positions.join(', '))
    }
    done(null, payload)
  })
}

/** A target without its address. */
function toName(key: string): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12)
}
