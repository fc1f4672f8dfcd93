// Relays and consumers that are wrong in one known way each. A campaign that lets one of them pass proves nothing
// about the right one.
import { randomUUID } from 'node:crypto'
import type { Statement } from '../../../kernel/database/target.ts'
import type { Lane, LaneRules } from '../../../kernel/work/relay/lanes.ts'
import type { OutboxRow } from '../../../kernel/work/relay/outbox-row.ts'
import {
  type Due,
  type OutboxStore,
  type OutboxStoreOptions,
  openOutboxStore,
} from '../../../kernel/work/relay/outbox-store.ts'
import { type RelayParts, relayParts } from '../../../kernel/work/relay/relay.ts'
import type { Nats } from '../../../kernel/work/stream/nats-connection.ts'
import type { Outgoing, Published, Transport } from '../../../kernel/work/transport.ts'
import type { Mutation } from './storm.ts'

export type Mutant = readonly [name: string, mutate: () => Mutation]

export const mutants: readonly Mutant[] = [
  ['a cursor over ids', () => byCursor(({ row }) => row.id)],
  ['a cursor over times', () => byCursor(({ row }) => `${row.occurredAt} ${row.id}`)],
  ['marks before it publishes', () => ({ parts: withStore(markEarly) })],
  ['no fence', () => ({ wrap: withoutFence })],
  ['a fence on the stream instead of the subject', () => ({ wrap: withStreamFence })],
  ['order by id instead of number', () => ({ parts: withRules(orderById) })],
  ['does not stop at a failure', () => ({ parts: withRules({ stopsAtFailure: false }) })],
  ['a lease without its token', () => ({ parts: withoutToken })],
  ['a new event id at each try', () => ({ wrap: withNewIds() })],
  ['two of an aggregate at a time', () => ({ parts: withRules(twoAtATime) })],
  ['marks without waiting for the answer', () => ({ wrap: withoutWaiting })],
  ['does not save its cursor', () => ({ parts: withStore(withoutCursor) })],
  ['learns nothing from a refusal', () => ({ parts: withStore(withoutLookup) })],
  ['takes a refusal for a success', () => ({ wrap: withBlindTrust })],
  ['the consumer acknowledges before it commits', () => ({ consumer: 'ack before commit' })],
  [
    'the consumer keeps its inbox outside the transaction',
    () => ({ consumer: 'inbox outside the transaction' }),
  ],
]

const withRules = (rules: Partial<LaneRules>): RelayParts => ({
  ...relayParts,
  rules: { ...relayParts.rules, ...rules },
})

const withStore = (
  change: (store: OutboxStore, options: OutboxStoreOptions) => Partial<OutboxStore>,
): RelayParts => ({
  ...relayParts,
  openStore: (options) => {
    const store = openOutboxStore(options)
    return { ...store, ...change(store, options) }
  },
})

/** The cursor outlives the relays of a storm, as if it were saved. */
function byCursor(keyOf: (due: Due) => string): Mutation {
  let cursor = ''
  const parts = withStore((store) => ({
    claim: async (...given) => {
      const claimed = await store.claim(...given)
      const due = claimed.due.filter((one) => keyOf(one) > cursor)
      for (const one of due) if (keyOf(one) > cursor) cursor = keyOf(one)
      return { ...claimed, due }
    },
  }))
  return { parts }
}

const markEarly = (store: OutboxStore, { target, context }: OutboxStoreOptions) => ({
  claim: async (...given: Parameters<OutboxStore['claim']>) => {
    const claimed = await store.claim(...given)
    for (const [outbox, due] of Map.groupBy(claimed.due, ({ row }) => row.outbox)) {
      const ids = due.map(({ row }) => row.id)
      const text = `update ${outbox.table} set status = 'PUBLISHED', published_at = now() where id = any ($1::uuid[])`
      await target.group(context(), [{ text, values: [ids] }])
    }
    return claimed
  },
})

/** Whatever token the lease has is good enough. */
const withoutToken: RelayParts = {
  ...relayParts,
  openStore: (options) => {
    const { target } = options
    const tokenless = ({ text, values }: Statement): Statement => ({
      text: text.replaceAll('token = $2::bigint', '$2::bigint is not null'),
      values,
    })
    return openOutboxStore({
      ...options,
      target: {
        ...target,
        group: (context, statements, given) =>
          target.group(context, statements.map(tokenless), given),
      },
    })
  },
}

const withoutCursor = (store: OutboxStore) => ({
  settle: (token: bigint, outcome: Parameters<OutboxStore['settle']>[1]) =>
    store.settle(token, { ...outcome, progress: [] }),
})

const withoutLookup = () => ({ sequenceOf: () => Promise.resolve(undefined) })

const orderById: Partial<LaneRules> = {
  order: (a: OutboxRow, b: OutboxRow) => (a.id < b.id ? -1 : 1),
  mayFly: ({ flying, heldMs }: Lane) => flying === 0 && heldMs === undefined,
}

const twoAtATime: Partial<LaneRules> = {
  mayFly: ({ rows, flying, published, heldMs }: Lane) =>
    flying < 2 && heldMs === undefined && rows[0]?.seq === published + flying + 1,
}

const subjectlessSend = async (
  { client }: Nats,
  { subject, body, eventId }: Outgoing,
  lastSequence?: number,
): Promise<Published> => {
  try {
    const expect = lastSequence === undefined ? {} : { expect: { lastSequence } }
    const { seq } = await client.publish(subject, body, {
      msgID: eventId,
      ...expect,
      timeout: 1_000,
    })
    return { kind: 'stored', sequence: BigInt(seq) }
  } catch (error) {
    return { kind: 'unavailable', error }
  }
}

const withoutFence = (transport: Transport, nats: Nats): Transport => ({
  ...transport,
  publish: (events) => Promise.all(events.map((event) => subjectlessSend(nats, event))),
})

/** One after the other, each behind whatever stands last in the whole stream. */
const withStreamFence = (transport: Transport, nats: Nats): Transport => ({
  ...transport,
  publish: async (events) => {
    const stream = (await nats.manager.streams.find(events[0]?.subject ?? '')) as string
    const answers: Published[] = []
    for (const event of events) {
      const { state } = await nats.manager.streams.info(stream)
      answers.push(await subjectlessSend(nats, event, state.last_seq))
    }
    return answers
  },
})

const withNewIds = () => {
  const tried = new Set<string>()
  return (transport: Transport): Transport => ({
    ...transport,
    publish: (events, signal) => {
      const renewed = events.map((event) => {
        const isAgain = tried.has(event.eventId)
        tried.add(event.eventId)
        return isAgain ? { ...event, eventId: randomUUID() } : event
      })
      return transport.publish(renewed, signal)
    },
    // The id it remembers is the row's, and what stands there is not.
    last: async (subject) => {
      const last = await transport.last(subject)
      return last && { ...last, eventId: randomUUID() }
    },
  })
}

const withoutWaiting = (transport: Transport): Transport => ({
  ...transport,
  publish: (events, signal) => {
    void transport.publish(events, signal)
    return Promise.resolve(
      events.map(({ expected }) => ({ kind: 'stored', sequence: expected + 1n })),
    )
  },
})

const withBlindTrust = (transport: Transport): Transport => ({
  ...transport,
  publish: async (events, signal) => {
    const answers = await transport.publish(events, signal)
    return answers.map(
      (answer, at): Published =>
        answer.kind === 'fenced'
          ? { kind: 'stored', sequence: (events[at]?.expected ?? 0n) + 1n }
          : answer,
    )
  },
})
