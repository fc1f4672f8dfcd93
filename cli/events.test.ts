// `acervo events ...` against a shop whose ledger listens, with a relay at work.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { type Inbox, openInbox } from '../kernel/work/inbox/inbox.ts'
import { findSubscription } from '../kernel/work/inbox/subscription.ts'
import { openTransport } from '../kernel/work/open-transport.ts'
import { startRelay } from '../kernel/work/relay/relay.ts'
import type { Transport } from '../kernel/work/transport.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { type Ledger, openLedger } from '../test/support/work.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

onEachEngine(() => {
  let ledger: Ledger
  let inbox: Inbox
  let transport: Transport
  let host: Host
  let isFailing = false
  const onError = (error: unknown) => {
    throw error
  }

  beforeAll(async () => {
    ledger = await openLedger(() => {
      if (isFailing) throw new Error('no room in the ledger')
    })
    const { acervo } = ledger.platform
    transport = await openTransport(acervo, { onError })
    inbox = await openInbox({
      platform: acervo,
      subscription: findSubscription(acervo.model, 'ledger'),
    })
    host = makeHost(acervo)
  })
  beforeEach(async () => {
    isFailing = false
    await ledger.empty()
    await ledger.platform.query('truncate acervo.outbox_cursor, acervo.stream_event')
  })
  afterAll(() => ledger.platform.close())

  const open = (parts: FakeParts = {}) => makeTerminal(parts)
  async function run(argv: readonly string[], parts: FakeParts = {}) {
    const io = open(parts)
    return { code: await runCommand(['events', ...argv], io, host), ...io.written }
  }

  /** Two orders; the first event of the first is dead in the ledger, one waits behind it. */
  async function putAside(): Promise<string> {
    await ledger.place([1, 2])
    await ledger.platform.db.sales.order.updateMany({
      where: { number: 1 },
      data: { amount: '9.00' },
    })
    isFailing = true
    await inbox.receive(await ledger.bodies())
    isFailing = false
    await ledger.platform.query(
      `update t_ledger.inbox_events set status = 'DEAD' where aggregate_seq = 1 and envelope->'data'->>'amount' = '1.00'`,
    )
    const { rows } = await ledger.platform.query(
      `select event_id from t_ledger.inbox_events where status = 'DEAD'`,
    )
    return String(rows[0]?.[0])
  }

  test('lag is told by database, and ends with 1 while an event is dead', async () => {
    await ledger.place([1, 2])
    const well = await run(['lag'])
    expect(well.code).toBe(0)
    expect(well.out).toMatch(/sales +2 /)
    expect(well.out).toMatch(/ledger +sales/)
    await ledger.empty()
    await putAside()
    const ill = await run(['lag', '--json'])
    expect(ill.code).toBe(1)
    expect(JSON.parse(ill.out).consumers).toMatchObject([{ database: 'ledger', dead: 1 }])
    expect((await run(['lag'], { language: 'es' })).out).toContain('acervo events dead dice')
  })

  test('dead events are listed, shown and driven again', async () => {
    const id = await putAside()
    const list = await run(['dead'])
    expect(list.out).toContain(id)
    expect(list.out).toContain('no room in the ledger')
    const show = await run(['dead', 'show', id])
    expect(show.out).toContain('"specversion": "1.0"')
    expect(show.out).toMatch(/inbox ledger/)
    const again = await run(['replay', id])
    expect([again.code, again.out]).toEqual([0, expect.stringContaining('tried again in ledger')])
    expect(await ledger.inbox()).toContain('2 APPLIED')
    expect((await run(['dead'])).out).toContain('No event was put aside.')
    expect(JSON.parse((await run(['dead', 'list', '--json'])).out)).toEqual([])
  })

  test('a replay from zero says what it does and waits for --yes', async () => {
    await ledger.place([1, 2])
    await inbox.receive(await ledger.bodies())
    const before = await ledger.entries()
    const asked = await run(['replay', '--database', 'ledger', '--from-zero'])
    expect([asked.code, await ledger.entries()]).toEqual([2, before])
    expect(asked.err).toContain('only handlers write')
    await ledger.platform.query('delete from t_ledger.entries')
    const done = await run(['replay', '--database', 'ledger', '--from-zero', '--yes', '--json'])
    expect(JSON.parse(done.out)).toEqual({ database: 'ledger', applied: 2 })
    expect(await ledger.entries()).toEqual(before)
  })

  test('tail shows what is published from now on until it is stopped', async () => {
    const platform = ledger.platform.acervo
    const io = open()
    const tailing = runCommand(['events', 'tail', '--type', 'OrderPlaced', '--json'], io, host)
    const [target] = ledger.platform.targets.all()
    if (target === undefined) throw new Error('no target')
    const databases = [...platform.model.databases.values()]
    const relay = startRelay({
      target,
      databases,
      transport,
      prefix: 'acervo',
      holder: 'test',
      onError,
    })
    try {
      // The tail begins at its first look; an order may be placed before it.
      let number = 0
      await vi.waitFor(async () => {
        await ledger.place([++number])
        relay.wake()
        expect(io.written.out).not.toBe('')
      }, 10_000)
    } finally {
      await relay.stop()
    }
    io.cancel()
    expect(await tailing).toBe(0)
    const [first = '{}'] = io.written.out.split('\n')
    expect(JSON.parse(first)).toMatchObject({ type: 'OrderPlaced', source: '/acervo/sales' })
  })

  test.each([
    [['replay'], 2, 'either the id'],
    [['replay', 'x', '--from-zero', '--database', 'ledger'], 2, 'either the id'],
    [['replay', '--from-zero'], 2, 'either the id'],
    [['replay', 'x'], 1, 'ACV205'],
    [['replay', '018f6b1e-0000-7000-8000-000000000000'], 1, 'acervo events dead'],
    [['replay', '--database', 'sales', '--from-zero', '--yes'], 1, 'listens to nothing'],
    [['tail', '--database', 'sale'], 1, "Perhaps you meant 'sales'."],
    [['dead', 'show', 'x'], 1, 'ACV205'],
    [['dead', 'shw'], 2, "Perhaps you meant 'events dead show'."],
    [['lags'], 2, "Perhaps you meant 'events lag'."],
  ])('%j ends with %i and says why', async (argv, code, words) => {
    const { code: ended, err } = await run(argv)
    expect(err).toContain(words)
    expect(ended).toBe(code)
  })
})
