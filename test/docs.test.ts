// Docs are held to the code: nothing undocumented, nothing documented that is not there.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { catalogue } from '../kernel/errors/index.ts'
import * as columns from '../kernel/table/column.ts'
import * as constraints from '../kernel/table/constraint.ts'
import { factKinds, qualifierOrder } from '../kernel/table/fact.ts'
import * as traits from '../kernel/traits/index.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const functionsOf = (module: object) =>
  Object.entries(module).flatMap(([name, value]) => (typeof value === 'function' ? [name] : []))

describe('docs/reference/declaration.md', () => {
  const page = read('docs/reference/declaration.md')

  test('has a heading for every trait, and no other', () => {
    const section = page.slice(page.indexOf('## Traits\n'), page.indexOf('## Traits of your own'))
    const headings = [...section.matchAll(/^### (.+)$/gm)].map((match) => match[1])
    expect(headings.sort()).toEqual(functionsOf(traits).sort())
  })

  test.each([...functionsOf(columns), ...functionsOf(constraints)].filter((n) => n !== 'columnOf'))(
    'names %s',
    (name) => {
      expect(page).toContain(`${name}(`)
    },
  )
})

test('every error code has one row in docs/reference/errors.md, and no other', () => {
  const rows = [...read('docs/reference/errors.md').matchAll(/^\| `(ACV\d+)` \| ([^|]+) \|/gm)]
  expect(rows.map((row) => row[1])).toEqual(Object.keys(catalogue))
  for (const [, code, means] of rows) expect(means).toBe(catalogue[code as keyof typeof catalogue])
})

describe('docs/reference/threats.md', () => {
  const page = read('docs/reference/threats.md')
  const proofs = [...page.matchAll(/`([\w./-]+\.(?:test|campaign)\.ts)`(?:[ \n]\*([^*]+)\*)?/g)]

  test('every proof names a test that is there', () => {
    expect(proofs.length).toBeGreaterThan(40)
    for (const [, file = '', words] of proofs) {
      expect(existsSync(join(root, file)), file).toBe(true)
      if (words === undefined) continue
      expect(read(file), file).toContain(words.replaceAll(/\s+/g, ' '))
    }
  })

  test('every attacker has what does not stop it', () => {
    const sections = page.split(/^## /m).filter((text) => text.includes('| tries |'))
    expect(sections.length).toBe(8)
    for (const section of sections)
      expect(section, section.slice(0, 40)).toContain('**Does not stop it.**')
  })
})

test('decision 0002 names every fact kind and every qualifier', () => {
  const page = read('docs/decisions/0002-declaration-facts-values.md')
  for (const kind of factKinds) expect(page).toMatch(new RegExp(`^\\| ${kind} \\|`, 'm'))
  for (const qualifier of qualifierOrder) expect(page).toContain(qualifier)
})

test('every run-time dependency has its line in docs/decisions/dependencies.md', () => {
  const { dependencies } = JSON.parse(read('package.json')) as { dependencies: object }
  const page = read('docs/decisions/dependencies.md')
  for (const name of Object.keys(dependencies)) expect(page).toContain(name)
  expect(Object.keys(dependencies).length).toBeLessThanOrEqual(20)
})

test('the root shows the whole house', () => {
  const hidden = new Set(['.git', 'node_modules', '.acervo', 'dist'])
  const entries = readdirSync(root).filter((entry) => !hidden.has(entry))
  expect(entries.length).toBeLessThanOrEqual(24)
})

describe('pages', () => {
  const pages = ['README.md', 'ARCHITECTURE.md', 'AGENTS.md', ...markdownUnder('docs')]

  test.each(pages)('%s links only to what exists', (page) => {
    const links = [...read(page).matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map((match) => match[1])
    for (const link of links) {
      const path = join(root, dirname(page), link ?? '')
      expect(existsSync(path), `${page} -> ${link}`).toBe(true)
    }
  })

  test('short pages stay short', () => {
    expect(read('ARCHITECTURE.md').split('\n').length).toBeLessThanOrEqual(150)
    expect(read('AGENTS.md').split('\n').length).toBeLessThanOrEqual(120)
    for (const page of markdownUnder('docs/decisions'))
      if (/\/\d{4}-/.test(page)) expect(read(page).split('\n').length, page).toBeLessThanOrEqual(80)
  })

  test('the README shows a declaration by line 25', () => {
    const head = read('README.md').split('\n').slice(0, 25).join('\n')
    expect(head).toContain('defineTable(')
  })
})

function markdownUnder(directory: string): string[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => join(directory, file))
}
