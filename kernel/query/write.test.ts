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
  let house: Row
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    house = await create('house', { name: 'Sur', country: 'ES' })
  })
  afterAll(() => db?.close())

  const create = async (table: string, data: Row, more: Row = {}) =>
    (await db.rows({ table, verb: 'create', data, ...more }))[0] as Row
  const find = async (table: string, where: Row, more: Row = {}) =>
    (await db.rows({ table, verb: 'findUnique', where, ...more }))[0]
  const book = async (isbn: string, more: Row = {}) => {
    const author = await create('author', { name: `of ${isbn}` })
    return create('book', { isbn, title: isbn, authorId: author.id, ...more })
  }

  test('create answers with nested rows of what it links to', async () => {
    const author = await create('author', { name: 'Rosa' })
    const data = { isbn: 'c1', title: 'T', authorId: author.id, houseId: house.id }
    const row = await create('book', data, {
      include: { author: { select: { name: true } }, house: true },
    })
    expect(row).toMatchObject({
      price: '9.99',
      sold: '0',
      author: { name: 'Rosa' },
      house: { name: 'Sur' },
    })
  })

  test('update changes the named row, numbers also relative to what is stored', async () => {
    const { id } = await book('u1', { pages: 10, price: '1.10' })
    const [row] = await db.rows({
      table: 'book',
      verb: 'update',
      where: { isbn: 'u1' },
      data: {
        title: 'new',
        pages: { increment: 5 },
        price: { multiply: '3' },
        sold: { decrement: '2' },
      },
      select: {
        id: true,
        title: true,
        pages: true,
        price: true,
        sold: true,
        author: { select: { name: true } },
      },
    })
    expect(row).toEqual({
      id,
      title: 'new',
      pages: 15,
      price: '3.30',
      sold: '-2',
      author: { name: 'of u1' },
    })
  })

  test('update of no row is ACV209, of a row changed meanwhile ACV210', async () => {
    await book('u2')
    const update = (where: Row, version?: string) =>
      db.ask(
        {
          table: 'book',
          verb: 'update',
          where,
          data: { pages: 1 },
          ...(version === undefined ? {} : { version }),
        },
        { version: true },
      )
    await expect(update({ isbn: 'nobody' })).rejects.toMatchObject({ code: 'ACV209' })
    await expect(update({ isbn: 'nobody' }, '1')).rejects.toMatchObject({ code: 'ACV209' })
    const read = await db.ask(
      { table: 'book', verb: 'findUnique', where: { isbn: 'u2' } },
      { version: true },
    )
    const before = read.versions[0] as string
    const written = await update({ isbn: 'u2' }, before)
    expect(written.versions[0]).not.toBe(before)
    await expect(update({ isbn: 'u2' }, before)).rejects.toMatchObject({ code: 'ACV210' })
    await expect(update({ isbn: 'u2' }, 'rubbish')).rejects.toMatchObject({ code: 'ACV210' })
    const again = await db.ask(
      { table: 'book', verb: 'findUnique', where: { isbn: 'u2' } },
      { version: true },
    )
    expect(again.versions[0]).toBe(written.versions[0])
  })

  test('an update that changes nothing answers with the row as it stands', async () => {
    const made = await book('u3')
    const [row] = await db.rows({ table: 'book', verb: 'update', where: { id: made.id }, data: {} })
    expect(row).toEqual(made)
  })

  test('what may not be written is refused by name', async () => {
    await book('u4')
    const update = (data: Row) =>
      db.ask({ table: 'book', verb: 'update', where: { isbn: 'u4' }, data })
    await expect(update({ code: 'x' })).rejects.toMatchObject({ code: 'ACV208' })
    await expect(update({ author: {} })).rejects.toMatchObject({ code: 'ACV208' })
    await expect(update({ titel: 'x' })).rejects.toMatchObject({
      code: 'ACV203',
      hint: "Perhaps you meant 'title'.",
    })
    await expect(update({ title: null })).rejects.toMatchObject({ code: 'ACV305' })
    await expect(
      create('house', { name: 'N', country: 'ES', bookCount: '3' }),
    ).rejects.toMatchObject({ code: 'ACV208' })
    await expect(create('house', { name: 'N' })).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('upsert creates once, updates then, and with an empty update only reads', async () => {
    const upsert = (update: Row) =>
      db.rows({
        table: 'house',
        verb: 'upsert',
        where: { name: 'Norte' },
        create: { country: 'PT' },
        update,
      })
    const [born] = await upsert({ country: 'FR' })
    expect(born).toMatchObject({ name: 'Norte', country: 'PT' })
    expect((await upsert({ country: 'FR' }))[0]).toMatchObject({ id: born?.id, country: 'FR' })
    expect((await upsert({}))[0]).toMatchObject({ id: born?.id, country: 'FR' })
  })

  test('upsert over a unique that holds among live rows', async () => {
    const author = await create('author', { name: 'P' })
    const upsert = (title: string) =>
      db.rows({
        table: 'book',
        verb: 'upsert',
        where: { isbn: 'p1' },
        create: { title, authorId: author.id },
        update: { title },
      })
    const [first] = await upsert('one')
    expect((await upsert('two'))[0]).toMatchObject({ id: first?.id, title: 'two' })
    await db.ask({ table: 'book', verb: 'delete', where: { isbn: 'p1' } })
    const [other] = await upsert('three')
    expect(other?.id).not.toBe(first?.id)
  })

  test('upsert does not touch a deleted row that still holds the key', async () => {
    const { id } = await create('category', { name: 'before' })
    await db.ask({ table: 'category', verb: 'delete', where: { id } })
    for (const update of [{ name: 'after' }, {}]) {
      const again = db.ask({
        table: 'category',
        verb: 'upsert',
        where: { id },
        create: { name: 'new' },
        update,
      })
      await expect(again).rejects.toMatchObject({ code: 'ACV302' })
    }
    expect(await find('category', { id }, { live: false })).toMatchObject({ name: 'before' })
  })

  test('createMany fills absent values with defaults, row by row', async () => {
    const author = await create('author', { name: 'M' })
    const answer = await db.ask({
      table: 'book',
      verb: 'createMany',
      data: [
        { isbn: 'm1', title: 'a', authorId: author.id, price: '5.00' },
        { isbn: 'm2', title: 'b', authorId: author.id },
        { isbn: 'm3', title: 'c', authorId: author.id, pages: 7, houseId: house.id },
      ],
    })
    expect(answer.count).toBe(3)
    const rows = await db.rows({
      table: 'book',
      verb: 'findMany',
      where: { authorId: author.id },
      orderBy: { isbn: 'asc' },
    })
    expect(rows.map(({ price, pages }) => [price, pages])).toEqual([
      ['5.00', null],
      ['9.99', null],
      ['9.99', 7],
    ])
    const again = {
      table: 'book',
      verb: 'createMany',
      data: [
        { isbn: 'm1', title: 'a', authorId: author.id },
        { isbn: 'm4', title: 'd', authorId: author.id },
      ],
    } as const
    await expect(db.ask(again)).rejects.toMatchObject({ code: 'ACV302' })
    expect((await db.ask({ ...again, skipDuplicates: true })).count).toBe(1)
    expect(
      (
        await db.ask({
          table: 'author',
          verb: 'createMany',
          data: [{ name: 'x', tags: ['p', 'q'] }, { name: 'y' }],
        })
      ).count,
    ).toBe(2)
    await expect(
      db.ask({
        table: 'house',
        verb: 'createMany',
        data: [
          { name: 'ok', country: 'ES' },
          { name: 'no', country: 'XX' },
        ],
      }),
    ).rejects.toMatchObject({ code: 'ACV205', message: expect.stringContaining('row 1') })
  })

  test('updateMany and deleteMany answer how many', async () => {
    for (const isbn of ['x1', 'x2', 'x3']) await book(isbn, { houseId: house.id, pages: 99 })
    expect(
      (
        await db.ask({
          table: 'book',
          verb: 'updateMany',
          where: { pages: 99 },
          data: { sold: '9' },
        })
      ).count,
    ).toBe(3)
    expect(
      (
        await db.ask({
          table: 'book',
          verb: 'deleteMany',
          where: { pages: 99, isbn: { not: 'x3' } },
        })
      ).count,
    ).toBe(2)
    expect((await db.ask({ table: 'book', verb: 'count', where: { pages: 99 } })).count).toBe(1)
    expect(
      (await db.ask({ table: 'book', verb: 'count', where: { pages: 99 }, live: false })).count,
    ).toBe(3)
  })

  test('a soft delete hides the row, keeps it, and can be undone', async () => {
    const { id } = await book('s1')
    const [gone] = await db.rows({ table: 'book', verb: 'delete', where: { id } })
    expect(gone?.deletedAt).not.toBeNull()
    expect(await find('book', { id })).toBeUndefined()
    expect(await find('book', { id }, { live: false })).toMatchObject({ id })
    await expect(db.ask({ table: 'book', verb: 'delete', where: { id } })).rejects.toMatchObject({
      code: 'ACV209',
    })
    await db.ask({
      table: 'book',
      verb: 'update',
      where: { id },
      data: { deletedAt: null },
      live: false,
    })
    expect(await find('book', { id })).toMatchObject({ id })
  })

  test('lists and filters over links leave deleted rows out, a link shows what it links to', async () => {
    const author = await create('author', { name: 'L' })
    for (const isbn of ['l1', 'l2'])
      await create('book', { isbn, title: isbn, authorId: author.id })
    await db.ask({ table: 'book', verb: 'delete', where: { isbn: 'l2' } })
    const isbns = async (books: unknown) =>
      (await find('author', { id: author.id }, { include: { books } }))?.books.map(
        (row: Row) => row.isbn,
      )
    expect(await isbns(true)).toEqual(['l1'])
    expect(await isbns({ live: false, orderBy: { isbn: 'asc' } })).toEqual(['l1', 'l2'])
    const having = async (where: Row) =>
      (await db.ask({ table: 'author', verb: 'count', where: { id: author.id, books: where } }))
        .count
    expect(await having({ some: { isbn: 'l2' } })).toBe(0)
    expect(await having({ every: { isbn: 'l1' } })).toBe(1)
    const mentor = await create('author', { name: 'gone' })
    const pupil = await create('author', { name: 'pupil', mentorId: mentor.id })
    await db.query('update press.authors set deleted_at = acervo.now() where id = $1', [mentor.id])
    expect(await find('author', { id: pupil.id }, { include: { mentor: true } })).toMatchObject({
      mentor: { name: 'gone' },
    })
  })

  test('a key that is unique among live rows never names a deleted one', async () => {
    const first = await book('k1')
    await db.ask({ table: 'book', verb: 'delete', where: { id: first.id } })
    const second = await book('k1')
    const found = await db.rows({
      table: 'book',
      verb: 'findUnique',
      where: { isbn: 'k1' },
      live: false,
    })
    expect(found.map(({ id }) => id)).toEqual([second.id])
    await db.ask({
      table: 'book',
      verb: 'update',
      where: { isbn: 'k1' },
      data: { pages: 3 },
      live: false,
    })
    expect(
      (await db.ask({ table: 'book', verb: 'count', where: { pages: 3, isbn: 'k1' }, live: false }))
        .count,
    ).toBe(1)
  })

  test('a soft delete takes soft-deleted children along, unless something restricts', async () => {
    const author = await create('author', { name: 'C' })
    const one = await create('book', {
      isbn: 'd1',
      title: 't',
      authorId: author.id,
      houseId: house.id,
    })
    const pupil = await create('author', { name: 'pupil', mentorId: author.id })
    const counted = async () => Number((await find('house', { id: house.id }))?.bookCount)
    const before = await counted()
    const review = await create('review', { bookId: one.id, stars: 5 })
    const remove = () => db.ask({ table: 'author', verb: 'delete', where: { id: author.id } })
    await expect(remove()).rejects.toMatchObject({ code: 'ACV303' })
    expect(await find('author', { id: author.id })).toBeDefined()
    await db.ask({ table: 'review', verb: 'delete', where: { id: review.id } })
    await remove()
    expect(await find('book', { id: one.id })).toBeUndefined()
    expect((await find('author', { id: pupil.id }))?.mentorId).toBeNull()
    expect(await counted()).toBe(before - 1)
  })

  test('a soft delete of a tree takes every level', async () => {
    const root = await create('category', { name: 'root' })
    const a = await create('category', { name: 'a', parentId: root.id })
    const b = await create('category', { name: 'b', parentId: a.id })
    await create('category', { name: 'c', parentId: b.id })
    const other = await create('category', { name: 'other' })
    expect(
      (await db.ask({ table: 'category', verb: 'delete', where: { id: a.id } })).rows,
    ).toHaveLength(1)
    const left = await db.rows({ table: 'category', verb: 'findMany', orderBy: { name: 'asc' } })
    expect(left.map(({ name }) => name)).toEqual(['other', 'root'])
    await db.ask({ table: 'category', verb: 'deleteMany', where: { id: other.id } })
    expect((await db.ask({ table: 'category', verb: 'count' })).count).toBe(1)
  })

  test('a partitioned row is found by its id alone, which carries its instant', async () => {
    const made = await create('reading', { note: 'one' })
    expect(await find('reading', { id: made.id })).toEqual(made)
    const at = new Date()
    const [given] = await db.rows({ table: 'reading', verb: 'create', data: { at, note: 'two' } })
    expect(given?.at).toBe(`${at.toISOString().slice(0, -1)}000Z`)
    await db.ask({
      table: 'reading',
      verb: 'createMany',
      data: [{ note: 'three' }, { at, note: 'four' }],
    })
    const rows = await db.rows({ table: 'reading', verb: 'findMany' })
    for (const row of rows) expect(await find('reading', { id: row.id })).toEqual(row)
    const written = await db.ask(
      { table: 'reading', verb: 'update', where: { id: made.id }, data: { note: 'new' } },
      { version: true },
    )
    const read = await db.ask(
      { table: 'reading', verb: 'findUnique', where: { id: made.id } },
      { version: true },
    )
    expect(read.versions).toEqual(written.versions)
  })

  test('a tenant reads and writes its own rows only', async () => {
    const tenants = ['00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000002']
    const as = (tenant: string) => db.as({ settings: { 'acervo.tenant': tenant } })
    const { run } = await import('./run.ts')
    for (const tenant of tenants)
      await run(as(tenant), {
        database: 'press',
        table: 'note',
        verb: 'create',
        data: { slug: 'same', body: tenant },
      })
    for (const tenant of tenants) {
      const found = await run(as(tenant), {
        database: 'press',
        table: 'note',
        verb: 'findUnique',
        where: { slug: 'same' },
      })
      expect(found.rows.map((row) => JSON.parse(row).body)).toEqual([tenant])
    }
    const both = as(tenants.join(','))
    await expect(
      run(both, { database: 'press', table: 'note', verb: 'findUnique', where: { slug: 'same' } }),
    ).rejects.toMatchObject({ code: 'ACV310' })
    const named = await run(both, {
      database: 'press',
      table: 'note',
      verb: 'update',
      where: { slug: 'same', tenantId: tenants[1] },
      data: { body: 'x' },
    })
    expect(named.rows).toHaveLength(1)
    const upsert = await run(as(tenants[0] as string), {
      database: 'press',
      table: 'note',
      verb: 'upsert',
      where: { slug: 'same' },
      create: {},
      update: { body: 'u' },
    })
    expect(JSON.parse(upsert.rows[0] as string).body).toBe('u')
    expect((await db.ask({ table: 'note', verb: 'count' })).count).toBe(0)
  })

  test('a compound key is written flat or as Prisma writes it', async () => {
    await create('pair', { a: 1, b: 2, note: 'n' })
    expect(await find('pair', { a: 1, b: 2 })).toMatchObject({ note: 'n' })
    expect(await find('pair', { a_b: { a: 1, b: 2 } })).toMatchObject({ note: 'n' })
    await expect(find('pair', { a: 1 })).rejects.toMatchObject({ code: 'ACV200' })
  })

  test('nearest orders by exact distance and refuses vectors of another model', async () => {
    for (const [body, embedding] of [
      ['x', [1, 0, 0]],
      ['y', [0, 1, 0]],
      ['xy', [1, 1, 0]],
    ] as const)
      await create('passage', { body, embedding, embeddingModel: 'tiny' })
    await create('passage', { body: 'none' })
    const nearest = (vector: number[], model?: string) =>
      db.rows({
        table: 'passage',
        verb: 'findMany',
        nearest: { vector, ...(model === undefined ? {} : { model }) },
        select: { body: true, _distance: true },
        take: 5,
      })
    const found = await nearest([1, 0.1, 0])
    expect(found.map((row) => row.body)).toEqual(['x', 'xy', 'y'])
    expect(found[0]?._distance).toBeCloseTo(0.005, 3)
    await expect(nearest([1, 0, 0], 'huge')).rejects.toMatchObject({ code: 'ACV211' })
    await expect(nearest([1, 0])).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('a view is read and never written', async () => {
    await book('v1')
    expect(
      await db.rows({ table: 'title', verb: 'findMany', where: { author: 'of v1' } }),
    ).toHaveLength(1)
    await expect(create('title', { id: 'x' })).rejects.toMatchObject({ code: 'ACV211' })
    await expect(db.ask({ table: 'title', verb: 'deleteMany' })).rejects.toMatchObject({
      code: 'ACV211',
    })
  })
})
