// Events by NATS: the server's own fence keeps a second copy out however late it comes, and nothing is lost while it
// is away or its answers are.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Areas, ids, openAreas, until } from '../../../test/support/events/areas.ts'
import { openDeafProxy } from '../../../test/support/events/deaf-proxy.ts'
import {
  natsUrl,
  onNats,
  openTestStream,
  type TestStream,
} from '../../../test/support/events/nats.ts'
import { faultsOf, noFaults, toEnvelope } from '../../../test/support/events/stored.ts'
import { type Relay, startRelay } from '../relay/relay.ts'
import type { Delivery, Outgoing, Transport } from '../transport.ts'
import { toSubject } from '../transport.ts'

onEachEngine(() => {
  onNats(() => {
    let areas: Areas
    let stream: TestStream
    let stopping: AbortController
    const running: Relay[] = []
    beforeAll(async () => {
      areas = await openAreas()
    })
    afterAll(() => areas?.close())
    beforeEach(async () => {
      stopping = new AbortController()
      stream = openTestStream()
      await areas.empty()
    })
    afterEach(async () => {
      stopping.abort()
      await Promise.all(running.splice(0).map((relay) => relay.stop()))
      await stream.close()
    })
    const start = (transport: Transport): Relay => {
      const relay = startRelay({ ...areas.relayOptions(transport), prefix: stream.prefix })
      running.push(relay)
      return relay
    }
    const untilPending = (count: number, maxMs?: number) =>
      until(async () => (await areas.pending()) === count, maxMs)
    const stored = async () => (await stream.stored()).map(toEnvelope)
    const event = (id: string, expected = 0n, eventId: string = randomUUID()): Outgoing => ({
      eventId,
      subject: toSubject(stream.prefix, ['north', 'Thing', id]),
      expected,
      body: JSON.stringify({ id: eventId }),
    })
    const publish = (transport: Transport, ...events: Outgoing[]) =>
      transport.publish(events, stopping.signal)
    /** When the server has forgotten the ids of what it holds. */
    const forget = async (): Promise<void> => {
      const transport = stream.open()
      const probe = event(`probe-${randomUUID()}`)
      const [first] = await publish(transport, probe)
      // The same id is answered as known until it is forgotten; then the fence refuses it.
      expect(first).toMatchObject({ kind: 'stored' })
      await until(async () => (await publish(transport, probe))[0]?.kind === 'fenced')
      await stream.purge(probe.subject)
    }

    test('the fence refuses what stands there, long after the server has forgotten its id', async () => {
      const transport = stream.open()
      const one = event('a')
      expect(await publish(transport, one, event('b'))).toEqual([
        { kind: 'stored', sequence: 1n },
        { kind: 'stored', sequence: 2n },
      ])
      expect(await publish(transport, one)).toEqual([{ kind: 'stored', sequence: 1n }])
      await forget()
      expect(await publish(transport, one)).toEqual([{ kind: 'fenced' }])
      expect(await transport.last(one.subject)).toEqual({ sequence: 1n, eventId: one.eventId })
      expect(await transport.last(event('c').subject)).toBeUndefined()
    })

    test('an event larger than the server takes fails for good, alone', async () => {
      const large = { ...event('a'), body: 'x'.repeat(2 ** 20) }
      const answers = await publish(stream.open(), large, event('b'))
      expect(answers).toMatchObject([{ kind: 'failed', lasting: true }, { kind: 'stored' }])
    })

    test('ten thousand aggregates and long ones go out once, gapless and in order', async () => {
      await areas.write('north', ids(10_000))
      await areas.write('south', ids(20), 50)
      start(stream.open())
      await untilPending(0, 90_000)
      const all = await stored()
      expect(all).toHaveLength(11_000)
      expect(faultsOf(all)).toEqual(noFaults)
    }, 120_000)

    test('what a dead relay published without marking is stored once, ids forgotten or not', async () => {
      await areas.write('north', ids(10), 4)
      const first = start(stream.open())
      await untilPending(0)
      await first.stop()
      await areas.script(`update t_north.outbox_events set status = 'PENDING', published_at = null
        where aggregate_seq > 1; update acervo.outbox_cursor set published_seq = 1, stream_seq = 1`)
      await forget()
      await areas.write('north', ids(10))
      const next = start(stream.open())
      await untilPending(0)
      expect(next.status().fenced).toBeGreaterThanOrEqual(10)
      const all = await stored()
      expect(all).toHaveLength(50)
      expect(faultsOf(all)).toEqual(noFaults)
    })

    test('a purged subject goes on with its next number', async () => {
      await areas.write('north', ids(3), 2)
      const relay = start(stream.open())
      await untilPending(0)
      await stream.purge()
      await areas.write('north', ids(3), 2)
      relay.wake()
      await untilPending(0)
      const all = await stored()
      expect(all.map(({ sequence }) => sequence).sort()).toEqual(['3', '3', '3', '4', '4', '4'])
    })

    test('what the server had acknowledged and lost is published again, in its place', async () => {
      await areas.write('north', ids(2), 4)
      const relay = start(stream.open())
      await untilPending(0)
      const { manager } = await stream.nats()
      const name = stream.prefix.toUpperCase()
      const before = await stored()
      for (const [at, { sequence }] of before.entries())
        if (Number(sequence) > 2) await manager.streams.deleteMessage(name, at + 1)
      await forget()
      await areas.write('north', ids(2))
      relay.wake()
      await until(async () => (await stream.count()) === 10)
      await untilPending(0)
      const all = await stored()
      expect(all.map(({ sequence }) => sequence).sort()).toEqual([...'1122334455'])
      expect(faultsOf(all)).toEqual(noFaults)
    })

    test('an answer that got lost on the way leaves one copy', async () => {
      const { hostname, port } = new URL(natsUrl as string)
      const proxy = await openDeafProxy({ host: hostname, port: Number(port) })
      const transport = stream.open({
        url: `nats://${proxy.address}`,
        ackTimeoutMs: 200,
      })
      const relay = start(transport)
      await areas.write('north', ids(5))
      await untilPending(0)
      proxy.deafen()
      await areas.write('north', ids(50), 2)
      relay.wake()
      await until(() => relay.status().trouble !== undefined)
      expect((await stored()).length).toBeGreaterThan(5)
      await forget()
      proxy.cut()
      await untilPending(0)
      const all = await stored()
      expect(all).toHaveLength(105)
      expect(faultsOf(all)).toEqual(noFaults)
      await relay.stop()
      await transport.close()
      await proxy.close()
    })

    test('without a server events wait in their outboxes, and nothing is counted against them', async () => {
      const relay = start(stream.open({ url: 'nats://127.0.0.1:1' }))
      await areas.write('north', ids(3))
      relay.wake()
      await until(() => relay.status().trouble !== undefined)
      expect(await areas.pending()).toBe(3)
      expect(areas.errors.map(({ code }) => code)).toEqual(['ACV500'])
      await relay.stop()
      const attempts = 'select max(attempts) from t_north.outbox_events'
      expect(await areas.query(attempts)).toEqual([['0']])
    })

    test('a durable hears its sources from the beginning, again what it did not acknowledge, and knows its lag', async () => {
      const transport = stream.open()
      await areas.write('north', ids(3))
      await areas.write('south', ids(2))
      const relay = start(transport)
      await untilPending(0)
      expect(await transport.lag({ durable: 'x.y', sources: ['north'] })).toBe(3)
      const heard: string[] = []
      const retried = new Set<string>()
      const listen = (signal: AbortSignal): Promise<void> =>
        transport.consume({
          durable: 'x.y',
          sources: ['north'],
          signal,
          deliver: async (batch: readonly Delivery[]) => {
            for (const delivery of batch) {
              const { aggregateid, source } = toEnvelope(delivery.body)
              heard.push(`${source} ${aggregateid} ${delivery.redelivered}`)
              if (aggregateid === 'a1' && !retried.has('a1')) {
                retried.add('a1')
                await delivery.retry(20)
              } else await delivery.ack()
            }
          },
        })
      const first = new AbortController()
      const listening = listen(first.signal)
      await until(() => heard.length === 4)
      await until(async () => (await transport.lag({ durable: 'x.y', sources: ['north'] })) === 0)
      first.abort()
      await listening
      expect(heard.sort()).toEqual([
        '/acervo/north a0 0',
        '/acervo/north a1 0',
        '/acervo/north a1 1',
        '/acervo/north a2 0',
      ])
      await areas.write('north', ['a9'])
      relay.wake()
      const again = listen(stopping.signal)
      await until(() => heard.length === 5)
      expect(heard.at(-1)).toBe('/acervo/north a9 0')
      stopping.abort()
      await again
    })

    test('a tail hears what is published from now on', async () => {
      const transport = stream.open()
      await publish(transport, event('before'))
      const heard: string[] = []
      const listening = (async () => {
        for await (const body of transport.tail({ sources: ['north'], signal: stopping.signal }))
          heard.push(body)
      })()
      const last = event('last')
      await until(async () => {
        if (heard.length === 0) await publish(transport, event(randomUUID()))
        return heard.length > 0
      })
      await publish(transport, last)
      await until(() => heard.includes(last.body))
      stopping.abort()
      await listening
    })
  })
})
