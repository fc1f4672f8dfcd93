// One plan is in force at a time, its initiatives spend no more than it has, and what they were is kept.
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

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).strategy
  let years = 2030
  const plan = (startsOn?: string, endsOn?: string) => {
    years += 3
    return as().strategicPlan.create({
      data: {
        name: randomUUID(),
        startsOn: startsOn ?? `${years}-01-01`,
        endsOn: endsOn ?? `${years + 3}-01-01`,
        budget: '1000',
      },
    })
  }
  const initiative = (planId: string) =>
    as().initiative.create({
      data: {
        planId,
        title: randomUUID(),
        owner: 'user:ana',
        budget: '400',
        objectiveId: randomUUID(),
      },
    })
  const approve = (id: string) =>
    as().initiative.update({ where: { id }, data: { status: 'APPROVED' } })

  test('initiatives that are approved at once spend no more than the plan has', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await plan()
        const all = await Promise.all([1, 2, 3, 4, 5].map(() => initiative(id)))
        await times(5, (at) => approve(all[at]?.id ?? ''))
        const { rows } = await platform.query(
          `select committed, budget from sm_strategy.strategic_plans where id = $1`,
          [id],
        )
        const [committed, budget] = (rows[0] ?? []).map(Number) as [number, number]
        return Math.max(0, committed - budget)
      },
      without:
        'alter table sm_strategy.strategic_plans drop constraint strategic_plans_budget_check',
    })
  })

  test('one plan is in force at a time, approved by somebody who is named', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        years += 3
        const days = [`${years}-01-01`, `${years + 3}-01-01`] as const
        const plans = await Promise.all([1, 2, 3].map(() => plan(...days)))
        const approved = await times(3, (at) =>
          as('bea').strategicPlan.update({
            where: { id: plans[at]?.id ?? '' },
            data: { status: 'APPROVED' },
          }),
        )
        return approved - 1
      },
      without:
        'alter table sm_strategy.strategic_plans drop constraint strategic_plans_one_plan_a_day_excl',
    })
    expect(await as().strategicPlan.count({ where: { approvedBy: 'user:bea' } })).toBeGreaterThan(0)
    await expect(
      platform.db.strategy.strategicPlan.update({
        where: { id: (await plan()).id },
        data: { status: 'APPROVED' },
      }),
    ).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('what is done serves an objective, and what it was is kept', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await initiative((await plan()).id)
        await times(4, (at) =>
          as().initiative.update({ where: { id }, data: { owner: `user:${at}` } }),
        )
        return countOf(
          platform,
          `select abs(5 - count(*)) from sm_strategy.initiative_moments where initiative_id = $1`,
          [id],
        )
      },
      without: 'drop trigger keep_history_update on sm_strategy.initiatives',
    })
    const { id } = await initiative((await plan()).id)
    const data = { status: 'APPROVED' as const, objectiveId: null }
    await expect(as().initiative.update({ where: { id }, data })).rejects.toMatchObject({
      code: 'ACV304',
    })
  })
})
