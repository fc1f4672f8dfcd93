// An opportunity goes through its stages as declared, every value it had is kept, and a forecast of any instant is made
// again from that.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { countOf, expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'
import { renderForecastAt } from './forecast.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).crm
  const opportunity = (amount = '1000', expectedOn = '2026-12-15') =>
    as().opportunity.create({
      data: {
        partyId: randomUUID(),
        title: 'Seguro de flota',
        line: 'INSURANCE',
        owner: 'user:ana',
        amount,
        expectedOn,
      },
    })
  const move = (id: string, data: object, name?: string) =>
    as(name).opportunity.update({ where: { id }, data })
  // Whichever comes first: without the guard the other one must be able to follow.
  const win = { stage: 'WON', probability: '1', lostReason: null }
  const lose = { stage: 'LOST', probability: '0', lostReason: 'precio' }

  test('every value that it had stands in its history, one at a time, and who wrote it', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await opportunity()
        await times(8, (at) => move(id, { amount: `${2000 + at}` }, 'bea'))
        return countOf(
          platform,
          `select abs(9 - count(*)) + abs(1 - count(*) filter (where m.valid_to is null and m.amount = o.amount))
             + (select count(*) from sm_crm.opportunity_moments a join sm_crm.opportunity_moments b
                on a.opportunity_id = b.opportunity_id and a.id < b.id
                and tstzrange(a.valid_from, a.valid_to) && tstzrange(b.valid_from, b.valid_to)
                where a.opportunity_id = $1)
           from sm_crm.opportunity_moments m join sm_crm.opportunities o on o.id = m.opportunity_id
           where o.id = $1 group by o.id`,
          [id],
        )
      },
      without: 'drop trigger keep_history_update on sm_crm.opportunities',
    })
    const [moment] = await as().opportunityMoment.findMany({ where: { changedBy: 'user:bea' } })
    expect(moment).toBeDefined()
    const forged = as().opportunityMoment.deleteMany({})
    await expect(forged).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('a sale is won or lost, by one of those who end it at once', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await opportunity()
        await move(id, { stage: 'PROPOSED', probability: '0.5' })
        return (await times(2, (at) => move(id, at === 0 ? win : lose))) - 1
      },
      without: 'drop trigger states_update on sm_crm.opportunities',
    })
  })

  test('likelihood goes with the stage, and a loss has a reason', async () => {
    const { id } = await opportunity()
    for (const data of [
      { probability: '1' },
      { stage: 'LOST', probability: '0' },
      { stage: 'LOST', probability: '0.1', lostReason: 'x' },
    ])
      await expect(move(id, data)).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('a task says when it is due, and what was done is done with', async () => {
    const task = (more: object) =>
      as().activity.create({
        data: {
          partyId: randomUUID(),
          kind: 'TASK',
          subject: 'Llamar por la renovación',
          owner: 'user:ana',
          ...more,
        },
      })
    await expect(task({})).rejects.toMatchObject({ code: 'ACV304' })
    const { id } = await task({ dueAt: '2026-12-01T09:00:00Z' })
    const where = { id }
    await as().activity.update({ where, data: { doneAt: '2026-12-01T10:00:00Z' } })
    await expect(as().activity.update({ where, data: { subject: 'otra' } })).rejects.toMatchObject({
      code: 'ACV304',
    })
    await as().activity.update({ where, data: { notes: 'renueva' } })
  })

  test('the forecast of an instant is the same whenever it is asked', async () => {
    const { id } = await opportunity('2000', '2031-05-20')
    await opportunity('1000', '2031-05-02')
    const month = { where: { month: '2031-05-01', currency: 'EUR' } }
    const forecast = async () => (await as().forecast.findMany(month))[0]
    const before = await forecast()
    expect(Number(before?.weighted)).toBe(300)
    const at = (await platform.query('select clock_timestamp()::text')).rows[0]?.[0]
    const then = async () => {
      const { rows } = await platform.query(renderForecastAt('sm_crm'), [at])
      return rows
        .find(([day]) => day === '2031-05-01')
        ?.map(Number)
        .slice(2)
    }
    const known = await then()
    expect(known).toEqual([2, 3000, 300])
    await move(id, { stage: 'LOST', probability: '0', lostReason: 'precio' })
    expect(Number((await forecast())?.weighted)).toBe(100)
    expect(await then()).toEqual(known)
  })
})
