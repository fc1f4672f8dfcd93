// One holder at a time by the database's clock, and a token by which a late one is known.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { type Areas, openAreas } from '../../test/support/events/areas.ts'
import { Lease } from './lease.ts'

onEachEngine(() => {
  let areas: Areas
  beforeAll(async () => {
    areas = await openAreas()
  })
  afterAll(() => areas?.close())
  beforeEach(async () => {
    await areas.empty()
    areas.setClock('2030-01-01T00:00:00Z')
  })
  const open = (holder: string, name = 'work', beside = new Set<Lease>()): Lease =>
    new Lease({
      target: areas.target,
      name,
      holder,
      leaseMs: 10_000,
      beside,
      context: () => ({ settings: areas.settings(), role: 'acervo_worker' }),
    })

  test('another gets it when it has expired and not before, with a higher token', async () => {
    const [one, other] = [open('one'), open('other')]
    expect(await one.confirm()).toBe(1n)
    areas.setClock('2030-01-01T00:00:09Z')
    expect(await other.confirm()).toBeUndefined()
    expect(await one.confirm()).toBe(1n)
    areas.setClock('2030-01-01T00:00:18Z')
    expect(await other.confirm()).toBeUndefined()
    areas.setClock('2030-01-01T00:00:19Z')
    expect(await other.confirm()).toBe(2n)
    expect(await one.confirm()).toBeUndefined()
    expect(await other.keep()).toBe(2n)
  })

  test('one that expired unnoticed is still the holder, with the same token', async () => {
    const one = open('one')
    await one.confirm()
    areas.setClock('2030-01-02T00:00:00Z')
    expect(await one.confirm()).toBe(1n)
  })

  test('those of one process that stand beside each other are renewed with whichever asks', async () => {
    const [ours, theirs] = [new Set<Lease>(), new Set<Lease>()]
    const [one, two] = [open('one', 'work', ours), open('one', 'play', ours)]
    const [work, play] = [open('other', 'work', theirs), open('other', 'play', theirs)]
    expect(await one.confirm()).toBe(1n)
    expect(two.token).toBe(1n)
    areas.setClock('2030-01-01T00:00:09Z')
    await two.confirm()
    areas.setClock('2030-01-01T00:00:18Z')
    expect([await work.confirm(), play.token]).toEqual([undefined, undefined])
    // What is given back is no longer asked for with the others.
    await Promise.all([one.confirm(), two.release()])
    await one.confirm()
    expect([await play.confirm(), work.token, two.token]).toEqual([2n, undefined, undefined])
  })

  test('given back, it is free at once; a late one does not take it from the next', async () => {
    const [one, other] = [open('one'), open('other')]
    await one.confirm()
    await one.release()
    expect(one.token).toBeUndefined()
    expect(await other.confirm()).toBe(2n)
    await one.release()
    expect(await open('third').confirm()).toBeUndefined()
  })
})
