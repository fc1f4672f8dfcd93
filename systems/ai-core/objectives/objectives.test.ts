// Progress is what was measured, the newest by its instant, weighted; nobody types it, and those who measure at once agree.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type Few, openFew } from '../../../test/support/few.ts'
import { expectGuarded, times } from '../../../test/support/guarded.ts'
import { salesMarkets, templateTimeoutMs } from '../../../test/support/markets.ts'

onEachEngine(() => {
  let platform: Few<typeof salesMarkets>
  beforeAll(async () => {
    platform = await openFew(...salesMarkets)
  }, templateTimeoutMs)
  afterAll(() => platform?.close())

  const as = (name = 'ana') => platform.db.as({ actor: `user:${name}` }).objectives
  const objective = () =>
    as().objective.create({
      data: {
        title: randomUUID(),
        owner: 'user:ana',
        periodStart: '2026-01-01',
        periodEnd: '2027-01-01',
        status: 'ACTIVE',
      },
    })
  const result = (objectiveId: string, metric: string, more: object = {}) =>
    as().keyResult.create({
      data: {
        objectiveId,
        metric,
        title: metric,
        startValue: '0',
        targetValue: '100',
        ...more,
      },
    })
  const measure = (keyResultId: string, value: string, measuredAt: string) =>
    as('bea').checkIn.create({ data: { keyResultId, value, measuredAt } })
  const progressOf = async (id: string) =>
    Number((await as().objective.findUnique({ where: { id } }))?.progress)

  test('progress is that of the newest check-in, whenever it was written, by weight', async () => {
    const { id } = await objective()
    const more = await result(id, 'insurance.policies@1', { weight: '3' })
    const fewer = await result(id, 'insurance.lapses@1', { startValue: '200', targetValue: '100' })
    await measure(more.id, '50', '2026-03-01T00:00:00Z')
    await measure(more.id, '10', '2026-02-01T00:00:00Z')
    await measure(fewer.id, '180', '2026-03-01T00:00:00Z')
    // (3 x 0.5 + 1 x 0.2) / 4
    expect(await progressOf(id)).toBe(0.425)
    await measure(more.id, '900', '2026-04-01T00:00:00Z')
    expect(await progressOf(id)).toBe(0.8)
    await as().keyResult.update({ where: { id: fewer.id }, data: { weight: '1.5' } })
    expect(await progressOf(id)).toBe(0.7333)
  })

  test('those who measure at once leave what an independent count says', async () => {
    await expectGuarded(platform, {
      attack: async () => {
        const { id } = await objective()
        const results = await Promise.all(
          [1, 2, 3].map((at) => result(id, `energy.metric-${at}@1`, { weight: `${at}` })),
        )
        const made = await times(9, (at) =>
          measure(
            results[at % 3]?.id ?? '',
            `${10 * (at + 1)}`,
            `2026-0${1 + Math.floor(at / 3)}-01T00:00:00Z`,
          ),
        )
        expect(made).toBe(9)
        // The newest are 70, 80 and 90 of 100: (0.7 + 2 x 0.8 + 3 x 0.9) / 6
        return (await progressOf(id)) === 0.8333 ? 0 : 1
      },
      without: 'drop trigger derive_progress on sm_objectives.check_ins',
    })
  })

  test('nobody types progress, nor measures what is closed or what is to come', async () => {
    const { id } = await objective()
    const one = await result(id, 'telecom.lines@2')
    const typed = as().objective.update({ where: { id }, data: { progress: '1' } as never })
    await expect(typed).rejects.toThrow()
    await expect(measure(one.id, '1', '2999-01-01T00:00:00Z')).rejects.toMatchObject({
      code: 'ACV304',
    })
    await expect(result(id, 'a metric of no version')).rejects.toMatchObject({ code: 'ACV304' })
    await as().objective.update({ where: { id }, data: { status: 'CLOSED' } })
    await expect(result(id, 'telecom.lines@3')).rejects.toMatchObject({ code: 'ACV304' })
    await expect(as().checkIn.deleteMany({})).rejects.toMatchObject({ code: 'ACV306' })
  })
})
