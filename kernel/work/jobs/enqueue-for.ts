// Jobs that an event asks for: what a transport delivers becomes jobs, and only then is it acknowledged. No
// transaction spans the two; the event's id is the job's key, so what is delivered again makes no second job.
import type { Envelope } from '../envelope.ts'
import type { ConsumeOptions } from '../transport.ts'
import type { Jobs, Sending } from './start-jobs.ts'

/** What a job is given of the event that asked for it. */
export interface EventInput {
  readonly event: Pick<Envelope, 'id' | 'type' | 'subject' | 'time' | 'data'>
}

const retryMs = 1000

/** For `Transport.consume`, with a durable of its own. `jobOf`: job by event type; other events are passed by. */
export function enqueueFor(
  jobs: Pick<Jobs, 'sendAll'>,
  jobOf: ReadonlyMap<string, string>,
): ConsumeOptions['deliver'] {
  return async (batch) => {
    const sendings = new Map<string, Sending[]>()
    for (const { body } of batch) {
      const envelope = JSON.parse(body) as Envelope
      const name = jobOf.get(envelope.type)
      if (name === undefined) continue
      const { id, type, subject, time, data } = envelope
      const input = { event: { id, type, subject, time, data } } satisfies EventInput
      sendings.set(name, [...(sendings.get(name) ?? []), { input, singletonKey: id }])
    }
    try {
      for (const [name, all] of sendings) await jobs.sendAll(name, all)
    } catch (error) {
      await Promise.all(batch.map((delivery) => delivery.retry(retryMs)))
      throw error
    }
    await Promise.all(batch.map((delivery) => delivery.ack()))
  }
}
