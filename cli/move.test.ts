// `acervo move` in a process of its own on one small project: from the embedded database to a server, and a start there.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase, type TestDatabase } from '../test/support/database/database.ts'
import { onPostgres } from '../test/support/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-move-'))
const data = join(folder, '.acervo')
const program = join(import.meta.dirname, '..', 'bin', 'acervo.js')
let there: TestDatabase

const project = `
import { defineConfig, defineDatabase, defineSystem, defineTable, id, integer, varchar } from 'acervo'
const item = defineTable('items', { id: id(), name: varchar(20), amount: integer().optional() })
const shelf = defineTable('shelves', { id: id(), name: varchar(20) })
const shop = defineDatabase({ schema: 'shop', name: 'shop', tables: { item } })
const store = defineDatabase({ schema: 'store', name: 'store', tables: { shelf } })
export default defineConfig({
  systems: [defineSystem({ name: 'shop', databases: [store, shop], home: import.meta.dirname })],
})
`

function acervo(argv: readonly string[], environment: Record<string, string> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...argv], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, ACERVO_DATA_DIR: data, ...environment },
  })
  return { code: status, out: stdout, err: stderr }
}

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(join(folder, 'acervo.config.ts'), project)
  there = await openTestDatabase('postgres')
}, 60_000)
afterAll(async () => {
  await there?.close()
  rmSync(folder, { recursive: true, force: true })
})

onPostgres(() => {
  test('a running platform is told by its process, and nothing moves', async () => {
    const server = spawn(process.execPath, [program, 'start', '--port', '0'], {
      cwd: folder,
      env: { PATH: process.env.PATH, ACERVO_DATA_DIR: data },
    })
    const ended = once(server, 'close')
    await new Promise<void>((resolve) => {
      server.stdout.on('data', (text) => String(text).includes('Next:') && resolve())
    })
    const { code, err } = acervo(['move', 'shop', '--to', there.migrate])
    expect(code).toBe(1)
    expect(err).toContain('ACV313')
    server.kill('SIGTERM')
    await ended
  }, 120_000)

  test('a database moves, the old place is refused with the new one named, and all goes on there', async () => {
    writeFileSync(join(folder, 'items.csv'), 'name,amount\none,1\ntwo,2\n')
    expect(acervo(['import', 'shop.item', 'items.csv'])).toMatchObject({ code: 0 })
    const argv = ['move', 'shop', '--to', there.run, '--migrate-url', there.migrate]
    expect(acervo([...argv, '--dry-run']).out).toContain('Nothing was written')
    const moved = acervo([...argv, '--json'])
    expect(moved).toMatchObject({ code: 0 })
    const path = join(data, 'placement.json')
    expect(JSON.parse(moved.out)).toMatchObject({
      state: 'moved',
      placement: path,
      tables: [{ table: 'shop.items', rows: 2 }],
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
      shop: { run: there.run, migrate: there.migrate },
    })
    const old = acervo(['export', 'shop.item'])
    expect(old.code).toBe(1)
    expect(old.err).toContain('ACV410')
    expect(old.err).toContain('ACERVO_PLACEMENT')
    const placed = { ACERVO_PLACEMENT: path }
    const now = acervo(['export', 'shop.item', '--format', 'ndjson'], placed)
    expect(now.out.split('\n').filter((line) => line !== '')).toHaveLength(2)
    expect(acervo(argv, placed).out).toContain('nothing to do')
  }, 120_000)

  test('one URL that may do everything makes a login for the rest, and neighbours share it', async () => {
    const other = await openTestDatabase('postgres')
    const path = join(data, 'placement.json')
    const moved = acervo(['move', 'store', '--to', other.migrate], { ACERVO_PLACEMENT: path })
    expect(moved).toMatchObject({ code: 0 })
    const { store, shop } = JSON.parse(readFileSync(path, 'utf8'))
    expect(shop.run).toBe(there.run)
    const { username } = new URL(store.run)
    expect(username).toMatch(/^acervo_run_/)
    expect(acervo(['health'], { ACERVO_PLACEMENT: path })).toMatchObject({ code: 0 })
    await there.script(`drop role if exists "${username}"`)
    await other.close()
  }, 120_000)

  test('what has moved is not moved from its old place again, said in the language of the locale', () => {
    const { code, err } = acervo(['move', 'store', '--to', there.run], { LC_ALL: 'es_ES.UTF-8' })
    expect(code).toBe(1)
    expect(err).toContain('ACV411 la base de datos no se puede mover')
  })
})
