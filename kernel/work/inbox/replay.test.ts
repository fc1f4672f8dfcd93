// What handlers made can be made again: a replay from zero ends in the same state, however events arrived.
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Ledger, openLedger } from '../../../test/support/work.ts'
import { stateHash } from '../state-hash.ts'
import { type Inbox, openInbox } from './inbox.ts'
import { replay } from './replay.ts'
import { findSubscription } from './subscription.ts'

onEachEngine(() => {
  let ledger: Ledger
  let inbox: Inbox
  let isFailing = false

  beforeAll(async () => {
    ledger = await openLedger(({ payload }) => {
      if (isFailing && payload.amount === '2.00') throw new Error('not now')
    })
    const { acervo } = ledger.platform
    inbox = await openInbox({
      platform: acervo,
      subscription: findSubscription(acervo.model, 'ledger'),
    })
  })
  afterAll(() => ledger?.platform.close())
  beforeEach(async () => {
    isFailing = false
    await ledger.empty()
  })

  const hash = () => stateHash(ledger.platform.acervo, 'ledger', ['entry'])

  async function placeSome(): Promise<readonly string[]> {
    await ledger.place([1, 2, 3, 4])
    const { order } = ledger.platform.db.sales
    for (const number of [1, 1, 2, 3])
      await order.updateMany({
        where: { number },
        data: { amount: `${Math.random() * 99}`.slice(0, 4) },
      })
    return ledger.bodies()
  }

  test('the state is the same after a replay, however events arrived', async () => {
    const bodies = await placeSome()
    const twice = [...bodies.keys(), ...bodies.keys()]
    const arrival = fc.shuffledSubarray(twice, { minLength: bodies.length })
    let seen: string | undefined
    await fc.assert(
      fc.asyncProperty(arrival, fc.integer({ min: 1, max: 20 }), async (order, size) => {
        await ledger.platform.query(
          'truncate t_ledger.entries, t_ledger.inbox_events, acervo.inbox_cursor',
        )
        const all = [...order, ...bodies.keys()]
        for (let at = 0; at < all.length; at += size)
          await inbox.receive(all.slice(at, at + size).map((place) => bodies[place] ?? ''))
        const before = await hash()
        seen ??= before
        expect(before).toBe(seen)
        expect(await replay(ledger.platform.acervo, 'ledger', { batchMax: 3 })).toBe(bodies.length)
        expect(await hash()).toBe(before)
      }),
      { numRuns: 12 },
    )
  })

  test('a replay undoes what was changed by hand', async () => {
    await inbox.receive(await placeSome())
    const before = await hash()
    await ledger.platform.query(
      "update t_ledger.entries set amount = amount + 1 where kind = 'OrderPlaced'",
    )
    expect(await hash()).not.toBe(before)
    await replay(ledger.platform.acervo, 'ledger')
    expect(await hash()).toBe(before)
  })

  test('a replay that was cut short is ended by whoever comes next', async () => {
    const bodies = await placeSome()
    await inbox.receive(bodies)
    const before = await hash()
    isFailing = true
    await expect(replay(ledger.platform.acervo, 'ledger', { batchMax: 1 })).rejects.toThrow()
    isFailing = false
    await inbox.retryDue()
    expect(await hash()).toBe(before)
  })

  test('a dead event stays dead, and its aggregate waits as before', async () => {
    isFailing = true
    await inbox.receive(await placeSome())
    await ledger.platform.query(
      "update t_ledger.inbox_events set status = 'DEAD' where attempts > 0",
    )
    const before = await hash()
    isFailing = false
    await replay(ledger.platform.acervo, 'ledger')
    expect(await hash()).toBe(before)
    expect((await ledger.inbox()).filter((row) => row.endsWith('DEAD'))).toEqual(['1 DEAD'])
  })

  test('the hash sees every column and every row, and no order', async () => {
    const empty = await hash()
    await inbox.receive(await placeSome())
    const full = await hash()
    expect(full).not.toBe(empty)
    await ledger.platform.query("delete from t_ledger.entries where kind = 'OrderPriced'")
    expect(await hash()).not.toBe(full)
    await expect(stateHash(ledger.platform.acervo, 'ledger', ['entri'])).rejects.toMatchObject({
      code: 'ACV202',
    })
  })
})
