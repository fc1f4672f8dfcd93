// A carrier has one price a day for an age and a risk, and what was published is not rewritten.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { insuranceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof insuranceMarkets>
  beforeAll(async () => {
    platform = await openFew(...insuranceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.carriers
  let codes = 0
  const carrier = () => {
    codes += 1
    const code = `C${String(codes).padStart(4, '0')}`
    return area().carrier.create({ data: { code, name: 'Aseguradora' } })
  }
  const card = async (carrierId: string, version = 1) =>
    area().rateCard.create({ data: { carrierId, line: 'HOME', version, validFrom: '2026-01-01' } })
  const rate = (rateCardId: string, ageFrom: number, ageTo: number) =>
    area().rate.create({
      data: { rateCardId, riskClass: 'STANDARD', ageFrom, ageTo, annualPremium: '100' },
    })
  const publish = (id: string) =>
    area().rateCard.update({ where: { id }, data: { status: 'PUBLISHED' } })

  test('of two cards that are published at once for the same days, one is', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await carrier()
        const cards = await Promise.all([1, 2, 3, 4].map((version) => card(id, version)))
        return (await times(4, (at) => publish(cards[at]?.id ?? ''))) - 1
      },
      without: 'alter table ss_carriers.rate_cards drop constraint rate_cards_one_card_a_day_excl',
    })
  })

  test('an age has one price on a card', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await card((await carrier()).id)
        return (await times(5, (at) => rate(id, at * 5, 60))) - 1
      },
      without: 'alter table ss_carriers.rates drop constraint rates_one_rate_an_age_excl',
    })
  })

  test('rates that come while a card is published are in it as it was published, or not at all', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await card((await carrier()).id)
        await rate(id, 0, 10)
        await times(5, (at) => (at === 2 ? publish(id) : rate(id, 10 + at * 10, 20 + at * 10)))
        const late = await times(3, (at) => rate(id, 100 + at * 5, 105 + at * 5))
        return late
      },
      without: 'drop trigger locked_by_rate_card_id_insert on ss_carriers.rates',
    })
  })

  test('a published card keeps its days, but for its end', async () => {
    const { id } = await card((await carrier()).id)
    await publish(id)
    const where = { id }
    await expect(
      area().rateCard.update({ where, data: { validFrom: '2025-01-01' } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
    const ended = await area().rateCard.update({ where, data: { validTo: '2026-07-01' } })
    expect(ended.publishedAt).not.toBeNull()
  })

  test('one adapter does a thing at a time, and none over an open line', async () => {
    const adapter = (carrierId: string, url: string) =>
      area().adapter.create({
        data: { carrierId, operation: 'QUOTE', protocol: 'REST', url, status: 'ACTIVE' },
      })
    const { id } = await carrier()
    await expect(adapter(id, 'http://example.com')).rejects.toMatchObject({ code: 'ACV304' })
    await expectGuarded(platform, {
      attack: async () => {
        const { id: other } = await carrier()
        return (await times(4, () => adapter(other, 'https://example.com'))) - 1
      },
      without: 'drop index ss_carriers.adapters_one_active_key',
    })
  })
})
