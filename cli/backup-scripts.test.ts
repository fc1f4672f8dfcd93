// The scripts of the specifications, as their crontab lines call them: each does what its head says, and ends with the
// exit code of what it called.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'acervo-scripts-'))
const root = join(import.meta.dirname, '..')
const store = join(folder, 'backups')
const environment = {
  PATH: process.env.PATH,
  ACERVO_DATA_DIR: join(folder, 'data'),
  ACERVO_SYSTEMS: 'orquix',
  ACERVO_BACKUP_URL: store,
  ACERVO_BACKUP_RECIPIENTS: 'none',
}

function run(file: string, words: readonly string[] = [], more: Record<string, string> = {}) {
  const env = { ...environment, ...more }
  const { status, stdout, stderr } = spawnSync(file, words, { cwd: folder, encoding: 'utf8', env })
  return { code: status, out: stdout, err: stderr }
}
const script = (name: string, words: readonly string[] = [], more: Record<string, string> = {}) =>
  run(join(root, 'scripts', name), words, more)
const tablesOf = (label: string) => {
  const name = readdirSync(store).find((one) => one.includes(label)) ?? ''
  const manifest = JSON.parse(readFileSync(join(store, name, 'manifest.json'), 'utf8'))
  const tables: { table: string }[] = manifest.places[0].databases[0].tables
  return { name, tables: tables.map(({ table }) => table.replace('orquix.', '')) }
}

describe('scripts', () => {
  beforeAll(() => {
    const made = run(process.execPath, [join(root, 'bin', 'acervo.js'), 'export', 'orquix.user'])
    expect(made).toMatchObject({ code: 0 })
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('each makes what it says, in the language of the locale, and verify reads all of it', () => {
    const spanish = { LC_ALL: 'es_ES.UTF-8' }
    expect(script('backup-db.sh', [], spanish).out).toMatch(/^Backup completado: \S+-backup-db-/)
    for (const name of ['backup-all-databases.sh', 'daily_backup.sh', 'incremental_backup.sh'])
      expect(script(name), name).toMatchObject({ code: 0 })
    expect(script('embeddings_backup.sh')).toMatchObject({ code: 0 })
    expect(tablesOf('all-databases').tables).toHaveLength(8)
    expect(tablesOf('orquix-daily').tables).toHaveLength(8)
    expect(tablesOf('orquix-embeddings').tables).toEqual(['context_chunks'])
    expect(tablesOf('orquix-incremental').tables).not.toContain('context_chunks')
    const verified = script('verify_backup.sh')
    expect(verified).toMatchObject({ code: 0 })
    expect(verified.out.match(/ {2}ok {2}/g)).toHaveLength(5)
  }, 120_000)

  test('what fails ends with another code than 0', () => {
    const nobody = script('backup-db.sh', [], { ACERVO_BACKUP_RECIPIENTS: '' })
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('ACV423') })
    writeFileSync(join(store, tablesOf('orquix-daily').name, 'SHA256SUMS'), 'x')
    expect(script('verify_backup.sh').code).toBe(1)
    writeFileSync(join(folder, 'file'), '')
    const late = { ACERVO_BACKUP_URL: join(folder, 'file', 'backups') }
    const refused = script('daily_backup.sh', [], late)
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('ACV427') })
  }, 60_000)
})
