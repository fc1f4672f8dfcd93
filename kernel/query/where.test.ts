// Filters against a model of them in JavaScript, with SQL's third truth value as null; and the text of
// each clause.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { bulkInsert } from './bulk.ts'
import { plan } from './plan.ts'
import type { Request } from './request.ts'

const words = ['', 'a', 'A', 'ab', 'b%', 'b_c', 'c\\d', 'ñ', 'Ñu']
const numbers = [-1, 0, 1, 2, 7]

type Truth = boolean | null
const not = (truth: Truth): Truth => (truth === null ? null : !truth)
const every = (all: Truth[]): Truth =>
  all.includes(false) ? false : all.includes(null) ? null : true
const some = (all: Truth[]): Truth =>
  all.includes(true) ? true : all.includes(null) ? null : false

const compare = {
  equals: (a: never, b: never) => a === b,
  not: (a: never, b: never) => a !== b,
  lt: (a: never, b: never) => a < b,
  lte: (a: never, b: never) => a <= b,
  gt: (a: never, b: never) => a > b,
  gte: (a: never, b: never) => a >= b,
  in: (a: never, b: never[]) => b.includes(a),
  notIn: (a: never, b: never[]) => !b.includes(a),
  contains: (a: string, b: string) => a.includes(b),
  startsWith: (a: string, b: string) => a.startsWith(b),
  endsWith: (a: string, b: string) => a.endsWith(b),
} as unknown as Record<string, (a: unknown, b: unknown) => boolean>

function judge(where: Row, row: Row): Truth {
  return every(
    Object.entries(where).map(([key, value]): Truth => {
      const list = Array.isArray(value) ? value : [value]
      if (key === 'AND') return every(list.map((item) => judge(item, row)))
      if (key === 'OR') return some(list.map((item) => judge(item, row)))
      if (key === 'NOT') return every(list.map((item) => not(judge(item, row))))
      return judgeColumn(value, row[key])
    }),
  )
}

function judgeColumn(filter: unknown, value: unknown): Truth {
  if (filter === null) return value === null
  if (typeof filter !== 'object') return value === null ? null : value === filter
  return every(
    Object.entries(filter as Row).map(([operator, operand]): Truth => {
      // A list of nothing needs no value to be compared with.
      if (Array.isArray(operand) && operand.length === 0) return operator === 'notIn'
      if (operand === null) return operator === 'not' ? value !== null : value === null
      if (operator === 'not' && typeof operand === 'object') return not(judgeColumn(operand, value))
      return value === null
        ? null
        : (compare[operator] as (a: unknown, b: unknown) => boolean)(value, operand)
    }),
  )
}

const text = fc.constantFrom(...words)
const number = fc.constantFrom(...numbers)
const filterOf = (value: fc.Arbitrary<unknown>, more: Row = {}) =>
  fc.oneof(
    value,
    fc.constant(null),
    fc
      .record(
        { equals: fc.option(value), lt: value, lte: value, gt: value, gte: value, ...more },
        { requiredKeys: [] },
      )
      .filter((filter) => Object.keys(filter).length > 0),
    fc.record({ in: fc.array(value, { maxLength: 3 }) }),
    fc.record({ notIn: fc.array(value, { maxLength: 3 }) }),
    fc.record({ not: fc.oneof(fc.option(value), fc.record({ gte: value })) }),
  )
const { where } = fc.letrec<{ where: Row }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3 },
    fc.record(
      {
        title: filterOf(text, { contains: text, startsWith: text, endsWith: text }).filter(
          (filter) => filter !== null,
        ),
        code: filterOf(text, { contains: text }),
        pages: filterOf(number),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        AND: fc.array(tie('where'), { maxLength: 2 }),
        OR: fc.array(tie('where'), { maxLength: 2 }),
        NOT: tie('where'),
      },
      { requiredKeys: [] },
    ),
  ),
}))

