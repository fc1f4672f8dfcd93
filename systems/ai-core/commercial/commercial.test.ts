// An offer is the sum of its lines, and what was sent is not rewritten: a new price is a new version, one of which is
// accepted.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).commercial
  const draft = (number: string = randomUUID(), version = 1, validUntil = '2999-01-01') =>
    as().offer.create({
      data: { number, version, partyId: randomUUID(), owner: 'user:ana', validUntil },
    })
  const line = (offerId: string, position: number) =>
    as().offerLine.create({
      data: {
        offerId,
        position,
        productCode: 'HOGAR',
        description: 'Hogar',
        quantity: '3',
        unitPrice: '9.99',
        discount: '10',
      },
    })
  const move = (id: string, stage: 'SENT' | 'ACCEPTED' | 'DECLINED') =>
    as().offer.update({ where: { id }, data: { stage } })

  test('lines that come while an offer is sent are in its sum or refused', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await draft()
        await line(id, 1)
        await times(6, (at) => (at === 3 ? move(id, 'SENT') : line(id, at + 2)))
        const sent = await as().offer.findUnique({ where: { id } })
        const late = await times(3, (at) => line(id, at + 20))
        const sum = await countOf(
          platform,
          'select sum(amount) from sm_commercial.offer_lines where offer_id = $1',
          [id],
        )
        // 3 x 9.99 less a tenth is 26.97.
        expect(Number(sent?.total) % 26.97).toBeLessThan(26.97)
        return late + (Number(sent?.total) === sum ? 0 : 1)
      },
      without: `drop trigger locked_by_offer_id_insert on sm_commercial.offer_lines;
        drop trigger frozen_update on sm_commercial.offers`,
    })
  })

  test('of the versions of an offer one is accepted, and in time', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const number = randomUUID()
        const versions = await Promise.all([1, 2, 3].map((version) => draft(number, version)))
        for (const { id } of versions) {
          await line(id, 1)
          await move(id, 'SENT')
        }
        return (await times(3, (at) => move(versions[at]?.id ?? '', 'ACCEPTED'))) - 1
      },
      without: 'drop index sm_commercial.offers_one_accepted_key',
    })
    const { id } = await draft(randomUUID(), 1, '2020-01-01')
    await line(id, 1)
    await move(id, 'SENT')
    await expect(move(id, 'ACCEPTED')).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('an empty offer is not sent, and each stage that an offer had is kept', async () => {
    const { id } = await draft()
    await expect(move(id, 'SENT')).rejects.toMatchObject({ code: 'ACV304' })
    await line(id, 1)
    await move(id, 'SENT')
    await move(id, 'DECLINED')
    const moments = await as().offerMoment.findMany({
      where: { offerId: id },
      orderBy: { validFrom: 'asc' },
    })
    expect(moments.map(({ stage }) => stage)).toEqual(['DRAFT', 'DRAFT', 'SENT', 'DECLINED'])
  })

  test('somebody has one target a day for a line', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const owner = randomUUID()
        const set = await times(6, (at) =>
          as().salesTarget.create({
            data: {
              owner,
              line: 'ENERGY',
              periodStart: `2026-0${at + 1}-01`,
              periodEnd: '2026-12-01',
              amount: '1000',
            },
          }),
        )
        return set - 1
      },
      without:
        'alter table sm_commercial.sales_targets drop constraint sales_targets_one_target_a_day_excl',
    })
  })
})
