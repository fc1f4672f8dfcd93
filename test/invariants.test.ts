// docs/reference/invariants.md: every database has an attack that is named there, and it is one.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/reference/invariants.md'), 'utf8')
const [attacks = '', figures = ''] = page.split('## Said in figures')

const named = (part: string) =>
  [...part.matchAll(/^\| (?:`(\w+)` \| )?([^|`]+) \| `([\w./-]+\.test\.ts)` \*(.+)\* \|$/gm)].map(
    ([, database = '', keeps = '', file = '', name = '']) => ({ database, keeps, file, name }),
  )

/** What a test of that name does, up to the next one. */
function bodyOf(file: string, name: string): string {
  const path = join(root, file)
  if (!existsSync(path)) return ''
  const own = readFileSync(path, 'utf8')
  // Promises that several tables make alike stand once, in test/support.
  const shared = [...own.matchAll(/from '([./]+\/test\/support\/[\w-]+\.ts)'/g)].map(
    ([, at = '']) => readFileSync(join(path, '..', at), 'utf8'),
  )
  const text = [own, ...shared].join('\n')
  const from = text.indexOf(`'${name}'`)
  if (from === -1) return ''
  return text.slice(from).split(/\n +test(?:\.each)?\(/)[0] ?? ''
}

/** Several begin before one has ended. */
const atOnce = /\b(?:race|times|atOnce|interleave|outcomeOf|Promise\.all(?:Settled)?|together)\(/

test('every database is attacked, and nothing else is', () => {
  const databases = [...defineModel(systems).databases.keys()]
  expect([...new Set(named(attacks).map(({ database }) => database))].toSorted()).toEqual(
    databases.toSorted(),
  )
})

test('each attack is a test in which several write at once', () => {
  const idle = named(attacks).filter(({ file, name }) => !atOnce.test(bodyOf(file, name)))
  expect(idle).toEqual([])
  // A row that is written otherwise would be read as none.
  expect(named(attacks).length).toBe(attacks.split('\n| `').length - 1)
})

test('what is said in figures has its test', () => {
  expect(named(figures).length).toBe(figures.split('`systems/').length - 1)
  for (const { file, name } of named(figures)) expect([name, bodyOf(file, name)]).not.toContain('')
})
