import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { press } from '../../test/support/query/press.ts'
import { plan } from './plan.ts'
import type { Request } from './request.ts'

type Asked = Omit<Request, 'database'>

const ask = (request: Asked) => plan(press, { database: 'press', ...request })
/** The same request in words that no shape takes. */
const askAnew = (request: Asked) => ask({ ...request, where: { ...request.where, AND: [] } })

function outcome(work: () => ReturnType<typeof plan>) {
  try {
    return work().statements.map(({ text, values }) => ({ text, values }))
  } catch {
    // Of two mistakes in one request either may be told first.
    return 'refused'
  }
}

const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'
const values = fc.constantFrom<unknown>(
  'a',
  'ES',
  '7',
  7,
  -1,
  1.5,
  true,
  false,
  id,
  null,
  new Date(0),
)
const operands = fc.oneof(values, fc.constant(undefined), fc.constant(['a']), fc.constant({ a: 1 }))
const filters = fc.dictionary(
  fc.constantFrom('equals', 'lt', 'gte', 'not', 'in', 'contains', 'mode'),
  operands,
  { maxKeys: 2 },
)
const where = fc.dictionary(
  fc.constantFrom('id', 'isbn', 'title', 'pages', 'sold', 'houseId', 'author', 'nothing', 'OR'),
  fc.oneof({ weight: 3, arbitrary: operands }, filters),
  { maxKeys: 3 },
)
const shown = fc.constantFrom<unknown>(true, false, undefined, 1, 'title')
const nested = fc.oneof(
  shown,
  fc.record({ select: fc.dictionary(fc.constantFrom('name', 'id', 'nothing'), shown) }),
  fc.record({ where: fc.record({ stars: fc.constantFrom(1, true, false) }) }),
  fc.record({ take: fc.constantFrom(1, 2) }),
)
const tree = fc.dictionary(fc.constantFrom('author', 'reviews', 'house', 'title'), nested)
const orderBy = fc.dictionary(
  fc.constantFrom('title', 'pages', 'nothing'),
  fc.constantFrom<unknown>('asc', 'desc', 'up', undefined, 1),
)
const requests = fc.record(
  {
    table: fc.constant('book'),
    verb: fc.constantFrom('findMany', 'findFirst', 'findUnique'),
    where,
    select: tree,
    include: tree,
    orderBy: fc.oneof(orderBy, fc.array(orderBy, { maxLength: 2 })),
    take: fc.constantFrom<unknown>(0, 1, 2, 201, 202, -1, 1.5, '1'),
    live: fc.constantFrom<unknown>(true, false, 1),
  },
  { requiredKeys: ['table', 'verb', 'where'] },
)

describe('requests of one shape', () => {
  it('are planned as each would be alone', () => {
    fc.assert(
      fc.property(requests, (request) => {
        const asked = request as unknown as Asked
        expect(outcome(() => ask(asked))).toEqual(outcome(() => askAnew(asked)))
      }),
      { numRuns: 3_000, seed: 5 },
    )
  })

  it('share one statement and differ in their values', () => {
    const [first] = ask({ table: 'book', verb: 'findUnique', where: { isbn: '1' } }).statements
    const [second] = ask({ table: 'book', verb: 'findUnique', where: { isbn: '2' } }).statements
    expect(second).toEqual({ ...first, values: ['2'] })
  })

  it('have every value checked, however often the shape came before', () => {
    const find = (pages: unknown) => ask({ table: 'book', verb: 'findMany', where: { pages } })
    find(1)
    expect(() => find('many')).toThrow("'pages'")
    expect(() => find(2 ** 31)).toThrow("'pages'")
    expect(() => find('\x000')).toThrow("'pages'")
  })

  it('are told apart where an empty value changes the words', () => {
    const find = (pages: unknown) => ask({ table: 'book', verb: 'findMany', where: { pages } })
    expect(find(1).statements[0]?.text).toContain('"pages" = $1')
    expect(find(null).statements[0]?.text).toContain('"pages" is null')
  })

  it('are told apart by what they ask of their lists', () => {
    const list = (books: object) =>
      ask({ table: 'author', verb: 'findMany', include: { books } }).statements[0]
    const lists = [{}, { live: false }, { take: 1 }, { take: 2 }, { where: { pages: 1 } }]
    const all = lists.map((books) => JSON.stringify([list(books)?.text, list(books)?.values]))
    expect(new Set(all).size).toBe(lists.length)
  })

  it('keep the partition of a row by its own identity', () => {
    const find = (uuid: string) =>
      ask({ table: 'reading', verb: 'findUnique', where: { id: uuid } }).statements[0]?.values
    expect(find(id)).toHaveLength(3)
    expect(find(id.replace('-7', '-4'))).toHaveLength(1)
  })
})