onEachEngine((engine) => {
  let db: TestDatabase
  const rows: Row[] = []
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    const [author] = await db.rows({ table: 'author', verb: 'create', data: { name: 'A' } })
    for (const title of words)
      for (const pages of [...numbers, null])
        rows.push({
          isbn: `${rows.length}`,
          title,
          pages,
          code: rows.length % 4 === 0 ? null : words[rows.length % words.length],
          authorId: author?.id,
        })
    await bulkInsert(db.caller, { database: 'press', table: 'book' }, rows)
  })
  afterAll(() => db?.close())

  test('a filter finds the rows, and only those, that it is true for', async () => {
    await fc.assert(
      fc.asyncProperty(where, async (asked) => {
        const found = await db.rows({
          table: 'book',
          verb: 'findMany',
          where: asked,
          select: { isbn: true },
        })
        const expected = rows.filter((row) => judge(asked, row) === true).map(({ isbn }) => isbn)
        expect(found.map(({ isbn }) => isbn).sort()).toEqual(expected.sort())
      }),
      { numRuns: 150 },
    )
  })

  test('pages of any order hold every row once', async () => {
    const direction = fc.constantFrom('asc', 'desc')
    const orders = fc.array(
      fc.oneof(
        ...['title', 'pages', 'code'].map((name) => direction.map((way) => ({ [name]: way }))),
        direction.map((way) => ({ author: { name: way } })),
      ),
      { maxLength: 3 },
    )
    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 5, max: 30 }), async (orderBy, take) => {
        const request = {
          table: 'book',
          verb: 'findMany',
          orderBy,
          select: { isbn: true },
        } as const
        const whole = (await db.ask(request)).rows
        const paged: string[] = []
        let after: readonly (string | null)[] | undefined
        for (let page = 0; page < 20; page++) {
          const answer = await db.ask(
            { ...request, take, ...(after === undefined ? {} : { after }) },
            { page: true },
          )
          paged.push(...answer.rows)
          if (!answer.hasMore) break
          after = answer.keys.at(-1)
        }
        expect(paged).toEqual(whole)
        const [cursor] = [JSON.parse(whole[take] as string)]
        const from = await db.ask({ ...request, cursor, take: 5 })
        expect(from.rows).toEqual(whole.slice(take, take + 5))
      }),
      { numRuns: 25 },
    )
  })
})

describe('the text', () => {
  const id = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'
  const textOf = (request: Omit<Request, 'database'>) =>
    plan(press, { database: 'press', ...request })
      .statements.map(({ text }) => text)
      .join('\n')
  const whereOf = (asked: Row, table = 'review') =>
    textOf({ table, verb: 'count', where: asked }).replace(/^.*? where /, '')

  test('of conditions', () => {
    expect(whereOf({ stars: 3 })).toBe('t0."stars" = $1::integer')
    expect(whereOf({ stars: { in: [1, 2, 3] } })).toBe('t0."stars" = any($1::integer[])')
    expect(whereOf({ body: { contains: '50%', mode: 'insensitive' } })).toBe(
      'lower(t0."body" collate "und-x-icu") like lower($1::text collate "und-x-icu")',
    )
    expect(whereOf({ OR: [{ stars: 1 }, { NOT: { body: null } }] })).toBe(
      '((t0."stars" = $1::integer) or (not (t0."body" is null)))',
    )
    expect(whereOf({ book: { title: 'x' } })).toBe(
      'exists (select 1 from "press"."books" t1 where t1."id" = t0."book_id" and t1."title" = $1::text)',
    )
    expect(whereOf({ reviews: { none: {} } }, 'book')).toBe(
      'not exists (select 1 from "press"."reviews" t1 where t1."book_id" = t0."id") and t0."deleted_at" is null',
    )
  })

  test('of a point read and of a write with its answer', () => {
    expect(
      textOf({ table: 'review', verb: 'findUnique', where: { id }, select: { stars: true } }),
    ).toBe(
      'select row_to_json(r) from "press"."reviews" t0 cross join lateral (select t0."stars" as "stars") r where t0."id" = $1::uuid',
    )
    expect(
      textOf({
        table: 'review',
        verb: 'create',
        data: { stars: 1, bookId: id },
        select: { id: true },
      }),
    ).toBe(
      'with w as (insert into "press"."reviews" as t ("book_id", "stars") values ($1::uuid, $2::integer) returning t."id") select row_to_json(r) from w t0 cross join lateral (select t0."id" as "id") r',
    )
  })

  test('does not depend on values, lengths or the order of keys', () => {
    const name = (asked: Row) =>
      plan(press, { database: 'press', table: 'review', verb: 'findMany', where: asked })
        .statements[0]?.name
    expect(name({ stars: { in: [1] } })).toBe(name({ stars: { in: [1, 2, 3] } }))
    const create = (data: Row) =>
      plan(press, { database: 'press', table: 'review', verb: 'create', data }).statements[0]?.name
    expect(create({ stars: 1, bookId: id })).toBe(create({ bookId: id, stars: 2 }))
    expect(name({ stars: 1 })).not.toBe(name({ body: 'x' }))
  })
})
