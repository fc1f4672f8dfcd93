import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { bulkInsert } from './bulk.ts'
import { streamRows } from './stream.ts'
import { transaction } from './transaction.ts'

onEachEngine((engine) => {
  let db: TestDatabase
  let author: Row
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    author = (await db.rows({ table: 'author', verb: 'create', data: { name: 'A' } }))[0] as Row
  })
  afterAll(() => db?.close())

  const books = (count: number, prefix: string) =>
    Array.from({ length: count }, (_, at) => ({
      isbn: `${prefix}${at}`,
      title: `back\\slash\ttab "quoted" {brace}, ${at}\n`,
      authorId: author.id,
      ...(at % 3 === 0 ? { price: '1.00' } : {}),
      pages: at,
    }))
  const count = async (where: Row) => (await db.ask({ table: 'book', verb: 'count', where })).count

  for (const size of [3, 1_500, 6_001]) {
    test(`${size} rows arrive whole, absent values as defaults`, async () => {
      const rows = books(size, `s${size}-`)
      expect(await bulkInsert(db.caller, { database: 'press', table: 'book' }, rows)).toEqual({
        count: size,
      })
      const where = { isbn: { startsWith: `s${size}-` } }
      expect(await count({ ...where, price: '1.00' })).toBe(Math.ceil(size / 3))
      expect(await count({ ...where, price: '9.99' })).toBe(size - Math.ceil(size / 3))
      const [last] = await db.rows({
        table: 'book',
        verb: 'findMany',
        where: { isbn: `s${size}-${size - 1}` },
      })
      expect(last).toMatchObject({ title: rows.at(-1)?.title, pages: size - 1 })
    })
  }

  test('a mistake names its row, and nothing stays', async () => {
    const rows = books(5_500, 'bad-')
    const wrong = rows.map((row, at) => (at === 5_200 ? { ...row, pages: 1.5 } : row))
    const insert = (data: Row[]) =>
      bulkInsert(db.caller, { database: 'press', table: 'book' }, data)
    await expect(insert(wrong)).rejects.toMatchObject({
      code: 'ACV205',
      message: expect.stringMatching(/^row 5200: /),
    })
    const twice = rows.map((row, at) => (at === 5_200 ? { ...row, isbn: 'bad-1' } : row))
    await expect(insert(twice)).rejects.toMatchObject({
      code: 'ACV302',
      // A batch of COPY is larger.
      details: expect.stringContaining(engine === 'postgres' ? ' 0 to 5499' : ' 5000 to 5499'),
    })
    expect(await count({ isbn: { startsWith: 'bad-' } })).toBe(0)
  })

  test('duplicates are skipped where asked, through createMany too', async () => {
    await bulkInsert(db.caller, { database: 'press', table: 'book' }, books(10, 'dup-'))
    const data = books(5_010, 'dup-')
    expect(
      (await db.ask({ table: 'book', verb: 'createMany', data, skipDuplicates: true })).count,
    ).toBe(5_000)
  })

  test('rows of a partitioned table carry their instant in their id', async () => {
    const at = new Date().toISOString().replace('Z', '123Z')
    const rows = Array.from({ length: 1_200 }, (_, i) =>
      i % 2 === 0 ? { note: `${i}` } : { at, note: `${i}` },
    )
    await bulkInsert(db.caller, { database: 'press', table: 'reading' }, rows)
    expect((await db.ask({ table: 'reading', verb: 'count', where: { at } })).count).toBe(600)
  })

  test('a stream gives every row once, in order', async () => {
    const all: Row[] = []
    const request = {
      database: 'press',
      table: 'book',
      where: { isbn: { startsWith: 's6001-' } },
      orderBy: { pages: 'desc' },
    } as const
    for await (const page of streamRows(db.caller, request))
      all.push(...page.map((row) => JSON.parse(row)))
    expect(all.map(({ pages }) => pages)).toEqual(
      Array.from({ length: 6_001 }, (_, i) => 6_000 - i),
    )
    let some = 0
    for await (const page of streamRows(db.caller, { ...request, rowsMax: 1_500 }))
      some += page.length
    expect(some).toBe(1_500)
  })

  test('more rows than an answer holds are refused, never cut off', async () => {
    await bulkInsert(db.caller, { database: 'press', table: 'book' }, books(10_001, 'many-'))
    const where = { isbn: { startsWith: 'many-' } }
    await expect(db.ask({ table: 'book', verb: 'findMany', where })).rejects.toMatchObject({
      code: 'ACV206',
    })
    const nested = { table: 'author', verb: 'findUnique', where: { id: author.id } } as const
    await expect(db.ask({ ...nested, include: { books: true } })).rejects.toMatchObject({
      code: 'ACV206',
    })
    const [row] = await db.rows({ ...nested, include: { books: { take: 3 } } })
    expect(row?.books).toHaveLength(3)
  })

  test('calls inside a transaction join it and vanish with it', async () => {
    const failed = transaction(db.caller, ['press'], async () => {
      await db.ask({ table: 'author', verb: 'create', data: { name: 'ghost' } })
      await bulkInsert(db.caller, { database: 'press', table: 'book' }, books(2, 'ghost-'))
      await transaction(db.caller, ['press', 'club'], async () => {
        expect(await count({ isbn: { startsWith: 'ghost-' } })).toBe(2)
      })
      throw new Error('no')
    })
    await expect(failed).rejects.toThrow('no')
    expect(await count({ isbn: { startsWith: 'ghost-' } })).toBe(0)
    expect((await db.ask({ table: 'author', verb: 'count', where: { name: 'ghost' } })).count).toBe(
      0,
    )
  })

  test('another principal cannot join, and undeclared databases cannot share', async () => {
    const other = db.as({ settings: { 'acervo.actor': 'user:1' } })
    const { run } = await import('./run.ts')
    const mixed = transaction(db.caller, ['press'], () =>
      run(other, { database: 'press', table: 'author', verb: 'count' }),
    )
    await expect(mixed).rejects.toMatchObject({ code: 'ACV315' })
    const model = {
      ...press,
      systems: press.systems.map((system) => ({ ...system, together: [] })),
    }
    const apart = { ...db.caller, model }
    await expect(transaction(apart, ['press', 'club'], async () => 1)).rejects.toMatchObject({
      code: 'ACV315',
    })
  })
})
