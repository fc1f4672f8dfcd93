// What a declared table costs: one file, 80 lines at the most beside what it imports.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'

const root = join(import.meta.dirname, '..')
const linesMax = 80
/** Half of each is its states and what is told of them, which others read in one place. */
const longer: Readonly<Record<string, number>> = {
  'systems/ai-core/energy/energy-contract.ts': 95,
  'systems/ai-core/finance-invoicing/invoice.ts': 95,
  'systems/ai-core/finance/loan.ts': 110,
  'systems/ai-core/insurance/policy.ts': 95,
  'systems/banking/visit.ts': 95,
}

const tables = [...defineModel(systems).databases.values()].flatMap((database) => [
  ...database.tables.values(),
])
const files = [...new Set(tables.map(({ file }) => file))].map((file) => {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file
  const text = readFileSync(path, 'utf8').replaceAll(/^import [^']*'[^']+'\n/gm, '')
  return { name: relative(root, path), lines: text.trimEnd().split('\n').length }
})

test('a table is declared in one file of 80 lines, or of as many as are said here', () => {
  expect(files.length).toBeGreaterThan(350)
  expect(files.filter(({ name, lines }) => lines > (longer[name] ?? linesMax))).toEqual([])
  const idle = Object.keys(longer).filter(
    (name) => (files.find((file) => file.name === name)?.lines ?? 0) <= linesMax,
  )
  expect(idle).toEqual([])
})

test('half of the tables take 30 lines or fewer', () => {
  const counts = files.map(({ lines }) => lines).toSorted((a, b) => a - b)
  expect(counts[counts.length >> 1]).toBeLessThanOrEqual(30)
})
