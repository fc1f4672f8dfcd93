// What may not be said of an encrypted column is refused where it is declared, with the column's name.
import { expect, test } from 'vitest'
import { decimal, id, instant, integer, oneOf, text, uuid } from '../table/column.ts'
import { check, index, primaryKey, unique } from '../table/constraint.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineFeature, defineTable, type Feature } from '../table/table.ts'
import { embedded } from '../traits/embedded/embedded.ts'
import { emits } from '../traits/emits/emits.ts'
import { encrypted } from '../traits/encrypted/encrypted.ts'
import { hashed } from '../traits/hashed/hashed.ts'
import { outbox } from '../traits/outbox/outbox.ts'
import { searchable } from '../traits/searchable/searchable.ts'
import { softDeleted } from '../traits/soft-deleted/soft-deleted.ts'
import { defineModel } from './define-model.ts'

const columns = {
  ssn: text(),
  kind: oneOf('A', 'B'),
  amount: decimal(10, 2),
  at: instant(),
  count: integer(),
  owner: text(),
  personId: uuid(),
}
function mistakesOf(features: readonly Feature[], more: object = {}): string {
  const table = defineTable('things', { ...columns, ...more }, features as never)
  const tables = {
    thing: table,
    outboxEvent: defineTable('outbox_events', { id: id().maintained() }, [outbox()]),
  }
  const database = defineDatabase({
    schema: 'x_y',
    name: 'some',
    area: 'a',
    purpose: 'p',
    tables,
  } as never)
  try {
    defineModel([defineSystem({ name: 's', databases: [database] })])
    return ''
  } catch (error) {
    return (error as { details?: string }).details ?? ''
  }
}
const sealed = encrypted({ columns: ['ssn'], subject: 'personId', index: { ssn: ['digits'] } })

const routine = (body: string): Feature =>
  defineFeature('routine', () => [
    {
      kind: 'routine',
      name: 'look',
      security: 'invoker',
      body,
      triggers: [{ name: 'look', when: 'after', event: 'insert', each: 'statement' }],
    },
  ])

test('what has its name and does not read it stands: a setting, a variable, a column elsewhere', () => {
  const body = `declare
  actor text;
  ssn text := current_setting('acervo.ssn', true);
begin
  insert into {table:others} as o (id, ssn) select n.id, ssn from new_rows n;
  return null;
end`
  expect(mistakesOf([sealed, routine(body)])).toBe('')
})

test('a plain declaration stands', () => {
  expect(mistakesOf([sealed, unique(['ssn']), softDeleted()])).toBe('')
  expect(mistakesOf([encrypted({ columns: ['ssn', 'count'] })])).toBe('')
})

test.each<[string, readonly Feature[], string]>([
  [
    'full text',
    [sealed, searchable({ ssn: 'A' }, { language: 'spanish' })],
    "'ssn' is read by 'searchVector'",
  ],
  [
    'a vector of unsaid columns',
    [sealed, embedded({ model: 'm', dimensions: 3, metric: 'l2' })],
    'its vector may show',
  ],
  [
    'a vector over it',
    [sealed, embedded({ model: 'm', dimensions: 3, metric: 'l2', of: ['ssn'] })],
    'its vector may show',
  ],
  [
    'a check',
    [sealed, check('long', 'length(ssn) > 3')],
    "'ssn' is encrypted or hashed, and 'check'",
  ],
  ['an index', [sealed, index(['ssn'])], "'ssn' is encrypted or hashed, and 'index'"],
  [
    'a unique without blind index',
    [encrypted({ columns: ['ssn'] }), unique(['ssn'])],
    "and 'unique' reads it",
  ],
  ['the key', [sealed, primaryKey('ssn')], "'ssn' is part of the key"],
  [
    'a payload',
    [sealed, emits('T', { Made: { payload: { ssn: 'ssn' } } })],
    "and 'emits' reads it",
  ],
  [
    'a condition of an event',
    [sealed, emits('T', { Made: { when: "ssn = 'x'", payload: { id: 'id' } } })],
    "and 'emits' reads it",
  ],
  [
    'a routine',
    [sealed, routine('begin perform n.ssn from new_rows n; return null; end')],
    "and 'routine' reads it",
  ],
  [
    'a routine with a variable of that name',
    [
      sealed,
      routine('declare ssn text;\nbegin ssn = (select n.ssn from new_rows n); return null; end'),
    ],
    "and 'routine' reads it",
  ],
  ['a type without one text', [encrypted({ columns: ['at'] })], 'is of the type instant'],
  [
    'a blind index over amounts',
    [encrypted({ columns: ['amount'], index: { amount: [] } })],
    'too few values',
  ],
  [
    'a blind index over few words',
    [encrypted({ columns: ['kind'], index: { kind: [] } })],
    'too few values',
  ],
  [
    'a subject that is no uuid',
    [encrypted({ columns: ['ssn'], subject: 'owner' })],
    "the subject 'owner'",
  ],
  [
    'a subject that is not there',
    [encrypted({ columns: ['ssn'], subject: 'nobody' })],
    "the subject 'nobody'",
  ],
  [
    'an index of what is not encrypted',
    [encrypted({ columns: ['ssn'], index: { owner: [] } })],
    'owner (not encrypted)',
  ],
  ['a column that is not there', [encrypted({ columns: ['nothing'] })], "'nothing'"],
  ['both forms', [sealed, hashed({ columns: ['ssn'] })], 'another form already'],
  ['a digest that is shown', [hashed({ columns: ['ssn'] })], 'Declare it hidden()'],
  ['a key that is made by the row', [sealed, primaryKey('at')], "its key 'at' cannot be known"],
])('%s is refused', (_, features, words) => {
  expect(mistakesOf(features)).toContain(words)
})

test('a default would stand in the catalog in plain', () => {
  expect(mistakesOf([sealed], { ssn: text().default('x') })).toContain("'ssn' has a default")
})

test('a vector of other columns stands', () => {
  const vector = embedded({ model: 'm', dimensions: 3, metric: 'l2', of: ['owner'] })
  expect(mistakesOf([sealed, vector])).toBe('')
})
