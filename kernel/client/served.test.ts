// Promises of what a process serves, by the words that name it; on a small Model.
import { describe, expect, test } from 'vitest'
import { defineModel } from '../model/define-model.ts'
import { refersTo, text } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineJob } from '../table/job.ts'
import { defineTable } from '../table/table.ts'
import { assertWhole, pickDatabases, toReached, toServed } from './served.ts'

const define = (schema: string, name: string, area: string, refers?: 'core.thing') =>
  defineDatabase({
    schema,
    name,
    area,
    tables: {
      thing: defineTable('things', {
        name: text(),
        ...(refers === undefined ? {} : { otherId: refersTo(refers).optional() }),
      }),
    },
  })
const run = async () => undefined
const model = defineModel([
  defineSystem({
    name: 'group',
    databases: [
      define('sm_core', 'core', 'core'),
      define('ss_insurance', 'insurance', 'insurance', 'core.thing'),
      define('ss_claims', 'claims', 'insurance'),
      define('sm_crm', 'crm', 'sales'),
    ],
    jobs: [defineJob({ name: 'first', run }), defineJob({ name: 'tidy', database: 'crm', run })],
  }),
  defineSystem({ name: 'other', databases: [define('shop', 'shop', '')] }),
])
const pick = (...words: readonly string[]) => [...pickDatabases(model, words)]

describe('what a process serves', () => {
  test.each([
    [['ss_*'], ['insurance', 'claims']],
    [
      ['sm_crm', 'shop'],
      ['crm', 'shop'],
    ],
    [['claims'], ['claims']],
    [
      ['area:insurance', 'ss_claims'],
      ['insurance', 'claims'],
    ],
    [['sales'], ['crm']],
    [['core'], ['core']],
    [['*'], ['core', 'insurance', 'claims', 'crm', 'shop']],
  ])('%j names %j', (words, names) => {
    expect(pick(...words)).toEqual(names)
  })

  test.each([
    ['ss_claim', "'ss_claim' names no database", "Perhaps you meant 'ss_claims'."],
    ['sx_*', "'sx_*' names no database", /Known|Perhaps/],
    ['area:insurence', "'area:insurence' names no database", "Perhaps you meant 'area:insurance'."],
    ['insurance', 'is a database and an area', 'Write ss_insurance or area:insurance.'],
  ])('%s is told with what was meant', (word, message, hint) => {
    expect(() => pick(word)).toThrow(
      expect.objectContaining({
        code: 'ACV606',
        message: expect.stringContaining(message),
        hint: expect.stringMatching(hint),
      }),
    )
  })

  test('jobs are run where their database is served, the others with the first of their system', () => {
    const jobsOf = (...words: readonly string[]) =>
      toServed(model, pickDatabases(model, words)).systems.flatMap(({ jobs }) =>
        jobs.map(({ name }) => name),
      )
    expect(jobsOf('sm_crm')).toEqual(['tidy'])
    expect(jobsOf('sm_core')).toEqual(['first'])
    expect(jobsOf('ss_*')).toEqual([])
    expect(jobsOf('*')).toEqual(['first', 'tidy'])
  })

  test('the first database is reached by all, because the queue of jobs stands beside it', () => {
    const served = toServed(model, pickDatabases(model, ['shop']))
    expect([...toReached(model, served)]).toEqual(['shop', 'core'])
  })

  test('one process on a directory serves what its databases need, or is refused', () => {
    const assertAlone = (...words: readonly string[]) =>
      assertWhole(model, toServed(model, pickDatabases(model, words)))
    expect(() => assertAlone('ss_*')).toThrow(
      expect.objectContaining({
        code: 'ACV324',
        details: 'Left out, and needed by what is served: sm_core.',
      }),
    )
    assertAlone('ss_*', 'sm_core')
    assertAlone('shop')
  })
})
