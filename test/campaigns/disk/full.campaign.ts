// A disk that fills up: the write that finds no room is refused and told so, nothing that was acknowledged is lost, and when
// there is room again everything goes on. The disks are small ones in memory, which only root may mount: it says so elsewhere.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAcervo } from '../../../kernel/client/create-acervo.ts'
import { defineDatabase, defineSystem, defineTable, integer, text } from '../../../kernel/index.ts'
import { openOnServer } from '../../support/database/database.ts'
import { onPostgres } from '../../support/database.ts'
import { startCluster } from '../events/servers.ts'

const root = mkdtempSync(join(tmpdir(), 'acervo-disk-'))
// PostgreSQL does not run as root.
chmodSync(root, 0o755)
const disks: string[] = []
const store = defineSystem({
  name: 'store',
  home: root,
  databases: [
    defineDatabase({
      schema: 'd_store',
      name: 'store',
      tables: { box: defineTable('boxes', { number: integer(), words: text() }) },
    }),
  ],
})
const open = (given: object) =>
  createAcervo({ systems: [store], home: root, keyFile: join(root, 'keys.json'), ...given })

function mountDisk(megabytes: number): string {
  const disk = join(root, `disk${disks.length}`)
  mkdirSync(disk)
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', disk])
  } catch (cause) {
    throw new Error('a disk that fills up can only be mounted by root: this was not run', { cause })
  }
  disks.push(disk)
  return disk
}

/** Leaves so much of the disk. */
function fillUp(disk: string, leave: number): () => void {
  const { bavail, bsize } = statfsSync(disk)
  const ballast = join(disk, 'ballast')
  writeFileSync(ballast, Buffer.alloc(Math.max(0, bavail * bsize - leave)))
  return () => rmSync(ballast)
}

beforeAll(async () => {
  // Migrations are written once.
  const written = await open({ dataDirectory: join(root, 'embedded') })
  await written.close()
}, 60_000)
afterAll(() => {
  for (const disk of disks) execFileSync('umount', ['-l', disk])
  rmSync(root, { recursive: true, force: true })
})

/** Boxes of 64 kB that compress to nothing less, until one is refused: answers how many are in, and the refusal. */
async function fill({ db }: Awaited<ReturnType<typeof open>>, from: number) {
  for (let number = from; ; number++) {
    const words = randomBytes(48 * 1024).toString('base64')
    try {
      await db.store.box.create({ data: { number, words } })
    } catch (error) {
      return { count: number, refusal: error as { code: string; hint?: string } }
    }
    if (number > 20_000) throw new Error('it never became full')
  }
}

const numbersOf = async ({ db }: Awaited<ReturnType<typeof open>>) =>
  (
    await db.store.box.findMany({
      select: { number: true },
      orderBy: { number: 'asc' },
      take: 1_000,
    })
  ).map(({ number }) => number)
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

onPostgres(() => {
  test('PostgreSQL: what finds no room is refused with ACV326, reads go on, and writes when there is room', async () => {
    const disk = mountDisk(400)
    const data = join(disk, 'data')
    mkdirSync(data)
    // The log has its room beforehand: tables are what grows.
    const cluster = await startCluster(['min_wal_size=64MB', 'max_wal_size=64MB'], [], data)
    const place = await openOnServer(cluster.url)
    const platform = await open({ databaseUrl: place.run, migrateUrl: place.migrate })
    await platform.db.store.box.create({ data: { number: 0, words: 'first' } })
    const makeRoom = fillUp(disk, 3_000_000)
    const { count, refusal } = await fill(platform, 1)
    expect(refusal).toMatchObject({ code: 'ACV326', hint: expect.stringContaining('room') })
    expect(count).toBeGreaterThan(1)
    expect(await numbersOf(platform)).toEqual(upTo(count))
    makeRoom()
    await platform.db.store.box.create({ data: { number: count, words: 'goes on' } })
    expect(await numbersOf(platform)).toEqual(upTo(count + 1))
    await platform.close()
    await place.close()
    await cluster.close()
  }, 120_000)

  test('PostgreSQL: where its log finds no room the server ends itself, and has everything when it comes back', async () => {
    const disk = mountDisk(400)
    const data = join(disk, 'data')
    mkdirSync(data)
    // Every segment of the log is a new file.
    const cluster = await startCluster(
      ['wal_recycle=off', 'min_wal_size=32MB', 'max_wal_size=1GB'],
      [],
      data,
    )
    const place = await openOnServer(cluster.url)
    const platform = await open({ databaseUrl: place.run, migrateUrl: place.migrate })
    const makeRoom = fillUp(disk, 40_000_000)
    const { count, refusal } = await fill(platform, 0)
    expect(['ACV301', 'ACV326']).toContain(refusal.code)
    makeRoom()
    await cluster.killAndRestart()
    await expect
      .poll(() => numbersOf(platform).catch(() => []), { timeout: 20_000 })
      .not.toEqual([])
    // The one that got no answer may be there or not.
    const found = await numbersOf(platform)
    expect(found.slice(0, count)).toEqual(upTo(count))
    expect(found.length - count).toBeLessThanOrEqual(1)
    // Whoever met the connection of before is told so, and asks again.
    const box = { number: 1_000_000, words: 'goes on' }
    const write = () => platform.db.store.box.create({ data: box }).catch(() => undefined)
    await expect.poll(write, { timeout: 20_000 }).toMatchObject(box)
    await platform.close()
    // Its own connection is one of before: the database goes with the cluster.
    await cluster.close()
  }, 120_000)

  test('embedded: the same, and the folder opens again with all that was acknowledged', async () => {
    const disk = mountDisk(300)
    const dataDirectory = join(disk, 'data')
    const platform = await open({ dataDirectory })
    const makeRoom = fillUp(disk, 3_000_000)
    const { count, refusal } = await fill(platform, 0)
    expect(refusal.code).toBe('ACV326')
    expect(await numbersOf(platform)).toEqual(upTo(count))
    makeRoom()
    await platform.db.store.box.create({ data: { number: count, words: 'goes on' } })
    await platform.close()
    const again = await open({ dataDirectory })
    expect(await numbersOf(again)).toEqual(upTo(count + 1))
    await again.close()
  }, 120_000)
})
