// The routes of operators: how far events have come and what was put aside. They tell of every tenant's events,
// so a key needs the right to act for anybody.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Acervo, AcervoError } from '../kernel/index.ts'
import { type Desk, type NatsOptions, openDesk } from '../kernel/work/index.ts'
import type { Admission } from './admission.ts'
import { answerAdmitted, refuseMethods } from './asking.ts'
import type { Outcome } from './resource/outcome.ts'

export interface EventsParts {
  readonly acervo: Acervo
  readonly admission: Admission
  readonly nats: NatsOptions | undefined
}

type Work = (desk: Desk, request: FastifyRequest) => Promise<Outcome>

export function eventsRoutes(app: FastifyInstance, { acervo, admission, nats }: EventsParts): void {
  // Opened by the first question: most servers are never asked.
  let opening: Promise<Desk> | undefined
  const desk = () => {
    opening ??= openDesk(acervo, {
      onError: (error) => app.log.warn({ code: error.code, message: error.message }, 'events'),
      ...nats,
    })
    return opening
  }
  app.addHook('onClose', async () => (await opening)?.close())
  const route = (method: 'GET' | 'POST', url: string, work: Work) => {
    app.route({
      method,
      url,
      handler: (request, reply) =>
        answerAdmitted(admission, reply, async () => {
          assertOperator(request)
          return work(await desk(), request)
        }),
    })
    refuseMethods(app, url, [method])
  }
  route('GET', '/v1/events/lag', async (one) => toOutcome(await one.lag()))
  route('GET', '/v1/events/dead', async (one) => toOutcome({ data: await one.dead() }))
  route('GET', '/v1/events/dead/:id', async (one, request) => {
    const standing = await one.find(idOf(request))
    if (standing.length > 0) return toOutcome({ data: standing })
    throw new AcervoError('ACV209', 'no event has this id', {
      hint: 'GET /v1/events/dead lists what was put aside.',
    })
  })
  route('POST', '/v1/events/dead/:id/redrive', async (one, request) =>
    toOutcome({ data: await one.redrive(idOf(request)) }, 201),
  )
}

/** @throws ACV616 */
export function assertOperator({ asker }: FastifyRequest): void {
  if (asker?.entry.mayClaim === true) return
  throw new AcervoError('ACV616', 'this key may not see the events of all', {
    hint: 'Use a key with the right to act for anybody, such as the administrator key.',
  })
}

function idOf({ params }: FastifyRequest): string {
  return String((params as { readonly id?: unknown }).id)
}

function toOutcome(value: unknown, status = 200): Outcome {
  return { status, body: JSON.stringify(value) }
}
