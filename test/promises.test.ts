// docs/reference/promises.md: every number of the specifications is there once, and what shows a promise exists.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const list = join(root, '../shared/seeds/promises.md')
const page = readFileSync(join(root, 'docs/reference/promises.md'), 'utf8')

interface Promised {
  readonly number: string
  readonly says: string
  readonly stands: string
  readonly shown: string
  readonly files: readonly string[]
}

const rows = page
  .split('\n')
  .filter((line) => /^\| S\d-\d{3} \|/.test(line))
  .map((line): Promised => {
    const [, number = '', says = '', stands = '', shown = ''] = line
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim())
    const files = [...shown.matchAll(/`([\w./-]+)`/g)].map(([, file = '']) => file)
    return { number, says, stands, shown, files }
  })
const of = (stands: string) => rows.filter((row) => row.stands === stands)

/** Of a system that the tree has not, nothing is asked. */
function isAsked(file: string): boolean {
  const [, system] = /^systems\/([^/]+)\//.exec(file) ?? []
  return system === undefined || existsSync(join(root, 'systems', system, 'system.ts'))
}

test('every promise has its number once, and says something', () => {
  expect(rows.length).toBe(648)
  expect(new Set(rows.map(({ number }) => number)).size).toBe(648)
  const bySeed = Map.groupBy(rows, ({ number }) => number.slice(0, 2))
  expect([...bySeed].map(([seed, promises]) => [seed, promises.length])).toEqual([
    ['S0', 155],
    ['S1', 284],
    ['S2', 46],
    ['S3', 79],
    ['S4', 84],
  ])
  expect(rows.filter(({ says }) => says.length < 10)).toEqual([])
})

test('each is kept, corrected or open', () => {
  const stands = new Set(rows.map((row) => row.stands))
  expect([...stands].toSorted()).toEqual(['corrected', 'kept', 'open'])
})

test('what is kept is shown by tests and files that are there', () => {
  for (const { number, files } of of('kept')) {
    expect(files, number).not.toEqual([])
    for (const file of files.filter(isAsked))
      expect(existsSync(join(root, file)), `${number}: ${file}`).toBe(true)
  }
})

test('what is corrected says of which oddity, or why, and where ours is shown', () => {
  for (const { number, shown, files } of of('corrected')) {
    expect(shown.replaceAll(/`[^`]*`|[,; ]/g, ''), number).not.toBe('')
    expect(files, number).not.toEqual([])
    for (const file of files.filter(isAsked))
      expect(existsSync(join(root, file)), `${number}: ${file}`).toBe(true)
  }
})

test('what is open says what it waits for, and shows nothing', () => {
  for (const { number, shown, files } of of('open')) {
    expect(shown, number).not.toBe('')
    expect(files, number).toEqual([])
  }
})

describe.skipIf(!existsSync(list))('shared/seeds/promises.md', () => {
  test('has no other numbers', () => {
    const text = readFileSync(list, 'utf8')
    const numbers = text
      .split('\n')
      .filter((line) => line.startsWith('- '))
      .flatMap((line) => line.match(/S\d-\d{3}/g) ?? [])
    expect(rows.map(({ number }) => number)).toEqual(numbers)
  })
})
