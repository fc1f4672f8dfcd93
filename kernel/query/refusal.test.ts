import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { defineModel } from '../model/define-model.ts'
import { belongsTo, date, text, varchar } from '../table/column.ts'
import { check, unique } from '../table/constraint.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'

const shelves = defineTable('shelves', { name: text() }, [unique(['name'])])
const books = defineTable(
  'books',
  {
    isbn: varchar(13),
    volume: varchar(3),
    shelfId: belongsTo('shelves', { onDelete: 'restrict', inverse: 'books' }),
    lentOn: date().optional(),
    backOn: date().optional(),
  },
  [unique(['isbn', 'volume']), check('loan', 'back_on >= lent_on')],
)
const model = defineModel([
  defineSystem({
    name: 'reading-room',
    databases: [
      defineDatabase({ schema: 'room', name: 'press', tables: { shelf: shelves, book: books } }),
    ],
  }),
])

onEachEngine((engine) => {
  let db: TestDatabase
  let shelfId: unknown
  beforeAll(async () => {
    db = await openTestDatabase(engine, model)
    const [shelf] = await db.rows({ table: 'shelf', verb: 'create', data: { name: 'A' } })
    shelfId = (shelf as Row).id
    await create('1')
  })
  afterAll(() => db?.close())

  const create = (isbn: string, more: Row = {}) =>
    db.rows({ table: 'book', verb: 'create', data: { isbn, volume: 'I', shelfId, ...more } })

  test('a value that is taken is told by its columns, never by its row', async () => {
    const same = create('1')
    await expect(same).rejects.toMatchObject({
      code: 'ACV302',
      message: "'isbn', 'volume' of 'book' together are taken already",
      hint: expect.stringContaining('another value'),
    })
    const shelf = db.rows({ table: 'shelf', verb: 'create', data: { id: shelfId, name: 'B' } })
    await expect(shelf).rejects.toMatchObject({ message: "'id' of 'shelf' is taken already" })
  })

  test('of many rows as well', async () => {
    const rows = Array.from({ length: 6_000 }, () => ({ isbn: '2', volume: 'I', shelfId }))
    const many = db.rows({ table: 'book', verb: 'createMany', data: rows })
    await expect(many).rejects.toMatchObject({ message: expect.stringContaining("'isbn'") })
  })

  test('a link that leads nowhere is told apart from a row that is in use', async () => {
    const nowhere = create('3', { shelfId: '018f6b1e-0000-7000-8000-000000000000' })
    await expect(nowhere).rejects.toMatchObject({
      code: 'ACV303',
      message: expect.stringContaining("'shelfId' of 'book' leads to no row"),
    })
    const inUse = db.rows({ table: 'shelf', verb: 'delete', where: { id: shelfId } })
    await expect(inUse).rejects.toMatchObject({
      code: 'ACV303',
      message: "a row of 'shelf' is still in use by 'book'",
      details: expect.stringContaining("'shelfId'"),
    })
  })

  test('a check that refuses says what it requires', async () => {
    const late = create('4', { lentOn: '2026-02-01', backOn: '2026-01-01' })
    await expect(late).rejects.toMatchObject({
      code: 'ACV304',
      message: "the row of 'book' does not meet its check",
      details: expect.stringContaining('back_on >= lent_on'),
    })
  })
})
