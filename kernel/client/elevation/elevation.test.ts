// An administrator of the platform who acts for tenants: on record before anything is read, for as long as it was
// asked for by the database's clock, and not a moment after it was taken back.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import type { Principal } from '../../index.ts'
import { defineDatabase, defineSystem, defineTable, tenant, text } from '../../index.ts'
import type { Elevated } from './elevation.ts'

const note = defineTable('notes', { body: text() }, [tenant()])
const system = defineSystem({
  name: 'elevated',
  databases: [defineDatabase({ schema: 't_elevated', name: 'elevated', tables: { note } })],
})
const [a, b, c] = ['a', 'b', 'c'].map(
  (one) => `${one.repeat(8)}-0000-4000-8000-${one.repeat(12)}`,
) as [string, string, string]
const admin: Principal = { actor: 'user:admin', permissions: ['acervo.elevation:*', '*:*'] }
const reason = 'ticket 4711: the client asks us to look'

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  beforeAll(async () => {
    platform = await openTestPlatform([system])
    for (const owner of [a, b, c])
      await platform.db
        .as({ actor: 'user:x', claims: { tenant: owner } })
        .elevated.note.create({ data: { body: `of ${owner.charAt(0)}` } })
  })
  beforeEach(() => platform.query('truncate acervo.elevation').then(() => undefined))
  afterAll(() => platform?.close())

  const bodies = async (principal: Principal) =>
    (await platform.db.as(principal).elevated.note.findMany({ orderBy: { body: 'asc' } })).map(
      ({ body }) => body,
    )
  const elevate = (wish: object = {}, principal = admin): Promise<Elevated> =>
    platform.acervo.elevate(principal, { tenants: [a, b], reason, minutes: 30, ...wish })
  /** As if it had been given that long ago. */
  const age = (minutes: number) =>
    platform.query(
      `update acervo.elevation set given_at = given_at - make_interval(mins => ${minutes}),
         expires_at = expires_at - make_interval(mins => ${minutes})`,
    )

  test('the elevated principal acts for the tenants named, and no others', async () => {
    expect(await bodies(admin)).toEqual([])
    const elevated = await elevate()
    expect(await bodies(elevated)).toEqual(['of a', 'of b'])
    await platform.db.transaction(['elevated'], async () => undefined)
    const created = await platform.db
      .as(elevated)
      .elevated.note.create({ data: { body: 'by the admin', tenantId: b } })
    await platform.db.as(elevated).elevated.note.delete({ where: { id: created.id } })
    expect(await bodies(admin)).toEqual([])
  })

  test('who, why and until when stand on record before it is given, and are listed', async () => {
    const { elevation } = await elevate()
    const [held] = await platform.acervo.elevations(admin)
    expect(held).toMatchObject({
      id: elevation.id,
      actor: 'user:admin',
      tenants: [a, b],
      reason,
      expiresAt: elevation.expiresAt,
      revokedAt: null,
    })
    const given = Date.parse(held?.givenAt ?? '')
    expect(Date.parse(held?.expiresAt ?? '') - given).toBe(30 * 60_000)
  })

  test('it ends by the clock of the database', async () => {
    const elevated = await elevate()
    await age(29)
    expect(await bodies(elevated)).toHaveLength(2)
    await age(1)
    for (const verb of [
      () => bodies(elevated),
      () => platform.db.as(elevated).elevated.note.count(),
      () => platform.db.as(elevated).elevated.note.create({ data: { body: 'x', tenantId: a } }),
      () =>
        platform.db.as(elevated).transaction(['elevated'], (tx) => tx.elevated.note.findMany({})),
    ])
      await expect(verb()).rejects.toMatchObject({ code: 'ACV321' })
    expect(await platform.acervo.elevations(admin, { live: true })).toEqual([])
    expect(await platform.acervo.elevations(admin)).toHaveLength(1)
  })

  test('taken back, it opens nothing from the next request on, and who did so is kept', async () => {
    const elevated = await elevate()
    const other = { ...admin, actor: 'user:other' }
    expect(await platform.acervo.endElevation(other, elevated.elevation.id)).toBe(true)
    expect(await platform.acervo.endElevation(other, elevated.elevation.id)).toBe(false)
    await expect(bodies(elevated)).rejects.toMatchObject({ code: 'ACV321' })
    const [held] = await platform.acervo.elevations(admin)
    expect(held?.revokedBy).toBe('user:other')
  })

  test('an elevation covers its own actor and its own tenants alone', async () => {
    const elevated = await elevate()
    const claims = elevated.claims ?? {}
    for (const forged of [
      { ...elevated, actor: 'user:thief' },
      { ...elevated, claims: { ...claims, tenant: [a, c] } },
      { ...elevated, claims: { ...claims, tenant: c } },
      { ...elevated, claims: { ...claims, elevation: '01900000-0000-7000-8000-000000000000' } },
      { ...elevated, claims: { ...claims, elevation: 'nonsense' } },
      { ...elevated, claims: { elevation: elevated.elevation.id } },
    ])
      await expect(bodies(forged)).rejects.toMatchObject({ code: 'ACV321' })
    expect(await bodies({ ...elevated, claims: { ...claims, tenant: b } })).toEqual(['of b'])
  })

  test.each<[string, object, Principal?]>([
    ['no permission', {}, { actor: 'user:x', permissions: ['elevated.note:read'] }],
    ['no reason', { reason: '   because   ' }],
    ['no tenants', { tenants: [] }],
    ['no id', { tenants: ['all'] }],
    ['too many tenants', { tenants: Array.from({ length: 101 }, () => a) }],
    ['no end', { minutes: Number.POSITIVE_INFINITY }],
    ['a day', { minutes: 1440 }],
    ['no time', { minutes: 0 }],
  ])('with %s it is not given, and nothing is written', async (_, wish, principal) => {
    await expect(elevate(wish, principal)).rejects.toMatchObject({ code: 'ACV322' })
    expect(await platform.acervo.elevations(admin)).toEqual([])
  })

  test('an elevated principal elevates nobody, and nobody reads the list without the right', async () => {
    await expect(elevate({}, await elevate())).rejects.toMatchObject({ code: 'ACV322' })
    const stranger = { actor: 'user:x', permissions: [] }
    await expect(platform.acervo.elevations(stranger)).rejects.toMatchObject({ code: 'ACV322' })
    await expect(platform.acervo.endElevation(stranger, a)).rejects.toMatchObject({
      code: 'ACV322',
    })
  })

  test('no role of the request path reads, writes or deletes the record itself', async () => {
    await elevate()
    for (const role of ['acervo_app', 'acervo_worker', 'acervo_readonly'] as const)
      for (const sql of [
        'select * from acervo.elevation',
        "update acervo.elevation set expires_at = 'infinity'",
        'delete from acervo.elevation',
        'truncate acervo.elevation',
      ]) {
        const target = platform.targets.of('t_elevated')
        const asked = target.group({ settings: {}, role }, [{ text: sql, values: [] }])
        await expect(asked).rejects.toMatchObject({ code: 'ACV306' })
      }
  })

  test('a request that carries none asks nobody', async () => {
    await platform.query('alter table acervo.elevation rename to away')
    expect(await bodies({ actor: 'user:x', claims: { tenant: a } })).toEqual(['of a'])
    await platform.query('alter table acervo.away rename to elevation')
  })
})
