// `acervo backup` in processes of its own on one small project: a key, a backup, what is wrong with it, and a platform
// that goes on from it somewhere else.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../test/support/database/database.ts'
import { engine } from '../test/support/database.ts'
import { drillApart } from './drill-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-backup-'))
const program = join(import.meta.dirname, '..', 'bin', 'acervo.js')
let place: TestDatabase | undefined
let where: Record<string, string>

const project = `
import { defineConfig, defineDatabase, defineSystem, defineTable, id, integer, refersTo, varchar } from 'acervo'
const item = defineTable('items', { id: id(), name: varchar(20), amount: integer(), shelfId: refersTo('store.shelf') })
const shelf = defineTable('shelves', { id: id(), name: varchar(20) })
const shop = defineDatabase({ schema: 'shop', name: 'shop', tables: { item } })
const store = defineDatabase({ schema: 'store', name: 'store', tables: { shelf } })
export default defineConfig({
  systems: [defineSystem({ name: 'shop', databases: [store, shop], home: import.meta.dirname })],
})
`

function acervo(argv: readonly string[], environment: Record<string, string> = where) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ...environment },
  })
  return { code: status, out: stdout, err: stderr }
}

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(folder, 'acervo.config.ts'), project)
  const data = { ACERVO_DATA_DIR: join(folder, '.acervo') }
  place = engine === 'postgres' ? await openTestDatabase('postgres') : undefined
  where =
    place === undefined
      ? data
      : { ...data, ACERVO_DATABASE_URL: place.run, ACERVO_MIGRATE_URL: place.migrate }
  if (place !== undefined) {
    acervo(['migrate', 'write', 'initial'])
    acervo(['migrate', 'apply'])
  }
  const shelf = '0192f0c1-2d3e-7a4b-8c5d-000000000001'
  writeFileSync(join(folder, 'shelves.csv'), `id,name\n${shelf},left\n`)
  writeFileSync(join(folder, 'items.csv'), `name,amount,shelfId\none,1,${shelf}\ntwo,2,${shelf}\n`)
  expect(acervo(['import', 'store.shelf', 'shelves.csv'])).toMatchObject({ code: 0 })
  expect(acervo(['import', 'shop.item', 'items.csv'])).toMatchObject({ code: 0 })
}, 120_000)
afterAll(async () => {
  await place?.close()
  rmSync(folder, { recursive: true, force: true })
})

const store = join(folder, 'kept')
let recipient: string

test('without a recipient it is refused, and a key is made whose file only its owner reads', () => {
  const refused = acervo(['backup', 'create', '--store', store])
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('ACV423')
  expect(refused.err).toContain('--unencrypted')
  const made = acervo(['backup', 'key', 'identity.txt'])
  recipient = made.out.trim()
  expect(recipient).toMatch(/^age1/)
  expect(statSync(join(folder, 'identity.txt')).mode & 0o777).toBe(0o600)
  expect(readFileSync(join(folder, 'identity.txt'), 'utf8')).toContain('AGE-SECRET-KEY-1')
  expect(acervo(['backup', 'key', 'identity.txt']).code).toBe(2)
}, 60_000)

test('a backup is made, listed, verified, drilled apart, and a platform goes on from it', async () => {
  const options = ['--store', store]
  const made = acervo(['backup', 'create', ...options, '--recipient', recipient, '--json'])
  expect(made).toMatchObject({ code: 0 })
  const { name } = JSON.parse(made.out)
  expect(readdirSync(store)).toEqual([name])
  const files = readdirSync(join(store, name), { recursive: true }).map(String)
  expect(files.filter((file) => file.endsWith('.copy.gz.age')).length).toBeGreaterThan(1)
  const [first] = JSON.parse(acervo(['backup', 'list', ...options, '--json']).out)
  expect(first).toMatchObject({ name, state: 'whole', databases: ['store', 'shop'] })
  expect(acervo(['backup', 'verify', ...options])).toMatchObject({ code: 0 })
  const opened = acervo(['backup', 'verify', ...options, '--identity', 'identity.txt', '--json'])
  expect(JSON.parse(opened.out)).toMatchObject({ ok: true, backups: [{ opened: true }] })
  // As a running platform does it: another process, with this one's environment.
  const set = { ...where, ACERVO_BACKUP_URL: store }
  vi.stubEnv('ACERVO_CI_DATABASE_URL', undefined)
  for (const [variable, value] of Object.entries(set)) vi.stubEnv(variable, value)
  const { signal } = new AbortController()
  await expect(drillApart(name, folder, signal)).rejects.toMatchObject({
    code: 'ACV425',
    details: expect.stringContaining('ACV423'),
  })
  vi.stubEnv('ACERVO_BACKUP_IDENTITY_FILE', 'identity.txt')
  expect(await drillApart(name, folder, signal)).toMatchObject({ ok: true, rows: 3 })
  vi.unstubAllEnvs()
  const drills = acervo(['backup', 'drills', ...options])
  expect(drills).toMatchObject({ code: 0 })
  expect(drills.out).toMatch(new RegExp(`${name} +ok .* 3 +trusted`))
  const to = ['--to', 'restored', '--identity', 'identity.txt']
  expect(acervo(['backup', 'restore', 'latest', ...options, '--to', 'restored'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('ACV423'),
  })
  const restored = acervo(['backup', 'restore', 'latest', ...options, ...to])
  expect(restored.out).toContain('3 rows, all as they were')
  const there = { ACERVO_DATA_DIR: join(folder, 'restored') }
  const rows = acervo(['export', 'shop.item', '--format', 'ndjson'], there)
  expect(rows.out.split('\n').filter((line) => line !== '')).toHaveLength(2)
}, 120_000)

test('one database alone: rows that name what the others have not any more are told', () => {
  expect(acervo(['sql', 'store', '-c', 'delete from store.shelves'])).toMatchObject({ code: 0 })
  const options = ['--store', store, '--identity', 'identity.txt']
  const wish = ['backup', 'restore', 'latest', 'shop', '--to', 'alone', ...options]
  const { out, code } = acervo([...wish], { ...where, LC_ALL: 'es_ES.UTF-8' })
  expect(code).toBe(0)
  expect(out).toContain('2 filas, todas como eran')
  expect(out).toContain('shop.item.shelf: 1 no encuentran su store.shelf')
}, 60_000)

test('a changed byte ends with 1, said in the language of the locale', () => {
  const [name = ''] = readdirSync(store)
  const path = join(store, name, 'data', 'shop.items.copy.gz.age')
  const bytes = readFileSync(path)
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] as number) ^ 1
  writeFileSync(path, bytes)
  const found = acervo(['backup', 'verify', '--store', store], { ...where, LC_ALL: 'es_ES.UTF-8' })
  expect(found.code).toBe(1)
  expect(found.out).toContain('BAD')
  expect(found.out).toContain('shop.items.copy.gz.age')
}, 60_000)
