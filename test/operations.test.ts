// The guide of operations is run: every block of commands, in its order, on a small platform of its own; and its
// Spanish half says the same commands.
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'acervo-operations-'))
const at = (name: string) => join(folder, name)

const project = `
import { defineConfig, defineDatabase, defineSystem, defineTable, id, integer, varchar } from 'acervo'
const item = defineTable('items', { id: id(), name: varchar(20), amount: integer() })
const shop = defineDatabase({ schema: 'shop', name: 'shop', tables: { item } })
export default defineConfig({
  systems: [defineSystem({ name: 'shop', databases: [shop], home: import.meta.dirname })],
})
`

/** English, Spanish; comments differ. */
function readBlocks(): readonly [readonly string[], readonly string[]] {
  const text = readFileSync(join(root, 'docs', 'guide', 'operations.md'), 'utf8')
  const halves = text.split('\n# Operaciones\n')
  const blocksOf = (half = '') =>
    [...half.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) =>
      block.replaceAll(/ +#.*$/gm, ''),
    )
  return [blocksOf(halves[0]), blocksOf(halves[1])]
}

beforeAll(() => {
  for (const name of ['bin', 'safe', 'project']) mkdirSync(at(name))
  const program = join(root, 'bin', 'acervo.js')
  writeFileSync(at('bin/acervo'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  chmodSync(at('bin/acervo'), 0o755)
  writeFileSync(at('project/package.json'), JSON.stringify({ type: 'module' }))
  writeFileSync(at('project/acervo.config.ts'), project)
  writeFileSync(at('project/some.csv'), 'name,amount\none,1\ntwo,2\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('every command of the guide does what it says, and both languages say the same', () => {
  const [english, spanish] = readBlocks()
  expect(english.length).toBeGreaterThan(6)
  expect(spanish).toEqual(english)
  const deleted = `acervo sql shop -c 'delete from shop.items'\n`
  const blocks = english.map((block) => (block.includes('items.csv') ? deleted + block : block))
  const script = ['acervo import shop.item some.csv\n', ...blocks].join("echo '--- next block'\n")
  const { status, stdout, stderr } = spawnSync(
    'bash',
    ['--norc', '-euo', 'pipefail', '-xc', script],
    {
      cwd: at('project'),
      encoding: 'utf8',
      env: {
        PATH: `${at('bin')}:${process.env.PATH}`,
        LC_ALL: 'C.UTF-8',
        SAFE: at('safe'),
        ACERVO_BACKUP_URL: at('backups'),
      },
    },
  )
  expect(status, stderr.slice(-1_500)).toBe(0)
  expect(stdout).toContain('well; 2 rows restored')
  // The rows that were deleted are back, and the restored platform has them.
  expect(stdout).toMatch(/2 rows, all as they were/)
  expect(readFileSync(at('project/items.csv'), 'utf8').trim().split('\n')).toHaveLength(3)
}, 300_000)
