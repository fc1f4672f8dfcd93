// What a policy costs follows from its endorsements by day: both directions, late ones in their place, and the same
// however many come at once. The oracle is written beside the database's way, over fractions.
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { insuranceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

interface Change {
  readonly day: number
  readonly effect: 'ADD' | 'MULTIPLY'
  /** Cents a year to add, or hundredths of a factor. */
  readonly value: number
}

/** In cents x 100^factors x days: exact while the factors are few. */
function priceOf(annual: number, changes: readonly Change[]): bigint {
  const scale = 100n ** BigInt(changes.length)
  let now = BigInt(annual) * scale
  let total = 0n
  let from = 0
  const inOrder = changes
    .map((one, at) => ({ ...one, at }))
    .sort((a, b) => a.day - b.day || a.at - b.at)
  for (const { day, effect, value } of inOrder) {
    total += now * BigInt(day - from)
    from = day
    now = effect === 'ADD' ? now + BigInt(value) * scale : (now * BigInt(value)) / 100n
  }
  total += now * BigInt(365 - from)
  const [half, unit] = [(365n * scale) / 2n, 365n * scale]
  return (total + half) / unit
}

onEachEngine(() => {
  let platform: Few<typeof insuranceMarkets>
  beforeAll(async () => {
    platform = await openFew(...insuranceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.endorsements
  const term = (annualPremium = '365.00') =>
    area().insuredTerm.create({
      data: { policyId: randomUUID(), startsOn: '2026-01-01', endsOn: '2027-01-01', annualPremium },
    })
  const dayOf = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10)
  const endorse = (
    termId: string,
    day: number,
    effect: 'ADD' | 'MULTIPLY' | 'NONE',
    value: string,
  ) =>
    area().endorsement.create({
      data: {
        termId,
        number: randomUUID(),
        effectiveOn: dayOf(day),
        effect,
        value,
        kind: 'COVERAGE',
        description: 'ampliación de coberturas',
      },
    })
  const premiumOf = async (id: string) =>
    Number((await area().insuredTerm.findUnique({ where: { id } }))?.premium)
  const adjustments = async (termId: string) => {
    const rows = await area().premiumAdjustment.findMany({
      where: { termId },
      orderBy: { revision: 'asc' },
    })
    return rows.map(({ amount }) => Number(amount))
  }

  test('a change for the rest of the term is paid by its days, and given back by them', async () => {
    const { id } = await term()
    await endorse(id, 265, 'ADD', '73')
    await endorse(id, 315, 'ADD', '-146')
    // 100 days of 73 a year are 20; 50 days of 146 are 20.
    expect(await adjustments(id)).toEqual([365, 20, -20])
    expect(await premiumOf(id)).toBe(365)
  })

  test('an endorsement that arrives late takes its place, and those after it are computed again', async () => {
    const { id } = await term('100.00')
    await endorse(id, 200, 'MULTIPLY', '2')
    await endorse(id, 100, 'ADD', '100')
    const stretches = await area().premiumStretch.findMany({
      where: { termId: id, supersededAt: null },
      orderBy: { validFrom: 'asc' },
    })
    expect(stretches.map(({ annualPremium }) => Number(annualPremium))).toEqual([100, 200, 400])
    // What was known before stands beside it.
    const known = await area().premiumStretch.findMany({
      where: { termId: id, supersededAt: { not: null } },
      orderBy: [{ recordedAt: 'asc' }, { validFrom: 'asc' }],
    })
    expect(known.map(({ annualPremium }) => Number(annualPremium))).toEqual([100, 100, 200])
  })

  test('a term of a leap year has 366 days, and a void endorsement leaves no trace in the price', async () => {
    const leap = await area().insuredTerm.create({
      data: {
        policyId: randomUUID(),
        startsOn: '2027-06-01',
        endsOn: '2028-06-01',
        annualPremium: '366.00',
      },
    })
    const { id } = await area().endorsement.create({
      data: {
        termId: leap.id,
        number: randomUUID(),
        effectiveOn: '2028-05-22',
        effect: 'ADD',
        value: '366',
        kind: 'RISK',
        description: 'x',
      },
    })
    expect(await premiumOf(leap.id)).toBe(376)
    await area().endorsement.update({ where: { id }, data: { status: 'VOIDED' } })
    expect(await premiumOf(leap.id)).toBe(366)
    expect(await adjustments(leap.id)).toEqual([366, 10, -10])
  })

  test('any series in any order of arrival costs what an independent count says', async () => {
    const change = fc.record({
      day: fc.integer({ min: 0, max: 364 }),
      effect: fc.constantFrom('ADD' as const, 'MULTIPLY' as const),
      value: fc.integer({ min: 1, max: 300 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 5 }), async (changes) => {
        const { id } = await term('1234.56')
        for (const { day, effect, value } of changes)
          await endorse(id, day, effect, (value / 100).toFixed(2))
        expect(Math.round((await premiumOf(id)) * 100)).toBe(Number(priceOf(123456, changes)))
        const sum = (await adjustments(id)).reduce((all, one) => all + Math.round(one * 100), 0)
        expect(sum).toBe(Number(priceOf(123456, changes)))
      }),
      { numRuns: 12 },
    )
  })

  test('nobody types what follows from endorsements', async () => {
    const { id: termId } = await term()
    const now = '2026-01-01T00:00:00Z'
    const stretch = { termId, validFrom: '2026-01-01', validTo: '2026-02-01', annualPremium: '1' }
    const refused = { code: 'ACV306' }
    await expect(
      area().premiumStretch.create({ data: { ...stretch, charge: '1', recordedAt: now } }),
    ).rejects.toMatchObject(refused)
    await expect(area().premiumAdjustment.deleteMany({ where: { termId } })).rejects.toMatchObject(
      refused,
    )
    await expect(endorse(termId, 400, 'ADD', '1')).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('many who endorse one term at once leave one price a day and a ledger that adds up', async () => {
    const attack = async () => {
      const { id } = await term()
      const made = await times(8, (at) => endorse(id, at * 40, 'ADD', '36.50'))
      expect(made).toBe(8)
      const changes = Array.from(
        { length: 8 },
        (_, at): Change => ({ day: at * 40, effect: 'ADD', value: 3650 }),
      )
      const asked = (await adjustments(id)).reduce((all, one) => all + Math.round(one * 100), 0)
      const wrong = asked === Number(priceOf(36500, changes)) ? 0 : 1
      const twice = await countOf(
        platform,
        `select count(*) from ss_endorsements.premium_stretches a join ss_endorsements.premium_stretches b
         on a.term_id = b.term_id and a.id < b.id and a.superseded_at is null and b.superseded_at is null
         and daterange(a.valid_from, a.valid_to) && daterange(b.valid_from, b.valid_to)
         where a.term_id = $1`,
        [id],
      )
      return wrong + twice
    }
    await expectGuarded(platform, {
      attack,
      without: 'drop trigger replay_insert on ss_endorsements.endorsements',
    })
  })
})
