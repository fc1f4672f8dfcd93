// A policy lives as declared, costs one premium a day, and is renewed once or refused in time, however many try at once.
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

  const area = () => platform.db.policies
  const manage = (status: 'QUOTED' | 'IN_FORCE' = 'IN_FORCE') =>
    area().managedPolicy.create({
      data: {
        policyId: randomUUID(),
        partyId: randomUUID(),
        status,
        startsOn: '2026-01-01',
        endsOn: '2027-01-01',
      },
    })

  test('a term is renewed once, whoever renews it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: managedPolicyId } = await manage()
        await times(8, () =>
          area().renewal.create({ data: { managedPolicyId, termEndsOn: '2027-01-01' } }),
        )
        return (await area().renewal.count({ where: { managedPolicyId } })) - 1
      },
      without:
        'alter table ss_policies.renewals drop constraint renewals_managed_policy_id_term_ends_on_key',
    })
  })

  test('a day has one premium', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: managedPolicyId } = await manage()
        await times(6, (at) =>
          area().policyTerm.create({
            data: {
              managedPolicyId,
              effectiveFrom: `2026-0${at + 1}-01`,
              effectiveTo: '2026-12-01',
              annualPremium: '100',
            },
          }),
        )
        return countOf(
          platform,
          `select count(*) from ss_policies.policy_terms a join ss_policies.policy_terms b
           on a.managed_policy_id = b.managed_policy_id and a.id < b.id
           and daterange(a.effective_from, a.effective_to) && daterange(b.effective_from, b.effective_to)`,
        )
      },
      without:
        'alter table ss_policies.policy_terms drop constraint policy_terms_one_term_a_day_excl',
    })
  })

  test('a policy ends in one way, and a term is not written for one that ended', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id: managedPolicyId } = await manage()
        const term = { managedPolicyId, effectiveFrom: '2026-01-01', annualPremium: '1' }
        const end = { status: 'CANCELLED', statusReason: 'baja' } as const
        await area().managedPolicy.update({ where: { id: managedPolicyId }, data: end })
        await times(3, () => area().policyTerm.create({ data: term }))
        return area().policyTerm.count({ where: { managedPolicyId } })
      },
      without: 'drop trigger locked_by_managed_policy_id_insert on ss_policies.policy_terms',
    })
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await manage()
        const ends = ['LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'] as const
        const moved = await times(4, (at) =>
          area().managedPolicy.update({
            where: { id },
            data: { status: ends[at] ?? 'LAPSED', statusReason: 'fin' },
          }),
        )
        return moved - 1
      },
      without:
        'drop trigger states_update on ss_policies.managed_policies; drop trigger frozen_update on ss_policies.managed_policies',
    })
  })

  test('a renewal is refused in time by whom the law names, or not at all', async () => {
    const refuse = async (refusedBy: 'HOLDER' | 'INSURER', noticeOn: string) => {
      const { id: managedPolicyId } = await manage()
      const { id } = await area().renewal.create({
        data: { managedPolicyId, termEndsOn: '2027-01-01' },
      })
      const data = { status: 'REFUSED', refusedBy, noticeOn } as const
      return area().renewal.update({ where: { id }, data })
    }
    expect((await refuse('HOLDER', '2026-12-01')).holderNoticeBy).toBe('2026-12-01')
    expect((await refuse('INSURER', '2026-11-01')).insurerNoticeBy).toBe('2026-11-01')
    const late = { code: 'ACV304', details: expect.stringContaining('renewals_notice_check') }
    await expect(refuse('HOLDER', '2026-12-02')).rejects.toMatchObject(late)
    await expect(refuse('INSURER', '2026-11-02')).rejects.toMatchObject(late)
  })

  test('a quote is accepted while it holds, becomes one policy and stays as it was', async () => {
    const quote = (validUntil: string) =>
      area().quote.create({
        data: {
          number: randomUUID(),
          partyId: randomUUID(),
          productId: randomUUID(),
          premium: '248.60',
          status: 'OFFERED',
          validUntil,
        },
      })
    const accept = (id: string, policyId: string) =>
      area().quote.update({ where: { id }, data: { status: 'ACCEPTED', policyId } })
    const late = await quote('2020-01-01')
    await expect(accept(late.id, randomUUID())).rejects.toMatchObject({
      details: expect.stringContaining('quotes_in_time_check'),
    })
    const { id } = await quote('2999-01-01')
    const policyId = randomUUID()
    await accept(id, policyId)
    await expect(
      area().quote.update({ where: { id }, data: { premium: '1' } }),
    ).rejects.toMatchObject({ code: 'ACV323' })
    const waiting = { where: { id: (await quote('2999-01-01')).id } }
    await area().quote.update({ ...waiting, data: { status: 'ACCEPTED' } })
    await expect(area().quote.update({ ...waiting, data: { premium: '1' } })).rejects.toMatchObject(
      { code: 'ACV323' },
    )
    await area().quote.update({ ...waiting, data: { policyId: randomUUID() } })
    const other = await quote('2999-01-01')
    await expect(accept(other.id, policyId)).rejects.toMatchObject({ code: 'ACV302' })
  })
})
