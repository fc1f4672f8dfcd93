// docs/reference/rest.md is held to the code: every parameter, operator, header and bound stands there.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parameters } from './openapi/parameters.ts'
import { filterOperators } from './resource/filter.ts'
import { limits } from './resource/limits.ts'
import { listParameters } from './resource/parse.ts'

const page = readFileSync(new URL('../docs/reference/rest.md', import.meta.url), 'utf8')

test('every parameter of a list has a heading, and no heading lacks its parameter', () => {
  const section = page.slice(page.indexOf('## Lists\n'), page.indexOf('## Search\n'))
  const headings = [...section.matchAll(/^### (.+)$/gm)].map(([, name]) => name ?? '')
  expect(headings.sort()).toEqual(['filter', ...listParameters].sort())
})

test('every operator and every header is named', () => {
  for (const operator of Object.keys(filterOperators)) expect(page).toContain(`\`${operator}\``)
  for (const { name, in: place } of Object.values(parameters))
    if (place === 'header') expect(page).toContain(name)
})

test('the bounds are those in force', () => {
  const bounds = [
    limits.urlCharactersMax,
    limits.parametersMax,
    limits.runningMax,
    limits.waitingMax,
    limits.nestedRowsMax,
  ]
  for (const bound of bounds) expect(page).toContain(bound.toLocaleString('en'))
  expect(page).toContain(`1 to ${limits.pageRowsMax}, ${limits.pageRows} where`)
  expect(page).toContain(`NDJSON ${limits.bulkBytesMax / 1_048_576} MiB`)
  expect(page).toContain(`at most ${limits.relatedRowsMax}`)
})
