// The stream inside PostgreSQL: positions without gaps, a fence for each subject, consumers that lose nothing.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Areas, openAreas, prefix, until } from '../../../test/support/events/areas.ts'
import type { Delivery, Outgoing } from '../transport.ts'
import { toSubject } from '../transport.ts'
import { createPostgresTransport, type PostgresTransport } from './postgres-transport.ts'

onEachEngine(() => {
  let areas: Areas
  let stopping: AbortController
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.close())
  beforeEach(async () => {
    stopping = new AbortController()
    await areas.empty()
  })
  const open = (keepMs?: number): PostgresTransport =>
    createPostgresTransport({
      target: areas.target,
      prefix,
      holder: randomUUID(),
      settings: areas.settings,
      onError: (error) => areas.errors.push(error),
      ...(keepMs === undefined ? {} : { keepMs }),
    })
  const event = (source: string, id: string, expected = 0n, body = id): Outgoing => ({
    eventId: randomUUID(),
    subject: toSubject(prefix, [source, 'Thing', id]),
    expected,
    body,
  })
  const publish = (transport: PostgresTransport, ...events: Outgoing[]) =>
    transport.publish(events, stopping.signal)
  const stored = (sequence: bigint) => ({ kind: 'stored', sequence })

  test('positions follow each other, whatever is refused between them', async () => {
    const transport = open()
    const [a, b] = [event('north', 'a'), event('north', 'b', 5n)]
    expect(await publish(transport, a, b, event('north', 'c'))).toEqual([
      stored(1n),
      { kind: 'fenced' },
      stored(2n),
    ])
    expect(await transport.last(b.subject)).toBeUndefined()
    expect(await transport.last(a.subject)).toEqual({ sequence: 1n, eventId: a.eventId })
    expect(await publish(transport, event('north', 'a', 0n), event('north', 'a2'))).toEqual([
      { kind: 'fenced' },
      stored(3n),
    ])
    expect(await publish(transport, event('north', 'a', 1n))).toEqual([stored(4n)])
  })

  test('an event that is stored already answers where it stands', async () => {
    const transport = open()
    const a = event('north', 'a')
    expect(await publish(transport, a)).toEqual([stored(1n)])
    expect(await publish(transport, a, event('north', 'b'))).toEqual([stored(1n), stored(2n)])
  })

  test('publishers at the same time get one order', async () => {
    const transports = [open(), open(), open()]
    const answers = await Promise.all(
      transports.flatMap((transport, of) =>
        Array.from({ length: 10 }, (_, at) =>
          publish(transport, event('north', `${of}-${at}`), event('north', `${of}-${at}x`)),
        ),
      ),
    )
    const positions = answers
      .flat()
      .map((answer) => 'sequence' in answer && Number(answer.sequence))
    expect(positions.sort((a, b) => Number(a) - Number(b))).toEqual(
      Array.from({ length: 60 }, (_, at) => at + 1),
    )
  })

  test('a value that PostgreSQL cannot hold fails alone', async () => {
    const answers = await publish(
      open(),
      event('north', 'a'),
      event('north', 'b', 0n, 'zero \0 byte'),
      event('north', 'c'),
    )
    expect(answers).toMatchObject([stored(1n), { kind: 'failed', lasting: true }, stored(2n)])
  })

  /** Takes what comes, answering each by `answer`. */
  const consume = (
    transport: PostgresTransport,
    answer: (delivery: Delivery) => Promise<void>,
    { durable = 'd', sources = ['north'], signal = stopping.signal } = {},
  ) => {
    const got: string[] = []
    const done = transport.consume({
      durable,
      sources,
      signal,
      deliver: async (batch) => {
        for (const delivery of batch) {
          got.push(delivery.body)
          await answer(delivery)
        }
      },
    })
    return { got, done }
  }
  const ack = (delivery: Delivery) => delivery.ack()

  test('a durable gets its sources in order, from the beginning and on', async () => {
    const transport = open()
    await publish(transport, event('north', 'a'), event('south', 'b'), event('northern', 'c'))
    const { got, done } = consume(transport, ack)
    await until(() => got.length === 1)
    await publish(transport, event('north', 'd'), event('north', 'e'))
    await until(() => got.length === 3)
    await until(async () => (await transport.lag({ durable: 'd', sources: ['north'] })) === 0)
    stopping.abort()
    await done
    expect(got).toEqual(['a', 'd', 'e'])
    expect(await areas.query('select name, position from acervo.stream_consumer')).toEqual([
      ['d', '5'],
    ])
  })

  test('what is not acknowledged comes again, to whoever consumes next, and holds up nothing behind it', async () => {
    const transport = open()
    await publish(transport, event('north', 'a'), event('north', 'b'), event('north', 'c'))
    const first = new AbortController()
    const before = consume(transport, async (one) => (one.body === 'b' ? undefined : one.ack()), {
      signal: first.signal,
    })
    await until(() => before.got.length === 3)
    first.abort()
    await before.done
    expect(await transport.lag({ durable: 'd', sources: ['north'] })).toBe(2)
    const after = consume(open(), ack)
    await until(() => after.got.length === 2)
    expect(after.got).toEqual(['b', 'c'])
    stopping.abort()
    await after.done
  })

  test('one that is to be tried again comes later, counted, while others go on', async () => {
    const transport = open()
    await publish(transport, event('north', 'a'), event('north', 'b'))
    const counts: number[] = []
    const { got, done } = consume(transport, (one) => {
      if (one.body === 'a') counts.push(one.redelivered)
      return one.body === 'a' && one.redelivered < 2 ? one.retry(10) : one.ack()
    })
    await until(() => counts.length === 3)
    expect(got).toEqual(['a', 'b', 'a', 'a'])
    expect(counts).toEqual([0, 1, 2])
    await until(async () => (await transport.lag({ durable: 'd', sources: ['north'] })) === 0)
    stopping.abort()
    await done
  })

  test('two processes with one durable: the second waits for the lease and repeats nothing', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    const transport = open()
    await publish(transport, event('north', 'a'))
    const first = new AbortController()
    const one = consume(transport, ack, { signal: first.signal })
    await until(() => one.got.length === 1)
    const other = consume(open(), ack)
    await publish(transport, event('north', 'b'))
    await until(() => one.got.length === 2)
    first.abort()
    await one.done
    await publish(transport, event('north', 'c'))
    await until(() => other.got.length === 1)
    expect([one.got, other.got]).toEqual([['a', 'b'], ['c']])
    stopping.abort()
    await other.done
  })

  test('only what every durable has passed and is old goes', async () => {
    areas.setClock('2030-01-01T00:00:00Z')
    const transport = open(60_000)
    await publish(transport, event('north', 'a'), event('north', 'b'))
    areas.setClock('2030-01-01T00:00:50Z')
    await publish(transport, event('north', 'c'), event('north', 'd'))
    areas.setClock('2030-01-01T00:01:30Z')
    expect(await transport.trim()).toBe(0)
    await areas.script(`insert into acervo.stream_consumer values ('x', 4, now()), ('y', 1, now())`)
    expect(await transport.trim()).toBe(1)
    await areas.script(`update acervo.stream_consumer set position = 4`)
    expect(await transport.trim()).toBe(1)
    expect(await areas.query('select envelope from acervo.stream_event order by position')).toEqual(
      [['c'], ['d']],
    )
  })

  test('a tail hears what is published from now on', async () => {
    const transport = open()
    await publish(transport, event('north', 'before'))
    const heard: string[] = []
    const listening = (async () => {
      for await (const body of transport.tail({ sources: ['north'], signal: stopping.signal }))
        heard.push(body)
    })()
    await until(async () => {
      if (heard.length === 0) await publish(transport, event('north', randomUUID()))
      return heard.length > 0
    })
    await publish(transport, event('south', 'other'), event('north', 'last'))
    await until(() => heard.includes('last'))
    expect(heard).not.toContain('before')
    expect(heard).not.toContain('other')
    stopping.abort()
    await listening
  })
})
