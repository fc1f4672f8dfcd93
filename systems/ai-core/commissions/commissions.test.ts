// Commission accrues on what was collected and on nothing more, what was not earned is taken back by days, and a sealed
// settlement is what it was.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { insuranceMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof insuranceMarkets>
  beforeAll(async () => {
    platform = await openFew(...insuranceMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const area = () => platform.db.commissions
  const agree = (agentId: string, rate = '15', validFrom = '2026-01-01') =>
    area().agreement.create({ data: { agentId, line: 'HOME', rate, validFrom } })
  const collect = (amount = '200.00') =>
    area().premiumCollection.create({
      data: {
        receiptId: randomUUID(),
        policyId: randomUUID(),
        amount,
        collectedOn: '2026-03-01',
        periodStart: '2026-01-01',
        periodEnd: '2027-01-01',
      },
    })
  const accrue = (collectionId: string, agreementId: string, share = '1') =>
    area().commissionEntry.create({ data: { collectionId, agreementId, share } })
  const settle = (agentId: string) =>
    area().settlement.create({
      data: {
        number: randomUUID(),
        agentId,
        periodStart: '2026-01-01',
        periodEnd: '2026-04-01',
      },
    })

  test('the amount is that of the agreement on the premium collected, and takes back by days', async () => {
    const agentId = randomUUID()
    const { id: agreementId } = await agree(agentId, '12.5')
    const { id } = await collect('199.99')
    const entry = await accrue(id, agreementId, '0.6')
    // 199.99 x 12.5 % x 0.6 = 14.99925
    expect([entry.agentId, Number(entry.amount)]).toEqual([agentId, 15])
    // 92 days of 365 were not earned: 15 x 92 / 365 = 3.78
    await area().premiumCollection.update({ where: { id }, data: { cancelledOn: '2026-10-01' } })
    const [clawback] = await area().commissionEntry.findMany({ where: { reversesId: entry.id } })
    expect([clawback?.kind, Number(clawback?.amount)]).toEqual(['CLAWBACK', -3.78])
    await expect(
      area().premiumCollection.update({ where: { id }, data: { cancelledOn: '2026-12-01' } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('without a collected premium nothing accrues, nor under an agreement of other days', async () => {
    const { id: agreementId } = await agree(randomUUID(), '10', '2026-03-02')
    await expect(accrue(randomUUID(), agreementId)).rejects.toThrow()
    const { id } = await collect()
    await expect(accrue(id, agreementId)).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('agents who share a premium at once never share more than all of it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await collect()
        const agreements = await Promise.all(Array.from({ length: 6 }, () => agree(randomUUID())))
        await times(6, (at) => accrue(id, agreements[at]?.id ?? '', '0.3'))
        const collection = await area().premiumCollection.findUnique({ where: { id } })
        return Math.max(0, Number(collection?.shareTotal) - 1)
      },
      without:
        'alter table ss_commissions.premium_collections drop constraint premium_collections_shares_check',
    })
  })

  test('a premium that is cancelled while agents still enter takes back from every one of them', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await collect()
        const agreements = await Promise.all(Array.from({ length: 6 }, () => agree(randomUUID())))
        await times(7, (at) =>
          at === 3
            ? area().premiumCollection.update({
                where: { id },
                data: { cancelledOn: '2026-06-01' },
              })
            : accrue(id, agreements[at < 3 ? at : at - 1]?.id ?? '', '0.1'),
        )
        return countOf(
          platform,
          `select count(*) from ss_commissions.commission_entries e where e.collection_id = $1
           and e.kind = 'ACCRUAL' and not exists (
             select from ss_commissions.commission_entries c where c.reverses_id = e.id)`,
          [id],
        )
      },
      without: 'drop trigger locked_by_collection_id_insert on ss_commissions.commission_entries',
    })
  })

  test('what is sealed is neither added to nor taken from, by however many', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const agentId = randomUUID()
        const { id: agreementId } = await agree(agentId)
        const entries = await Promise.all(
          Array.from({ length: 6 }, async () => accrue((await collect()).id, agreementId)),
        )
        const { id } = await settle(agentId)
        const enter = (at: number) =>
          area().commissionEntry.update({
            where: { id: entries[at]?.id ?? '' },
            data: { settlementId: id },
          })
        await enter(0)
        await times(6, (at) =>
          at === 2
            ? area().settlement.update({ where: { id }, data: { status: 'SEALED' } })
            : enter(at),
        )
        const sealed = await area().settlement.findUnique({ where: { id } })
        const late = await times(2, (at) =>
          at === 0
            ? enter(2)
            : area().commissionEntry.update({
                where: { id: entries[0]?.id ?? '' },
                data: { settlementId: null },
              }),
        )
        const after = await area().settlement.findUnique({ where: { id } })
        const sum = await countOf(
          platform,
          'select coalesce(sum(amount), 0) from ss_commissions.commission_entries where settlement_id = $1',
          [id],
        )
        return (
          late + (sealed?.total === after?.total ? 0 : 1) + (Number(after?.total) === sum ? 0 : 1)
        )
      },
      without: `drop trigger locked_by_settlement_id_update on ss_commissions.commission_entries;
        drop trigger frozen_update on ss_commissions.settlements`,
    })
  })

  test('a commission is settled with its own agent, and its ledger is only added to', async () => {
    const { id: agreementId } = await agree(randomUUID())
    const entry = await accrue((await collect()).id, agreementId)
    const foreign = await settle(randomUUID())
    const where = { id: entry.id }
    await expect(
      area().commissionEntry.update({ where, data: { settlementId: foreign.id } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
    await expect(area().commissionEntry.delete({ where })).rejects.toMatchObject({ code: 'ACV306' })
    await expect(
      platform.query('update ss_commissions.commission_entries set amount = 1 where id = $1', [
        entry.id,
      ]),
    ).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('an agent has one rate a day for a line', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const agentId = randomUUID()
        return (await times(6, (at) => agree(agentId, `${10 + at}`))) - 1
      },
      without:
        'alter table ss_commissions.agreements drop constraint agreements_one_rate_a_day_excl',
    })
  })
})
