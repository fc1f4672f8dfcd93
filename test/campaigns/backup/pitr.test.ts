// The size that fits CI: 4 moments, 21 damages and 1 lost host; pitr.campaign.ts has 100, 200 and 25.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeIdentity, toOpener } from '../../../kernel/backup/sealing.ts'
import { putFile } from '../../../kernel/recovery/archive.ts'
import { type Base, listBases } from '../../../kernel/recovery/choose.ts'
import { drillServer } from '../../../kernel/recovery/drill.ts'
import { parseLsn, renderSegment } from '../../../kernel/recovery/lsn.ts'
import { restoreServer } from '../../../kernel/recovery/restore.ts'
import { readArchives } from '../../../kernel/recovery/state.ts'
import { verifyServer } from '../../../kernel/recovery/verify.ts'
import { type Filled, fillHost, holdDamages, holdTargets, loseHost } from './pitr.ts'

const seed = 6
const nobody = { tombstones: [], model: { databases: new Map() } }

let filled: Filled
beforeAll(async () => {
  filled = await fillHost(600, seed)
}, 60_000)
afterAll(() => filled?.host.close())

test('at random moments the state of a restored server is the model’s', async () => {
  expect(await holdTargets(filled, 4, seed)).toBe(4)
}, 60_000)

test('a flipped bit, a cut and a missing file are found, in bases and in WAL', async () => {
  expect(await holdDamages(filled, 21, seed)).toBe(21)
}, 60_000)

test('its files are their owner’s alone, and neither rows nor the identity are in them', async () => {
  const { folder, identity } = filled.host
  const root = join(folder, 'store')
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter((one) => one.isFile())) {
    const path = join(entry.parentPath, entry.name)
    expect((await stat(path)).mode & 0o777, path).toBe(0o600)
    const bytes = await readFile(path)
    for (const word of [identity.trim(), 'journal']) expect(bytes.includes(word), path).toBe(false)
  }
})

test('without its key, or for a moment that is not there, nothing is put down', async () => {
  const { store, opener, folder } = filled.host
  const other = await toOpener([(await makeIdentity()).identity])
  const to = join(folder, 'refused')
  const wish = { store, folder: to, ...nobody }
  const refusals = [
    ['ACV423', { ...wish, opener: other, moment: 'last' }],
    ['ACV423', { ...wish, opener: await toOpener([]), moment: 'last' }],
    ['ACV429', { ...wish, opener, moment: { time: '2020-01-01T00:00:00Z' } }],
    ['ACV429', { ...wish, opener, moment: { time: '2100-01-01T00:00:00Z' } }],
    ['ACV429', { ...wish, opener, moment: { time: '2026-11-22 03:00' } }],
    ['ACV429', { ...wish, opener, moment: { lsn: 'FFFFFF/0' } }],
  ] as const
  for (const [code, options] of refusals) {
    await expect(restoreServer(options), JSON.stringify(options.moment)).rejects.toMatchObject({
      code,
    })
    expect(existsSync(to)).toBe(false)
  }
  const taken = { ...wish, opener, moment: 'last', folder: join(folder, 'store') } as const
  await expect(restoreServer(taken)).rejects.toMatchObject({ code: 'ACV425' })
})

test('a drill opens every index and row of it, and leaves nothing running', async () => {
  const { store, opener, folder } = filled.host
  const [name = ''] = (await store.list()).toReversed()
  const record = await drillServer({
    store,
    opener,
    name,
    folder: join(folder, 'drill'),
    ...nobody,
  })
  expect(record).toMatchObject({ ok: true, tables: 2, engine: 'postgres' })
  expect(record.checks.map(({ check }) => check)).toEqual(['restore', 'indexes'])
  expect(existsSync(join(folder, 'drill', 'postmaster.pid'))).toBe(false)
  const settings = await readFile(join(folder, 'drill', 'postgresql.conf'), 'utf8')
  for (const line of [
    "archive_mode = 'off'",
    "shared_preload_libraries = ''",
    "primary_conninfo = ''",
  ])
    expect(settings).toContain(line)
  await rm(join(folder, 'drill'), { recursive: true })
})

test('where the receiver began in the middle of a segment, the base has it whole', async () => {
  const { store, sealer, opener, folder } = filled.host
  const base = (await listBases(store)).at(-1)
  const { system, walSegmentBytes, timeline, startLsn } = (base as Base).server
  const number = parseLsn(startLsn) / BigInt(walSegmentBytes)
  const segment = renderSegment({ timeline, number }, walSegmentBytes)
  const archive = { store, system, walSegmentBytes }
  const path = await putFile(archive, sealer, segment, Buffer.from('cut'), parseLsn(startLsn))
  const to = join(folder, 'begun')
  const wish = {
    store,
    opener,
    folder: to,
    name: (base as Base).name,
    moment: 'last',
    ...nobody,
  } as const
  expect(await restoreServer(wish)).toMatchObject({ name: (base as Base).name })
  await store.removeFile(`wal-${system}`, path)
  await rm(to, { recursive: true })
}, 30_000)

test('a host lost while its first WAL was on its way leaves a base that comes back', async () => {
  const { store, opener, folder } = filled.host
  const [archive] = await readArchives(store)
  const [from, aside] = [join(folder, 'store', `wal-${archive?.system}`), join(folder, 'aside')]
  await rename(from, aside)
  await mkdir(from)
  await writeFile(join(from, 'HEAD.part'), '{')
  const wish = { store, opener, folder: join(folder, 'first'), moment: 'last', ...nobody } as const
  const { name } = await restoreServer(wish)
  expect(await verifyServer({ store, name })).toMatchObject({ ok: true })
  await rm(wish.folder, { recursive: true })
  await rm(from, { recursive: true })
  await rename(aside, from)
}, 30_000)

// Last: it takes something away.
test('WAL that is missing is told as a gap, and nothing is guessed over it', async () => {
  const { store, opener, folder } = filled.host
  const [archive] = await readArchives(store)
  const name = `wal-${archive?.system}`
  const segments = (await store.files(name)).filter((path) => !/partial|HEAD/.test(path))
  await store.removeFile(name, segments.at(-2) as string)
  const [state] = await readArchives(store)
  expect(state?.gaps).toEqual([expect.stringContaining('WAL is missing from')])
  const base = (await listBases(store)).at(-1)?.name ?? ''
  expect(await verifyServer({ store, name: base })).toMatchObject({ ok: false })
  const to = join(folder, 'gap')
  const wish = {
    store,
    opener,
    folder: to,
    name: base,
    moment: { time: state?.until ?? '' },
    ...nobody,
  }
  await expect(restoreServer(wish)).rejects.toMatchObject({ code: 'ACV429' })
  expect(existsSync(to)).toBe(false)
}, 30_000)

test('a host lost under load loses seconds of what it acknowledged', async () => {
  const { writes, rpoSeconds } = await loseHost({ seed, everySeconds: 1, loadMs: 2_500 })
  expect(writes).toBeGreaterThan(50)
  expect(rpoSeconds).toBeLessThanOrEqual(10)
}, 60_000)
