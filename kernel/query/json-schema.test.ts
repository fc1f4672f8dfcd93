// A value of a `json` column fits its declared schema, or no statement is made of it, by whatever door it comes.
import { expect, test } from 'vitest'
import { toDatabase } from '../../test/support/migrate/shop.ts'
import { json, text } from '../table/column.ts'
import { defineTable } from '../table/table.ts'
import { encrypted } from '../traits/index.ts'
import { assertNewRow, toChanges, toNewRow } from './data.ts'

const pulse = {
  type: 'object',
  properties: { bpm: { type: 'number', maximum: 300 } },
  required: ['bpm'],
  additionalProperties: false,
} as const
const columns = { name: text(), open: json(pulse), closed: json(pulse).optional() }
const table = toDatabase({
  note: defineTable('notes', columns, [encrypted({ columns: ['closed'] })]),
}).tables.get('note')
if (table === undefined) throw new Error('the table is not there')

const row = (open: unknown, closed?: unknown) => ({ name: 'x', open, closed })

test.each([
  [{ bpm: '60' }, 'At open/bpm: must be number.'],
  [{ bpm: 60, secret: 'word' }, 'At open: must NOT have additional properties.'],
  [{}, "At open: must have required property 'bpm'."],
  [[], 'At open: must be object.'],
])('%j is refused, and told without what it holds', (value, details) => {
  const refusal = expect.objectContaining({ code: 'ACV205', details })
  expect(() => toNewRow(table, row(value))).toThrow(refusal)
  expect(() => toChanges(table, { open: value })).toThrow(refusal)
})

test('what fits passes, and so does what is not given', () => {
  expect(toNewRow(table, row({ bpm: 60 }))).toContain('{"bpm":60}')
  expect(toChanges(table, { open: { bpm: 61 } })).toHaveLength(1)
  expect(() => assertNewRow(table, row({ bpm: 60 }, null))).not.toThrow()
})

test('of a file, what will be encrypted is looked at before anything is written', () => {
  assertNewRow(table, row({ bpm: 60 }, { bpm: 70 }))
  expect(() => assertNewRow(table, row({ bpm: 60 }, { bpm: 700 }))).toThrow(
    expect.objectContaining({ code: 'ACV205', details: 'At closed/bpm: must be <= 300.' }),
  )
})
