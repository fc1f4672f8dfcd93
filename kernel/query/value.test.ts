import { expect, test } from 'vitest'
import { press } from '../../test/support/query/press.ts'
import type { ColumnModel } from '../model/model.ts'
import { plan } from './plan.ts'
import { toArrayText, toText } from './value.ts'

const column = (name: string): ColumnModel =>
  press.databases.get('press')?.tables.get('sample')?.columns.get(name) as ColumnModel

const refused: Readonly<Record<string, readonly unknown[]>> = {
  ofText: ['a\0b', '\ud800', 1, {}, [], true],
  ofVarchar: ['123456', '\u{1F600}'.repeat(6)],
  ofInteger: [2_147_483_648, -2_147_483_649, 1.5, '1.0', '', ' 1', '1e3', Number.NaN, '0x10', true],
  ofBigint: ['9223372036854775808', 2 ** 53, '1_000', 1n << 63n],
  ofDecimal: [
    '1e400',
    '123456789012345',
    '0.1234567',
    'NaN',
    '',
    '.',
    '1,5',
    Number.POSITIVE_INFINITY,
    '9'.repeat(5000),
  ],
  ofReal: [1e39, 1e-60, '1e400', 'inf', 'abc', ''],
  ofDouble: ['1e400', '1e-400', '--1', '1e', 'nan'],
  ofBoolean: [0, 1, 't', 'yes', 'TRUE'],
  ofUuid: ['0192f0c1', `{${'0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'}}`, 1],
  ofInstant: [
    '2026-11-21',
    '2026-11-21T07:43:42',
    '2026-02-30T00:00:00Z',
    '2026-11-21T24:00:00Z',
    '0001-01-01T00:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '2026-11-21T07:43:42.1234567Z',
    '0000-01-01T00:00:00Z',
    'infinity',
    'now',
    new Date(Number.NaN),
    1_700_000_000_000,
  ],
  ofDate: [
    '2025-02-29',
    '1900-02-29',
    '2026-13-01',
    '2026-1-1',
    '0000-01-01',
    'today',
    '10000-01-01',
  ],
  ofTime: ['24:00', '12:60', '12:00:60', '12:00:00.1234567', '12', '12:00Z'],
  ofInet: [
    '256.0.0.1',
    '1.2.3',
    '::1%eth0',
    '10.0.0.0/33',
    '::/129',
    '10.0.0.0/8/8',
    'localhost',
    '',
  ],
  ofBytes: ['abc', 'a===', 'ab c', '_-==', 1],
  ofJson: [
    { a: Number.NaN },
    { a: '\0' },
    { '\ud800': 1 },
    { a: () => 1 },
    { a: undefined },
    new Map(),
    1n,
  ],
  ofWord: ['three', 'ONE', 1],
  ofVector: [[1, 2], [1, 2, Number.NaN], [1, 2, 1e39], [1, 2, '3'], '1,2,3'],
  ofTexts: ['a', [1], [null], { 0: 'a' }],
  ofBigints: [['x'], [2 ** 60]],
}

test('what does not fit a column is refused with what was given and what fits', () => {
  for (const [name, values] of Object.entries(refused))
    for (const value of values)
      expect(() => toText(column(name), value), `${name}: ${String(value)}`).toThrow(
        expect.objectContaining({
          code: 'ACV205',
          details: expect.stringMatching(/^Given: .* Allowed: /s),
        }),
      )
})

test('whole numbers of any spelling become one text', () => {
  expect(toText(column('ofInteger'), -0)).toBe('0')
  expect(toText(column('ofInteger'), '-7')).toBe('-7')
  expect(toText(column('ofBigint'), 12n)).toBe('12')
  expect(toText(column('ofDecimal'), 1e-6)).toBe('0.000001')
  expect(toText(column('ofDecimal'), 1e13)).toBe('10000000000000')
  expect(toText(column('ofDecimal'), '0012.5000000')).toBe('0012.5000000')
})

test('a word that is not in the list brings the nearest one', () => {
  expect(() => toText(column('ofWord'), 'on')).toThrow(
    expect.objectContaining({ hint: "Perhaps you meant 'one'." }),
  )
})

test('array texts quote what PostgreSQL would read otherwise', () => {
  expect(toArrayText(['a', null, 'NULL', '"', '\\', ''])).toBe('{"a",NULL,"NULL","\\"","\\\\",""}')
})

