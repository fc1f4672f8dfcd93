// A transport with faults put in between: what a test answers instead, and a gate that holds calls back. Only tests
// import it.
import type { Outgoing, Published, Transport } from '../../../kernel/work/transport.ts'

/** `answer` says what becomes of an event without asking the transport; undefined lets it through. */
export function withFaults(
  transport: Transport,
  answer: (event: Outgoing) => Published | undefined,
): Transport {
  return {
    ...transport,
    publish: async (events, signal) => {
      const faults = events.map(answer)
      const rest = events.filter((_, at) => faults[at] === undefined)
      const answers = rest.length === 0 ? [] : [...(await transport.publish(rest, signal))]
      return faults.map((fault) => fault ?? (answers.shift() as Published))
    },
  }
}

export interface Gate {
  readonly transport: Transport
  /** Calls that wait before the gate. */
  waiting(): number
  open(): void
}

/** Calls of publish wait until the gate opens, and then go to the transport as they are. */
export function withGate(transport: Transport): Gate {
  const { promise, resolve } = Promise.withResolvers<void>()
  let waiting = 0
  return {
    waiting: () => waiting,
    open: resolve,
    transport: {
      ...transport,
      publish: async (events, signal) => {
        waiting++
        await promise
        waiting--
        return transport.publish(events, signal)
      },
    },
  }
}
