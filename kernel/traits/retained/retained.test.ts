// What may be said of how long rows are kept, and what is a mistake.
import { expect, test } from 'vitest'
import { toDatabase } from '../../../test/support/migrate/shop.ts'
import { instant, text } from '../../table/column.ts'
import { defineTable, type Table } from '../../table/table.ts'
import { auditLog } from '../audit-log/audit-log.ts'
import { partitioned } from '../partitioned/partitioned.ts'
import { type RetainedOptions, retained } from './retained.ts'

const columns = { at: instant(), endsAt: instant().optional(), body: text() }
const inMonths = partitioned({ by: 'at', every: 'month' })
const plain = (options: RetainedOptions) => defineTable('notes', columns, [retained(options)])
const monthly = (options: RetainedOptions) =>
  defineTable('notes', columns, [inMonths, retained(options)])

test('a table says how long its rows are kept, by which instants, and what then', () => {
  const read = (table: Table) => {
    const { by = [], ...rest } = toDatabase({ note: table }).tables.get('note')?.retention ?? {}
    return { by: by.map(({ sqlName }) => sqlName), ...rest }
  }
  expect(read(plain({ by: ['at', 'endsAt'], keep: '1 year' }))).toEqual({
    by: ['at', 'ends_at'],
    keep: '1 year',
    after: 'delete',
  })
  expect(read(monthly({ by: 'at', keep: '90 days', hot: '30 days', after: 'archive' }))).toEqual({
    by: ['at'],
    keep: '90 days',
    hot: '30 days',
    after: 'archive',
  })
})

test.each([
  ['a time that is none', plain({ by: 'at', keep: 'a while' }), 'is no time'],
  ['SQL in a time', plain({ by: 'at', keep: "1 day' or true --" }), 'is no time'],
  ['what is no instant', plain({ by: 'body', keep: '1 day' }), 'must be an instant'],
  ['a column that is not there', plain({ by: 'nope', keep: '1 day' }), "'nope'"],
  ['no column', plain({ by: [], keep: '1 day' }), 'by no column'],
  [
    'an archive without months',
    plain({ by: 'at', keep: '1 day', after: 'archive' }),
    'only months',
  ],
  ['months by another instant', monthly({ by: 'endsAt', keep: '1 day' }), 'months go by'],
  [
    'an audit that goes',
    defineTable('notes', {}, [auditLog(), retained({ by: 'occurredAt', keep: '2 years' })]),
    'nothing of it goes',
  ],
  [
    'two rules',
    defineTable('notes', columns, [
      retained({ by: 'at', keep: '1 day' }),
      retained({ by: 'at', keep: '2 days' }),
    ]),
    'how long rows are kept',
  ],
])('%s is a mistake of declaration', (_, note, words) => {
  expect(() => toDatabase({ note })).toThrow(
    expect.objectContaining({ code: 'ACV100', details: expect.stringContaining(words) }),
  )
})
