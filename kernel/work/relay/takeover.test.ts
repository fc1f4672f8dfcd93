// A relay that died is followed by another; one that only slept cannot undo or repeat what its follower did.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Areas, ids, openAreas, prefix, until } from '../../../test/support/events/areas.ts'
import { withFaults, withGate } from '../../../test/support/events/faults.ts'
import { faultsOf, noFaults } from '../../../test/support/events/stored.ts'
import { toSubject } from '../transport.ts'
import { startRelay } from './relay.ts'

onEachEngine(() => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.close())
  beforeEach(() => areas.empty())
  const untilPending = (count: number) => until(async () => (await areas.pending()) === count)
  const published = `select aggregate_id, aggregate_seq, published_at from t_north.outbox_events
    order by aggregate_id, aggregate_seq`

  test('a zombie marks nothing that another has taken over, and repeats nothing', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    await areas.write('north', ids(20), 2)
    const gate = withGate(areas.stream())
    const zombie = startRelay(areas.relayOptions(gate.transport))
    await until(() => gate.waiting() > 0)
    const next = startRelay(areas.relayOptions(areas.stream(), { standbyMs: 20 }))
    await until(async () => (await areas.query('select 1 from acervo.lease')).length === 1)
    expect(next.status().isWorking).toBe(false)

    areas.setClock('2030-01-01T01:00:00Z')
    await untilPending(0)
    expect(next.status().isWorking).toBe(true)
    const before = await areas.query(published)
    const [token] = await areas.query('select token, holder from acervo.lease')
    areas.setClock('2030-01-01T01:00:01Z')
    gate.open()
    await until(() => areas.errors.some(({ code }) => code === 'ACV502'))
    await until(() => !zombie.status().isWorking)
    expect(await areas.query(published)).toEqual(before)
    expect(await areas.query('select token, holder from acervo.lease')).toEqual([token])
    expect(faultsOf(await areas.stored())).toEqual(noFaults)
    await Promise.all([zombie.stop(), next.stop()])
    expect(await areas.stored()).toHaveLength(40)
  })

  test('two processes that serve the same events in different company both work, and each event goes once', async () => {
    await areas.write('north', ids(30), 3)
    const relays = ['relay:outbox', 'relay:outbox:part'].map((lease) =>
      startRelay({ ...areas.relayOptions(areas.stream()), holder: lease, lease }),
    )
    await until(() => relays.every((relay) => relay.status().isWorking))
    await areas.write('north', ids(30), 3)
    await untilPending(0)
    await Promise.all(relays.map((relay) => relay.stop()))
    const stored = await areas.stored()
    expect(faultsOf(stored)).toEqual(noFaults)
    expect(stored).toHaveLength(180)
  })

  test('a zombie that failed puts nothing off that another has published', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    await areas.write('north', ids(3))
    const failing = withFaults(areas.stream(), () => ({
      kind: 'failed',
      error: new Error('no'),
      lasting: true,
    }))
    const gate = withGate(failing)
    const zombie = startRelay(areas.relayOptions(gate.transport))
    await until(() => gate.waiting() > 0)
    areas.setClock('2030-01-01T01:00:00Z')
    const next = startRelay(areas.relayOptions(areas.stream()))
    await untilPending(0)
    gate.open()
    await until(() => areas.errors.some(({ code }) => code === 'ACV502'))
    const states = 'select status, attempts, count(*) from t_north.outbox_events group by 1, 2'
    expect(await areas.query(states)).toEqual([['PUBLISHED', '0', '3']])
    await Promise.all([zombie.stop(), next.stop()])
  })

  test('what a relay published and did not mark is marked by the next, and published by none', async () => {
    await areas.write('north', ['a'], 4)
    const transport = areas.stream()
    const rows = await areas.query('select id from t_north.outbox_events order by aggregate_seq')
    const subject = toSubject(prefix, ['north', 'Thing', 'a'])
    for (const [at, [eventId]] of rows.slice(0, 3).entries()) {
      const body = JSON.stringify({
        id: eventId,
        source: '/acervo/north',
        subject: 'Thing/a',
        aggregateid: 'a',
        sequence: String(at + 1),
      })
      const event = { eventId: eventId as string, subject, expected: BigInt(at), body }
      const answers = await transport.publish([event], new AbortController().signal)
      expect(answers).toEqual([{ kind: 'stored', sequence: BigInt(at + 1) }])
    }
    // The stream answers as one that no longer knows ids: only the subject's sequence tells.
    const forgetful = {
      ...transport,
      publish: async (events: Parameters<typeof transport.publish>[0], signal: AbortSignal) => {
        const answers = await transport.publish(events, signal)
        return answers.map((answer, at) =>
          answer.kind === 'stored' && answer.sequence <= 3n && events[at]?.expected !== 3n
            ? ({ kind: 'fenced' } as const)
            : answer,
        )
      },
    }
    const relay = startRelay(areas.relayOptions(forgetful))
    await untilPending(0)
    expect(relay.status().fenced).toBe(1)
    await relay.stop()
    expect(await areas.stored()).toHaveLength(4)
    expect(faultsOf(await areas.stored())).toEqual(noFaults)
    const cursor = 'select published_seq, stream_seq from acervo.outbox_cursor'
    expect(await areas.query(cursor)).toEqual([['4', '4']])
  })

  test('a relay that stops gives the lease back, so that the next one need not wait', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    const first = startRelay(areas.relayOptions(areas.stream()))
    await until(() => first.status().isWorking)
    await first.stop()
    const next = startRelay(areas.relayOptions(areas.stream()))
    await until(() => next.status().isWorking)
    await areas.write('north', ids(2))
    next.wake()
    await untilPending(0)
    await next.stop()
  })
})
