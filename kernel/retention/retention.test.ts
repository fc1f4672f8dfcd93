// Rows go when they were kept long enough, months leave their table with a file that says the same, and what cannot be
// done holds nothing else up.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { cellOf } from '../../test/support/migrate/opened.ts'
import { openRetained } from '../../test/support/retention.ts'
import { makeIdentity, toOpener, toSealer } from '../backup/sealing.ts'
import { verifyBackup } from '../backup/verify.ts'
import { readDigest, textSettings } from '../move/table-digest.ts'
import { readShapes } from '../move/table-shape.ts'
import { archiveMonth } from './archive.ts'
import { attachMonth } from './attach.ts'
import { detachMonth } from './detach.ts'
import { listMonths, listRule } from './list.ts'
import { deleteOver } from './rows.ts'
import { rulesOf } from './rules.ts'
import { applyRetention } from './run.ts'
import { readRetention } from './status.ts'

const now = '2026-06-20T12:00:00Z'

onEachEngine(() => {
  let shop: Awaited<ReturnType<typeof openRetained>>
  beforeAll(async () => {
    shop = await openRetained()
    await shop.make(now, ['2026-01', '2026-02', '2026-03', '2026-04', '2026-05'])
  })
  afterAll(() => shop?.close())

  const count = async (words: string) =>
    Number(cellOf(await shop.query(`select count(*) from ${words}`)))
  const run = (more: object = {}) =>
    applyRetention({
      targets: shop.targetsAt(now),
      databases: [shop.database],
      place: shop.place,
      ...more,
    })
  const digest = (words: string) =>
    shop.use(now, async (direct) => {
      await direct.script(textSettings)
      const [shape] = (await readShapes(direct, ['t_shop'])).filter(
        ({ table }) => table === 't_shop.sights',
      )
      return readDigest(direct, { columns: shape?.columns ?? [], table: words })
    })
  const sight = (month: string) => ({ database: shop.database, table: shop.table('sight'), month })
  const stateOf = async (month: string) =>
    (await shop.use(now, (direct) => listMonths(direct, shop.table('sight')))).find(
      (one) => one.month === month,
    )

  test('rows go when the earliest of their instants is long ago, a handful at a time', async () => {
    await shop.query(`insert into t_shop.notes (ends_at, revoked_at, body)
      select '2026-05-01T00:00:00Z'::timestamptz, null::timestamptz, 'ended' from generate_series(1, 25)
      union all select '2027-01-01T00:00:00Z', '2026-05-01T00:00:00Z', 'revoked'
      union all select '2026-05-22T00:00:00Z', null, 'young'
      union all select '2027-01-01T00:00:00Z', null, 'open'`)
    const [rule] = rulesOf([shop.database]).filter(({ table }) => table.name === 'note')
    if (rule === undefined) throw new Error('no rule')
    expect(await run({ isDry: true, only: new Set(['t_shop.notes']) })).toEqual([
      { table: 't_shop.notes', rows: 26, months: [] },
    ])
    expect(await count('t_shop.notes')).toBe(28)
    const target = shop.targetsAt(now).of()
    expect(await deleteOver(target, rule, { batchRows: 4 })).toBe(26)
    const left = await shop.query('select body from t_shop.notes order by 1')
    expect(left.rows).toEqual([['open'], ['young']])
  })

  test('a month that is over is archived and goes; links to it let go; the rest stays', async () => {
    await shop.see('2026-01', 40)
    await shop.see('2026-03', 5)
    await shop.ask(`insert into t_shop.calls (sight_id, sight_seen_at)
      select id, seen_at from t_shop.sights where seen_at < '2026-02-01'`)
    const before = await digest('t_shop.sights_y2026m01')
    const told = await run({ only: new Set(['t_shop.sights']) })
    expect(told).toEqual([{ table: 't_shop.sights', rows: 40, months: ['2026-01', '2026-02'] }])
    // The last row of March is 81 days old.
    expect(await count('t_shop.sights')).toBe(5)
    expect(await count('t_shop.calls where sight_id is null')).toBe(40)
    const entry = await stateOf('2026-01')
    expect(entry).toMatchObject({ state: 'dropped', rows: 40, digest: before.digest })
    const verified = await verifyBackup({
      store: shop.store,
      name: entry?.archive ?? '',
      opener: await toOpener([]),
    })
    expect(verified).toMatchObject({ ok: true, faults: [] })
    expect(await run({ only: new Set(['t_shop.sights']) })).toEqual([
      { table: 't_shop.sights', rows: 0, months: [] },
    ])
  })

  test('an archived month comes back beside its table, closed to others, and says the same', async () => {
    const known = await stateOf('2026-01')
    const place = { store: shop.store, opener: await toOpener([]) }
    await shop.use(now, (direct) => attachMonth({ ...sight('2026-01'), direct, place }))
    const back = await digest('acervo_archive.t_shop_sights_y2026m01')
    expect(back).toEqual({ rows: 40, digest: known?.digest })
    const asReader = (tenant: string) =>
      shop.target.group({ settings: { 'acervo.tenant': tenant }, role: 'acervo_readonly' }, [
        { text: 'select count(*) from acervo_archive.t_shop_sights', values: [] },
      ])
    const other = '01900000-0000-7000-8000-00000000000b'
    expect((await asReader('01900000-0000-7000-8000-00000000000a'))[0]?.rows).toEqual([['40']])
    expect((await asReader(other))[0]?.rows).toEqual([['0']])
    await expect(
      shop.ask('select * from acervo_archive.t_shop_sights_y2026m01'),
    ).rejects.toMatchObject({
      code: 'ACV306',
    })
    // Retention leaves alone what came back.
    await run({ only: new Set(['t_shop.sights']) })
    expect((await stateOf('2026-01'))?.state).toBe('attached')
  })

  test('a month comes back into its table, and stays there until it is taken off', async () => {
    const known = await stateOf('2026-01')
    await shop.use(now, (direct) => attachMonth({ ...sight('2026-01'), direct, isLive: true }))
    expect(await count(`t_shop.sights where seen_at < '2026-02-01'`)).toBe(40)
    expect(await digest('t_shop.sights_y2026m01')).toEqual({ rows: 40, digest: known?.digest })
    await run({ only: new Set(['t_shop.sights']) })
    expect((await stateOf('2026-01'))?.state).toBe('held')
    await shop.use(now, (direct) =>
      archiveMonth({ ...sight('2026-01'), direct, place: shop.place }),
    )
    expect((await stateOf('2026-01'))?.state).toBe('dropped')
  })

  test('what was taken off by hand keeps no right that was given it', async () => {
    await shop.see('2026-04', 3)
    await shop.query('grant select, insert on t_shop.sights_y2026m04 to acervo_app, acervo_worker')
    await shop.use(now, (direct) => detachMonth({ ...sight('2026-04'), direct }))
    const read = (role: 'acervo_app' | 'acervo_worker') =>
      shop.target.group({ settings: {}, role }, [
        { text: 'select from acervo_archive.t_shop_sights_y2026m04', values: [] },
      ])
    for (const role of ['acervo_app', 'acervo_worker'] as const)
      await expect(read(role)).rejects.toMatchObject({ code: 'ACV306' })
    // A camera that goes takes nothing of it along.
    await shop.ask('delete from t_shop.cameras')
    expect(await count('acervo_archive.t_shop_sights_y2026m04')).toBe(3)
  })

  test('a bad month is told of, and the others go', async () => {
    await shop.query(`insert into t_shop.beats (id, at)
      select acervo.uuid7(at), at from unnest(array['2026-02-03T00:00:00Z', '2026-03-03T00:00:00Z']::timestamptz[]) at`)
    await shop.query(`insert into t_shop.proofs (beat_id, beat_at)
      select id, at from t_shop.beats where at < '2026-03-01'`)
    const [told] = await run({ only: new Set(['t_shop.beats']) })
    expect(told).toMatchObject({
      rows: 1,
      months: ['2026-01', '2026-03', '2026-04'],
      problem: expect.stringMatching(/^2026-02: ACV431.*still linked to/),
    })
    expect(await count('t_shop.beats')).toBe(1)
    const [status] = (await readRetention(shop.targetsAt(now), [shop.database])).filter(
      ({ table }) => table === 't_shop.beats',
    )
    expect(status).toMatchObject({
      monthsAhead: 3,
      monthsAheadWanted: 3,
      monthsOverdue: 1,
      hasRule: true,
    })
    expect(status?.problem).toContain('ACV431')
  })

  test('without a place months stay, and a file that says otherwise keeps its month', async () => {
    await shop.make(now, ['2025-12', '2025-11'])
    await shop.see('2025-12', 2)
    const [told] = await run({ only: new Set(['t_shop.sights']), place: undefined })
    expect(told).toMatchObject({ months: [], problem: expect.stringContaining('ACV431') })
    const lossy = {
      ...shop.store,
      write: (name: string, path: string, chunks: AsyncIterable<Uint8Array>) =>
        path.startsWith('data/')
          ? shop.store.write(name, path, cut(chunks))
          : shop.store.write(name, path, chunks),
    }
    const [bad] = await run({
      only: new Set(['t_shop.sights']),
      place: { ...shop.place, store: lossy },
    })
    expect(bad?.problem).toContain('ACV4')
    expect(await count('acervo_archive.t_shop_sights_y2025m12')).toBe(2)
    expect((await run({ only: new Set(['t_shop.sights']) }))[0]).toMatchObject({
      rows: 2,
      months: ['2025-11', '2025-12'].toSorted(),
    })
  })

  test('a sealed archive is proven by who cannot open it', async () => {
    const { identity, recipient } = await makeIdentity()
    await shop.make(now, ['2025-10'])
    await shop.see('2025-10', 4)
    const place = { ...shop.place, sealer: await toSealer([recipient]) }
    await run({ only: new Set(['t_shop.sights']), place })
    const { archive = '' } = (await stateOf('2025-10')) ?? {}
    const opener = await toOpener([identity])
    expect(await verifyBackup({ store: shop.store, name: archive, opener })).toMatchObject({
      ok: true,
      opened: true,
    })
    await writeFile(join(shop.folder, archive, 'manifest.json'), '{}')
    await expect(
      shop.use(now, (direct) =>
        attachMonth({ ...sight('2025-10'), direct, place: { store: shop.store, opener } }),
      ),
    ).rejects.toMatchObject({ code: 'ACV421' })
  })

  test('the rules are read as one table', async () => {
    const listed = await shop.use(now, async (direct) => {
      const rules = []
      for (const rule of rulesOf([shop.database])) rules.push(await listRule(direct, rule))
      return rules
    })
    expect(listed.map(({ table, keep, after }) => [table, keep, after])).toEqual([
      ['t_shop.sights', '90 days', 'archive'],
      ['t_shop.beats', '30 days', 'delete'],
      ['t_shop.notes', '30 days', 'delete'],
    ])
    expect(listed[0]?.hotMonths).toEqual(['2026-05', '2026-06'])
  })
})

/** The last bytes never arrive. */
async function* cut(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) yield chunk.subarray(0, Math.max(0, chunk.length - 9))
}
