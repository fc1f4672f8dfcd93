// A platform at work: what is committed in one database reaches the other one by itself, and a drain leaves nothing
// half done.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Ledger, openLedger } from '../../test/support/work.ts'
import { startWork } from './index.ts'

const natsUrl = process.env.ACERVO_TEST_NATS_URL
const transports: readonly (readonly [string, string | undefined])[] = [
  ['postgres', undefined],
  ...(natsUrl ? ([['nats', natsUrl]] as const) : []),
]

onEachEngine(() => {
  let ledger: Ledger
  let isFailing = false
  beforeAll(async () => {
    ledger = await openLedger(() => {
      if (isFailing) throw new Error('not now')
    })
  })
  afterAll(() => ledger?.platform.close())
  beforeEach(async () => {
    isFailing = false
    await ledger.empty()
  })

  const start = (url: string | undefined, onError: (error: unknown) => void = fail) => {
    const name = `t${Math.random().toString(36).slice(2)}`
    const nats = url === undefined ? {} : { natsUrl: url, prefix: name, stream: name }
    return startWork(ledger.platform.acervo, { ...nats, onError })
  }
  const fail = (error: unknown) => {
    throw error
  }
  const applied = (count: number) => () =>
    expect(ledger.inbox()).resolves.toEqual(Array(count).fill('1 APPLIED'))
  const soon = { timeout: 20_000, interval: 20 }

  test.each(transports)(
    'over %s what one database writes reaches the other one',
    async (_, url) => {
      const work = await start(url)
      await ledger.place([1, 2, 3])
      await vi.waitFor(applied(3), soon)
      const { lag, relays } = await work.status()
      expect(relays.map(({ isWorking }) => isWorking)).toEqual([true])
      expect(lag.outboxes).toMatchObject([{ database: 'sales', pending: 0, dead: 0 }])
      await work.drain()
      // Nobody works: what is written waits.
      await ledger.place([4])
      expect((await ledger.inbox()).length).toBe(3)
      const again = await start(url)
      await vi.waitFor(applied(4), soon)
      await again.drain()
    },
  )

  test('a commit wakes the relay: nobody waits for its next turn', async () => {
    const heard: string[] = []
    const stop = ledger.platform.acervo.onCommit((database) => heard.push(database))
    const { db } = ledger.platform
    await ledger.place([1])
    await db.sales.order.findMany()
    await db.ledger.entry.findMany()
    await db.transaction(['sales'], async (tx) => tx.sales.order.count())
    stop()
    await ledger.place([2])
    expect(heard).toEqual(['sales', 'sales'])
  })

  test('a handler that failed is tried again by itself', async () => {
    isFailing = true
    const errors: unknown[] = []
    const work = await start(undefined, (error) => errors.push(error))
    await ledger.place([1])
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(0), soon)
    isFailing = false
    await vi.waitFor(applied(1), soon)
    await work.drain()
  })
})
