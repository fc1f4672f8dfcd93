// Every event reaches the stream once, in the order of its aggregate and without gaps, and what cannot go holds up
// nothing but its own aggregate.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine, onPostgres } from '../../../test/support/database.ts'
import { type Areas, ids, openAreas, until } from '../../../test/support/events/areas.ts'
import { withFaults } from '../../../test/support/events/faults.ts'
import { faultsOf, noFaults, sequencesOf } from '../../../test/support/events/stored.ts'
import { readBacklog, redriveOutbox } from './redrive.ts'
import { type Relay, type RelayOptions, startRelay } from './relay.ts'

let areas: Areas
const running: Relay[] = []
const start = (options: RelayOptions): Relay => {
  const relay = startRelay(options)
  running.push(relay)
  return relay
}
beforeAll(async () => {
  areas = await openAreas()
})
afterAll(() => areas?.close())
beforeEach(async () => {
  await Promise.all(running.splice(0).map((relay) => relay.stop()))
  await areas.empty()
})
const untilPending = (count: number, maxMs?: number): Promise<void> =>
  until(async () => (await areas.pending()) === count, maxMs)

onEachEngine(() => {
  test('events of both databases arrive once, gapless and in order, as CloudEvents', async () => {
    await areas.write('north', ids(40), 5)
    const relay = start(areas.relayOptions(areas.stream()))
    await areas.write('south', ids(40), 3)
    await areas.write('north', ids(20), 2)
    relay.wake()
    await untilPending(0)
    const all = await areas.stored()
    expect(all).toHaveLength(40 * 5 + 40 * 3 + 20 * 2)
    expect(faultsOf(all)).toEqual(noFaults)
    expect(all[0]).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      source: '/acervo/north',
      type: 'ThingChanged',
      subject: expect.stringMatching(/^Thing\/a\d+$/),
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
      datacontenttype: 'application/json',
      sequence: '1',
      eventversion: 1,
      database: 'north',
      aggregatetype: 'Thing',
      aggregateid: expect.stringMatching(/^a\d+$/),
      data: { id: expect.any(String), n: 1 },
    })
    const cursors = 'select count(*), sum(published_seq) from acervo.outbox_cursor'
    expect(await areas.query(cursors)).toEqual([['80', '360']])
    expect(areas.errors).toEqual([])
  })

  test('rows written by hand go out once; those said to be PUBLISHED or DEAD are not touched', async () => {
    await areas.script(`insert into t_north.outbox_events (aggregate_type, aggregate_id, event_type, payload)
      values ('Policy', 'p.*>ñ 1', 'PolicyIssued', '{"partyId": "x"}');
      insert into t_north.outbox_events (aggregate_type, aggregate_id, event_type, payload, status, published_at)
      values ('Policy', 'p2', 'PolicyIssued', '{}', 'PUBLISHED', now()),
        ('Policy', 'p3', 'PolicyIssued', '{}', 'DEAD', null);
      insert into t_north.outbox_events (aggregate_type, aggregate_id, event_type, payload)
      values ('Policy', 'p2', 'PolicyChanged', '{}'), ('Policy', 'p3', 'PolicyChanged', '{}')`)
    start(areas.relayOptions(areas.stream()))
    await untilPending(1)
    const all = await areas.stored()
    expect(all.map(({ aggregateid, sequence, data }) => [aggregateid, sequence, data])).toEqual([
      ['p.*>ñ 1', '1', { partyId: 'x' }],
      ['p2', '2', {}],
    ])
    const dead = `select aggregate_seq, attempts from t_north.outbox_events where status = 'DEAD'`
    expect(await areas.query(dead)).toEqual([['1', '0']])
  })

  test('ten thousand aggregates go out, none twice', async () => {
    await areas.write('north', ids(10_000))
    start(areas.relayOptions(areas.stream()))
    await untilPending(0, 90_000)
    const all = await areas.stored()
    expect(all).toHaveLength(10_000)
    expect(faultsOf(all)).toEqual(noFaults)
  }, 120_000)

  test('numbers that a claim sees before their predecessors wait for them', async () => {
    await areas.write('north', ['a'], 200)
    await areas.write('south', ['a'], 20)
    // The latest come first, and far more of them than one claim takes.
    await areas.script(`update t_north.outbox_events
      set available_at = available_at - aggregate_seq * interval '1 second'`)
    start(areas.relayOptions(areas.stream(), { claimMax: 64 }))
    await untilPending(0)
    const all = await areas.stored()
    expect(all).toHaveLength(220)
    expect(faultsOf(all)).toEqual(noFaults)
  })

  test('published rows that were swept away leave no gap behind', async () => {
    await areas.write('north', ['a'], 3)
    const first = start(areas.relayOptions(areas.stream()))
    await untilPending(0)
    await first.stop()
    await areas.write('north', ['a'], 2)
    await areas.script('delete from t_north.outbox_events where aggregate_seq <= 3')
    await areas.script('truncate acervo.outbox_cursor')
    start(areas.relayOptions(areas.stream()))
    await untilPending(0)
    expect(sequencesOf(await areas.stored(), 'a')).toEqual([1, 2, 3, 4, 5])
  })

  test('a transport that is away costs no event a try', async () => {
    let isAway = true
    const transport = withFaults(areas.stream(), () =>
      isAway ? { kind: 'unavailable', error: new Error('away') } : undefined,
    )
    await areas.write('north', ids(30), 2)
    const relay = start(areas.relayOptions(transport, { attemptsMax: 1 }))
    await until(() => relay.status().trouble === 'away')
    expect(areas.errors.map(({ code }) => code)).toEqual(['ACV500'])
    isAway = false
    await untilPending(0)
    expect(faultsOf(await areas.stored())).toEqual(noFaults)
    expect(await areas.query('select max(attempts) from t_north.outbox_events')).toEqual([['0']])
  })

  test('an event that fails stops its aggregate alone, waits longer each time, and is put aside', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    let isPoison = true
    const transport = withFaults(areas.stream(), ({ subject, body }) =>
      isPoison && subject.endsWith('.a7') && body.includes('"sequence":"2"')
        ? { kind: 'failed', error: new Error('no'), lasting: false }
        : undefined,
    )
    const pace = { attemptsMax: 3, backoffMs: 60_000, backoffMaxMs: 3_600_000 }
    await areas.write('north', ids(30), 3)
    const relay = start(areas.relayOptions(transport, pace))
    await untilPending(2)
    const failed = `select attempts, last_error, status,
      available_at > '2030-01-01T00:00:29Z', available_at <= '2030-01-01T00:01:00Z'
      from t_north.outbox_events where aggregate_id = 'a7' and aggregate_seq = 2`
    expect(await areas.query(failed)).toEqual([['1', 'no', 'PENDING', 't', 't']])

    areas.setClock('2030-01-01T00:10:00Z')
    relay.wake()
    await until(async () => (await areas.query(failed))[0]?.[0] === '2')
    areas.setClock('2030-01-01T00:20:00Z')
    relay.wake()
    await until(async () => (await areas.query(failed))[0]?.[2] === 'DEAD')
    await areas.write('north', ['a7', 'a8'])
    relay.wake()
    await untilPending(2)
    expect(sequencesOf(await areas.stored(), 'a7')).toEqual([1])
    expect(sequencesOf(await areas.stored(), 'a8')).toEqual([1, 2, 3, 4])
    expect(areas.errors.map(({ code }) => code)).toEqual(['ACV501'])
    const [backlog] = await readBacklog(areas.target, areas.databases)
    expect(backlog).toMatchObject({ database: 'north', pending: 2, dead: 1, blocked: 1 })

    isPoison = false
    const [[id] = []] = await areas.query(
      `select id from t_north.outbox_events where status = 'DEAD'`,
    )
    await redriveOutbox(areas.target, areas.north, id as string)
    relay.wake()
    await until(async () => sequencesOf(await areas.stored(), 'a7').length === 4)
    await untilPending(0)
    expect(faultsOf(await areas.stored())).toEqual(noFaults)
  })

  test('a failure that would last is put aside at once', async () => {
    const transport = withFaults(areas.stream(), ({ subject }) =>
      subject.endsWith('.a1')
        ? { kind: 'failed', error: new Error('too large'), lasting: true }
        : undefined,
    )
    await areas.write('north', ids(3))
    start(areas.relayOptions(transport))
    await untilPending(0)
    const dead = `select aggregate_id, attempts, last_error from t_north.outbox_events where status = 'DEAD'`
    expect(await areas.query(dead)).toEqual([['a1', '1', 'too large']])
    expect(await areas.stored()).toHaveLength(2)
  })

  test('a DEAD event that somebody sets to PENDING by hand frees what waits behind it', async () => {
    let isPoison = true
    const transport = withFaults(areas.stream(), () =>
      isPoison ? { kind: 'failed', error: new Error('no'), lasting: true } : undefined,
    )
    await areas.write('north', ['a'], 5)
    start(areas.relayOptions(transport))
    await untilPending(4)
    isPoison = false
    await areas.script(
      `update t_north.outbox_events set status = 'PENDING', available_at = now() where status = 'DEAD'`,
    )
    await untilPending(0)
    expect(sequencesOf(await areas.stored(), 'a')).toEqual([1, 2, 3, 4, 5])
  })

  test('an event whose later ones are out already is put aside, not published late', async () => {
    await areas.write('north', ['a'], 3)
    start(areas.relayOptions(areas.stream()))
    await untilPending(0)
    await areas.script(`update t_north.outbox_events set status = 'PENDING', published_at = null
      where aggregate_seq = 2`)
    await untilPending(0)
    const dead = `select aggregate_seq, last_error from t_north.outbox_events where status = 'DEAD'`
    expect(await areas.query(dead)).toEqual([
      ['2', 'number 3 of its aggregate was published before it'],
    ])
    expect(sequencesOf(await areas.stored(), 'a')).toEqual([1, 2, 3])
  })
})

onPostgres(() => {
  test('a writer whose transaction stays open holds up neither its neighbours nor, later, itself', async () => {
    const writer = await areas.target.direct()
    await writer.script(`begin; insert into t_north.outbox_events (aggregate_type, aggregate_id, event_type, payload)
      select 'Thing', 'slow' || n, 'ThingChanged', '{}' from generate_series(1, 300) n`)
    start(areas.relayOptions(areas.stream()))
    await areas.write('south', ids(50), 2)
    await areas.write('north', ids(50), 2)
    await until(async () => (await areas.stored()).length === 200, 2_000)
    await writer.script('commit')
    await writer.close()
    await until(async () => (await areas.stored()).length === 500)
    expect(faultsOf(await areas.stored())).toEqual(noFaults)
  })
})