test('documents and requests of any depth end in an error, not in a full stack', () => {
  const deep = (levels: number, wrap: (inner: unknown) => unknown): unknown => {
    let value: unknown = 1
    for (let at = 0; at < levels; at++) value = wrap(value)
    return value
  }
  const limit = expect.objectContaining({ code: 'ACV206' })
  expect(() =>
    toText(
      column('ofJson'),
      deep(100_000, (inner) => [inner]),
    ),
  ).toThrow(limit)
  const find = (where: unknown) => () =>
    plan(press, { database: 'press', table: 'author', verb: 'findMany', where: where as never })
  expect(find(deep(100_000, (inner) => ({ NOT: inner === 1 ? {} : inner })))).toThrow(limit)
  expect(find(deep(50_000, (inner) => ({ mentor: inner === 1 ? {} : inner })))).toThrow(limit)
  expect(find({ name: deep(50_000, (inner) => ({ not: inner })) })).toThrow(limit)
  expect(find({ OR: Array.from({ length: 5000 }, () => ({ name: 'x' })) })).toThrow(limit)
  const include = deep(50_000, (inner) => ({ mentor: { include: inner === 1 ? {} : inner } }))
  expect(() =>
    plan(press, {
      database: 'press',
      table: 'author',
      verb: 'findMany',
      include: include as never,
    }),
  ).toThrow(limit)
})

test('keys that every object inherits are no columns', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const object = JSON.parse(`{${JSON.stringify(name)}: {"equals": 1}}`)
    const request = { database: 'press', table: 'author' } as const
    const unknown = expect.objectContaining({ code: 'ACV203' })
    expect(() => plan(press, { ...request, verb: 'findMany', where: object }), name).toThrow(
      unknown,
    )
    expect(() => plan(press, { ...request, verb: 'create', data: object }), name).toThrow(unknown)
    expect(() => plan(press, { ...request, verb: 'findMany', select: object }), name).toThrow(
      unknown,
    )
    expect(() => plan(press, { ...request, verb: 'findMany', orderBy: object }), name).toThrow(
      unknown,
    )
    expect(() => plan(press, { ...request, table: name, verb: 'findMany' }), name).toThrow(
      expect.objectContaining({ code: 'ACV202' }),
    )
  }
})

test('a filter whose value is undefined is refused: it would ask for every row', () => {
  const remove = (where: object) => () =>
    plan(press, { database: 'press', table: 'author', verb: 'deleteMany', where: where as never })
  const undefinedValue = expect.objectContaining({ code: 'ACV205' })
  expect(remove({ id: undefined })).toThrow(undefinedValue)
  expect(remove({ id: { in: undefined } })).toThrow(undefinedValue)
  expect(remove({ books: { some: undefined } })).toThrow(undefinedValue)
})

test('nothing that a request says is left out without a word', () => {
  const asked = (more: object) => () => plan(press, { database: 'press', ...more } as never)
  const twice = { a: 1, a_b: { a: 2, b: 2 } }
  expect(asked({ table: 'pair', verb: 'findUnique', where: twice })).toThrow(
    expect.objectContaining({ code: 'ACV200' }),
  )
  const having = { pages: { _sum: { gt: 1 }, gt: 5 } }
  expect(asked({ table: 'book', verb: 'groupBy', by: ['pages'], _count: true, having })).toThrow(
    expect.objectContaining({ code: 'ACV204' }),
  )
  const orderBy = { _sum: { pages: 'desc', sold: 'asc' } }
  const groups = { table: 'book', verb: 'groupBy', by: ['title'], _count: true, orderBy }
  const [statement] = asked(groups)().statements
  expect(statement?.text).toMatch(/sum\(t0\."pages"\) desc, sum\(t0\."sold"\) asc/)
})

test('a misspelt key of a request is refused: it would ask for every row', () => {
  const request = { database: 'press', table: 'author' } as const
  const asked = (more: object) => () => plan(press, { ...request, ...more } as never)
  expect(asked({ verb: 'deleteMany', wher: { name: 'x' } })).toThrow(
    expect.objectContaining({ code: 'ACV200', hint: "Perhaps you meant 'where'." }),
  )
  expect(asked({ verb: 'findUnique', where: { id: 'x' }, take: 1 })).toThrow(
    expect.objectContaining({ code: 'ACV200' }),
  )
  expect(asked({ verb: 'findMny' })).toThrow(
    expect.objectContaining({ code: 'ACV200', hint: "Perhaps you meant 'findMany'." }),
  )
  expect(asked({ verb: 'count', where: { name: 'x' }, take: undefined })).not.toThrow()
})
