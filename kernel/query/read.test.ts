import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'

onEachEngine((engine) => {
  let db: TestDatabase
  let ana: Row
  let luis: Row
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    const create = async (table: string, data: Row) =>
      (await db.rows({ table, verb: 'create', data }))[0] as Row
    ana = await create('author', {
      name: 'Ana',
      rating: 4.5,
      tags: ['a', 'b'],
      meta: { x: { y: 1 } },
    })
    luis = await create('author', { name: 'luis', bornOn: '1970-02-03' })
    for (const [isbn, title, author] of [
      ['1', 'Uno', ana],
      ['2', 'Dos', ana],
      ['3', 'Tres', luis],
    ] as const)
      await create('book', {
        isbn,
        title,
        authorId: author.id,
        price: `${isbn}.50`,
        pages: Number(isbn) * 100,
      })
  })
  afterAll(() => db?.close())

  const titles = async (where: Row) =>
    (await db.rows({ table: 'book', verb: 'findMany', where, orderBy: { isbn: 'asc' } })).map(
      (row) => row.title,
    )

  test('a created row comes back as JSON in declared order, hidden columns left out', () => {
    expect(Object.keys(ana)).toEqual([
      'id',
      'name',
      'bornOn',
      'rating',
      'tags',
      'meta',
      'mentorId',
      'createdAt',
      'deletedAt',
      'updatedAt',
    ])
    expect(ana).toMatchObject({ name: 'Ana', rating: 4.5, tags: ['a', 'b'], meta: { x: { y: 1 } } })
    expect(ana.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  })

  test('filters by operators', async () => {
    expect(await titles({ isbn: '2' })).toEqual(['Dos'])
    expect(await titles({ isbn: { in: ['1', '3'] } })).toEqual(['Uno', 'Tres'])
    expect(await titles({ isbn: { notIn: ['1', '3'] } })).toEqual(['Dos'])
    expect(await titles({ price: { gt: '1.5', lte: 3.5 } })).toEqual(['Dos', 'Tres'])
    expect(await titles({ title: { contains: 'o' } })).toEqual(['Uno', 'Dos'])
    expect(await titles({ title: { startsWith: 't', mode: 'insensitive' } })).toEqual(['Tres'])
    expect(await titles({ title: { in: ['UNO'], mode: 'insensitive' } })).toEqual(['Uno'])
    expect(await titles({ NOT: { pages: { gte: 200 } } })).toEqual(['Uno'])
    expect(await titles({ OR: [{ isbn: '1' }, { pages: 300 }] })).toEqual(['Uno', 'Tres'])
    expect(await titles({ OR: [] })).toEqual([])
    expect(await titles({ houseId: null })).toEqual(['Uno', 'Dos', 'Tres'])
    expect(await titles({ houseId: { not: null } })).toEqual([])
    expect(await titles({ author: { name: 'Ana' } })).toEqual(['Uno', 'Dos'])
    expect(await titles({ author: { isNot: { name: 'Ana' } } })).toEqual(['Tres'])
    expect(await titles({ house: null })).toEqual(['Uno', 'Dos', 'Tres'])
  })

  test('filters authors by arrays, documents and their books', async () => {
    const names = async (where: Row) =>
      (await db.rows({ table: 'author', verb: 'findMany', where, orderBy: { name: 'asc' } })).map(
        (row) => row.name,
      )
    expect(await names({ tags: { has: 'a' } })).toEqual(['Ana'])
    expect(await names({ tags: { hasSome: ['b', 'z'] } })).toEqual(['Ana'])
    expect(await names({ tags: { hasEvery: ['b', 'z'] } })).toEqual([])
    expect(await names({ tags: { isEmpty: true } })).toEqual(['luis'])
    expect(await names({ meta: { path: ['x', 'y'], equals: 1 } })).toEqual(['Ana'])
    expect(await names({ meta: { path: ['x', 'y'], equals: null } })).toEqual(['luis'])
    expect(await names({ books: { some: { isbn: '3' } } })).toEqual(['luis'])
    expect(await names({ books: { every: { pages: { lt: 250 } } } })).toEqual(['Ana'])
    expect(await names({ books: { none: { isbn: '3' } } })).toEqual(['Ana'])
  })

  test('reads nested rows both ways in one statement', async () => {
    const [row] = await db.rows({
      table: 'author',
      verb: 'findUnique',
      where: { id: ana.id },
      include: {
        books: {
          orderBy: { isbn: 'desc' },
          take: 1,
          select: { title: true, author: { select: { name: true } } },
        },
        mentor: true,
      },
    })
    expect(row).toMatchObject({
      name: 'Ana',
      mentor: null,
      books: [{ title: 'Dos', author: { name: 'Ana' } }],
    })
  })

  test('pages with order keys in both directions', async () => {
    const first = await db.ask(
      {
        table: 'book',
        verb: 'findMany',
        orderBy: [{ author: { name: 'desc' } }, { pages: 'asc' }],
        take: 2,
      },
      { page: true, version: true },
    )
    expect(first.hasMore).toBe(true)
    expect(first.rows.map((row) => JSON.parse(row).isbn)).toEqual(['3', '1'])
    expect(first.versions[0]).toMatch(/^\d+$/)
    const after = first.keys.at(-1) as (string | null)[]
    const next = await db.ask(
      {
        table: 'book',
        verb: 'findMany',
        orderBy: [{ author: { name: 'desc' } }, { pages: 'asc' }],
        take: 2,
        after,
      },
      { page: true },
    )
    expect(next.hasMore).toBe(false)
    expect(next.rows.map((row) => JSON.parse(row).isbn)).toEqual(['2'])
  })

  test('a Prisma cursor begins at its row', async () => {
    const at = { isbn: '2' }
    const isbns = async (more: Row) =>
      (
        await db.rows({
          table: 'book',
          verb: 'findMany',
          orderBy: { isbn: 'asc' },
          cursor: at,
          ...more,
        })
      ).map((row) => row.isbn)
    expect(await isbns({})).toEqual(['2', '3'])
    expect(await isbns({ skip: 1 })).toEqual(['3'])
  })

  test('a Prisma cursor follows the order of nearness and of words', async () => {
    const vectors = [
      [1, 0.9, 0],
      [1, 0.1, 0],
      [1, 0.5, 0],
    ]
    const ids: string[] = []
    for (const embedding of vectors) {
      const data = { body: 'x', embedding, embeddingModel: 'tiny' }
      const [row] = await db.rows({ table: 'passage', verb: 'create', data })
      ids.push(row?.id)
    }
    const rows = await db.rows({
      table: 'passage',
      verb: 'findMany',
      nearest: { vector: [1, 0, 0] },
      cursor: { id: ids[2] },
    })
    expect(rows.map(({ id }) => id)).toEqual([ids[2], ids[0]])
    for (const name of ['ola ola ola', 'ola de mar y sal', 'ola ola de mar'])
      await db.ask({ table: 'author', verb: 'create', data: { name } })
    const words = { table: 'author', verb: 'findMany', q: 'ola' } as const
    const all = (await db.rows(words)).map(({ id }) => id)
    const rest = await db.rows({ ...words, cursor: { id: all[1] }, skip: 1 })
    expect(rest.map(({ id }) => id)).toEqual(all.slice(2))
  })

  test('counts, aggregates and groups', async () => {
    expect(
      (await db.ask({ table: 'book', verb: 'count', where: { pages: { gt: 100 } } })).count,
    ).toBe(2)
    const [all] = await db.rows({
      table: 'book',
      verb: 'aggregate',
      _count: true,
      _sum: { price: true, pages: true },
      _avg: { pages: true },
      _max: { title: true },
    })
    expect(all).toEqual({
      _count: 3,
      _sum: { price: '7.50', pages: 600 },
      _avg: { pages: 200 },
      _max: { title: 'Uno' },
    })
    const groups = await db.rows({
      table: 'book',
      verb: 'groupBy',
      by: ['authorId'],
      _count: { _all: true },
      _min: { price: true },
      orderBy: { _count: { _all: 'desc' } },
      having: { pages: { _sum: { gte: 300 } } },
    })
    expect(groups).toEqual([
      { authorId: ana.id, _count: { _all: 2 }, _min: { price: '1.50' } },
      { authorId: luis.id, _count: { _all: 1 }, _min: { price: '3.50' } },
    ])
  })

  test('finds words whatever their accents', async () => {
    const found = await db.rows({ table: 'author', verb: 'findMany', q: 'aná' })
    expect(found.map((row) => row.name)).toEqual(['Ana'])
    const names = async (q: string) =>
      (await db.rows({ table: 'author', verb: 'findMany', q })).map((row) => row.name)
    expect(await names(`${'-'.repeat(500)} "ana"`)).toEqual(['Ana'])
    expect(await names('ana -ana')).toEqual([])
    expect(await names('ana -"luis ana"')).toEqual(['Ana'])
    await expect(names('-'.repeat(200_000))).rejects.toMatchObject({ code: 'ACV206' })
  })

  test('reads rows of another database through a reference', async () => {
    await db.ask({
      database: 'club',
      table: 'member',
      verb: 'create',
      data: { name: 'Eva', favouriteId: ana.id },
    })
    await db.ask({ database: 'club', table: 'member', verb: 'create', data: { name: 'Leo' } })
    const rows = await db.rows({
      database: 'club',
      table: 'member',
      verb: 'findMany',
      orderBy: { name: 'asc' },
      include: {
        favourite: {
          select: { name: true, books: { select: { isbn: true }, orderBy: { isbn: 'asc' } } },
        },
      },
    })
    expect(rows.map(({ name, favourite }) => ({ name, favourite }))).toEqual([
      { name: 'Eva', favourite: { name: 'Ana', books: [{ isbn: '1' }, { isbn: '2' }] } },
      { name: 'Leo', favourite: null },
    ])
  })
})
