// Promises of the typed client on a database: verbs, relations and who it acts for. What types allow is in
// types.test.ts, what requests mean in kernel/query, transactions in transactions.test.ts.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { librarySystem } from '../../test/support/client/library.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { toContext } from './principal.ts'

type Library = TestPlatform<readonly [typeof librarySystem]>

onEachEngine(() => {
  let library: Library
  beforeAll(async () => {
    library = await openTestPlatform([librarySystem])
  })
  beforeEach(async () => {
    await library.query('truncate library.authors, library.books, club.members, vault.secrets')
  })
  afterAll(() => library?.close())

  const addAuthor = (name: string) => library.db.library.author.create({ data: { name } })
  const addBook = (authorId: string, isbn: string, more: { price?: string } = {}) =>
    library.db.library.book.create({ data: { authorId, isbn, price: '10.00', ...more } })

  describe('rows', () => {
    test('create answers with defaults, and with what the row links to', async () => {
      const author = await addAuthor('Rosa')
      const book = await library.db.library.book.create({
        data: { authorId: author.id, isbn: '1', price: '9.5', publishedOn: '2020-02-29' },
        include: { author: true },
      })
      expect(book).toMatchObject({
        kind: 'NOVEL',
        price: '9.50',
        pages: null,
        publishedOn: '2020-02-29',
        author: { id: author.id, name: 'Rosa' },
      })
      expect(book.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    })

    test('find says null for nobody and an empty list for none', async () => {
      const { author } = library.db.library
      expect(await author.findMany()).toEqual([])
      expect(await author.findFirst()).toBeNull()
      expect(await author.findUnique({ where: { name: 'x' } })).toBeNull()
      expect(await author.count()).toBe(0)
    })

    test('update of nobody is an error, of many a number', async () => {
      const { author } = library.db.library
      const update = author.update({ where: { name: 'x' }, data: { name: 'y' } })
      await expect(update).rejects.toMatchObject({ code: 'ACV209' })
      await author.createMany({ data: [{ name: 'a' }, { name: 'b' }] })
      expect(await author.deleteMany({ where: { name: { in: ['a', 'b', 'c'] } } })).toEqual({
        count: 2,
      })
    })

    test('upsert creates once and changes then', async () => {
      const { id: authorId } = await addAuthor('Rosa')
      const upsert = () =>
        library.db.library.book.upsert({
          where: { isbn: '7' },
          create: { isbn: '7', authorId, price: '1.00' },
          update: { price: { increment: 2 } },
        })
      expect([(await upsert()).price, (await upsert()).price]).toEqual(['1.00', '3.00'])
    })

    test('upsert onto a row that cannot be seen says so instead of answering with nothing', async () => {
      const as = (tenant: string) => library.db.as({ actor: 'user:x', claims: { tenant } })
      const [mine, theirs] = [as(toTenant(1)), as(toTenant(2))]
      const { id } = await theirs.vault.secret.create({ data: { word: 'w' } })
      const upsert = mine.vault.secret.upsert({
        where: { id },
        create: { id, word: 'x' },
        update: {},
      })
      await expect(upsert).rejects.toMatchObject({ code: 'ACV302' })
    })

    test('groups and sums keep every digit', async () => {
      const { id } = await addAuthor('Rosa')
      await addBook(id, '1', { price: '0.10' })
      await addBook(id, '2', { price: '0.20' })
      const groups = await library.db.library.book.groupBy({
        by: ['kind'],
        _count: true,
        _sum: { price: true },
      })
      expect(groups).toEqual([{ kind: 'NOVEL', _count: 2, _sum: { price: '0.30' } }])
      const sums = await library.db.library.book.aggregate({ _max: { price: true }, _count: true })
      expect(sums).toEqual({ _count: 2, _max: { price: '0.20' } })
    })

    test('a view reads like a table', async () => {
      const { id } = await addAuthor('Rosa')
      await addBook(id, '1')
      const rows = await library.db.library.shelf.findMany({ where: { books: { gte: 1 } } })
      expect(rows).toEqual([{ authorId: id, author: 'Rosa', books: 1 }])
    })

    test('a soft delete takes its books along and out of every list, but not out of the table', async () => {
      const { author, book } = library.db.library
      const { id } = await addAuthor('Rosa')
      await addBook(id, '1')
      await author.delete({ where: { id } })
      expect([await author.count(), await book.count()]).toEqual([0, 0])
      expect(await book.findUnique({ where: { isbn: '1' } })).toBeNull()
      const kept = await author.findMany({ live: false, include: { books: true } })
      expect(kept).toMatchObject([{ id, bookCount: '0' }])
      expect(await book.count({ live: false })).toBe(1)
      expect((await addAuthor('Rosa')).id).not.toBe(id)
    })
  })

  describe('relations', () => {
    test('both directions and another database come in one call', async () => {
      const { id } = await addAuthor('Rosa')
      const book = await addBook(id, '1')
      const data = [{ name: 'Ana', favouriteId: book.id }, { name: 'Eva' }]
      await library.db.club.member.createMany({ data })
      const found = await library.db.club.member.findMany({
        orderBy: { name: 'asc' },
        include: { favourite: { include: { author: { include: { books: true } } } } },
      })
      expect(found).toMatchObject([
        { name: 'Ana', favourite: { isbn: '1', author: { books: [{ isbn: '1' }] } } },
        { name: 'Eva', favourite: null },
      ])
    })

    test('a reference to a row that is gone is null and no error', async () => {
      await library.db.club.member.create({ data: { name: 'Ana', favouriteId: toTenant(9) } })
      const found = await library.db.club.member.findFirst({ include: { favourite: true } })
      expect(found).toMatchObject({ favouriteId: toTenant(9), favourite: null })
    })
  })

  describe('principals', () => {
    test('1,000 requests at once keep their principals apart', async () => {
      const tenants = Array.from({ length: 10 }, (_, at) => toTenant(at))
      const clients = tenants.map((tenant) =>
        library.db.as({ actor: `user:${tenant}`, claims: { tenant } }),
      )
      for (const [at, db] of clients.entries())
        await db.vault.secret.createMany({
          data: Array.from({ length: at + 1 }, (_, row) => ({ word: `${at}-${row}` })),
        })
      const asked = Array.from({ length: 1000 }, (_, at) => at % 11)
      const answers = await Promise.all(
        asked.map((at) => {
          const { secret } = (clients[at] ?? library.db).vault
          return secret.findMany({ select: { word: true }, orderBy: { word: 'asc' } })
        }),
      )
      for (const [call, at] of asked.entries()) {
        const words = answers[call]?.map(({ word }) => word)
        const own = Array.from({ length: at === 10 ? 0 : at + 1 }, (_, row) => `${at}-${row}`)
        expect(words).toEqual(own.sort())
      }
    })

    test('the service principal sees no tenant, and two claims see two', async () => {
      const claims = { tenant: [toTenant(1), toTenant(2)] }
      for (const tenant of claims.tenant)
        await library.db
          .as({ actor: 'user:x', claims: { tenant } })
          .vault.secret.create({ data: { word: tenant } })
      expect(await library.db.vault.secret.count()).toBe(0)
      expect(await library.db.as({ actor: 'user:x', claims }).vault.secret.count()).toBe(2)
    })

    test.each([
      ['a comma', { actor: 'a', claims: { tenant: 'x,y' } }],
      ['a name of ours', { actor: 'a', claims: { actor: 'x' } }],
      ['a name that is none', { actor: 'a', claims: { 'Ten ant': 'x' } }],
      ['a zero byte', { actor: 'a\0' }],
      ['no end', { actor: 'a', purpose: 'x'.repeat(1001) }],
    ])('a principal with %s is refused when the client is made', (_, principal) => {
      expect(() => library.db.as(principal)).toThrow(expect.objectContaining({ code: 'ACV200' }))
    })

    test('actor, purpose and request reach the database', async () => {
      const principal = { actor: 'user:ana', purpose: "it's a test", requestId: 'r-1' }
      await library.query(`create or replace view library.told as select
        current_setting('acervo.actor') || current_setting('acervo.purpose') ||
        current_setting('acervo.request_id') as text`)
      await library.query('grant select on library.told to acervo_app')
      const [result] = await library.targets
        .of('library')
        .group(toContext(principal), [{ text: 'select text from library.told', values: [] }])
      expect(result?.rows).toEqual([["user:anait's a testr-1"]])
    })
  })
})

function toTenant(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}
