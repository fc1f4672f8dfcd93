import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { defineModel } from '../model/define-model.ts'
import { belongsTo, text } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { softDeleted } from '../traits/index.ts'

const people = defineTable(
  'people',
  {
    name: text(),
    bossId: belongsTo('people', { onDelete: 'set null', inverse: 'reports' }).optional(),
  },
  [softDeleted()],
)
const deals = defineTable(
  'deals',
  {
    name: text(),
    holderId: belongsTo('people', { onDelete: 'set null', inverse: 'held' }).optional(),
    payerId: belongsTo('people', { onDelete: 'set null', inverse: 'paid' }).optional(),
    ownerId: belongsTo('people', { onDelete: 'cascade', inverse: 'owned' }).optional(),
  },
  [softDeleted()],
)
const folders = defineTable(
  'folders',
  { name: text(), parentId: belongsTo('folders', { onDelete: 'cascade' }).optional() },
  [softDeleted()],
)
const files = defineTable('files', { folderId: belongsTo('folders') })
const model = defineModel([
  defineSystem({
    name: 'example',
    databases: [
      defineDatabase({
        schema: 'press',
        name: 'press',
        tables: { person: people, deal: deals, folder: folders, file: files },
      }),
    ],
  }),
])

onEachEngine((engine) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine, model)
  })
  afterAll(() => db?.close())
  const create = async (table: string, data: Row) =>
    (await db.rows({ table, verb: 'create', data }))[0] as Row
  const find = async (table: string, id: string) =>
    (await db.rows({ table, verb: 'findUnique', where: { id }, live: false }))[0] as Row

  test('a soft delete clears every link of a row that names the deleted one twice', async () => {
    const person = await create('person', { name: 'p' })
    const deal = await create('deal', { name: 'd', holderId: person.id, payerId: person.id })
    await db.ask({ table: 'person', verb: 'delete', where: { id: person.id } })
    expect(await find('deal', deal.id)).toMatchObject({ holderId: null, payerId: null })
  })

  test('a row that goes along goes, whatever other links of it are cleared', async () => {
    const person = await create('person', { name: 'p' })
    const deal = await create('deal', { name: 'd', holderId: person.id, ownerId: person.id })
    await db.ask({ table: 'person', verb: 'delete', where: { id: person.id } })
    expect((await find('deal', deal.id)).deletedAt).not.toBeNull()
  })

  test('deleteMany deletes every row it names, also those that link to each other', async () => {
    const ids: string[] = []
    for (let at = 0; at < 20; at++) {
      const boss = ids.at(-1)
      ids.push((await create('person', { name: 'many', ...(boss ? { bossId: boss } : {}) })).id)
    }
    const { count } = await db.ask({
      table: 'person',
      verb: 'deleteMany',
      where: { name: 'many' },
    })
    expect(count).toBe(20)
    const left = await db.rows({ table: 'person', verb: 'findMany', where: { name: 'many' } })
    expect(left).toEqual([])
  })

  test('a restricting row below a tree refuses the delete of its top', async () => {
    const top = await create('folder', { name: 'top' })
    const below = await create('folder', { name: 'below', parentId: top.id })
    const file = await create('file', { folderId: below.id })
    const remove = { table: 'folder', verb: 'delete', where: { id: top.id } } as const
    await expect(db.ask(remove)).rejects.toMatchObject({ code: 'ACV303' })
    expect((await find('folder', below.id)).deletedAt).toBeNull()
    await db.ask({ table: 'file', verb: 'delete', where: { id: file.id } })
    await db.ask(remove)
    expect((await find('folder', below.id)).deletedAt).not.toBeNull()
  })

  test('a delete that the version refuses clears no link', async () => {
    const person = await create('person', { name: 'p' })
    const deal = await create('deal', { name: 'd', holderId: person.id })
    const remove = { table: 'person', verb: 'delete', where: { id: person.id } } as const
    await expect(db.ask({ ...remove, version: '7' })).rejects.toMatchObject({ code: 'ACV210' })
    expect(await find('deal', deal.id)).toMatchObject({ holderId: person.id })
  })

  test('a row that links to itself is deleted under its version', async () => {
    const person = await create('person', { name: 'p' })
    const where = { id: person.id }
    await db.ask({ table: 'person', verb: 'update', where, data: { bossId: person.id } })
    const { versions } = await db.ask(
      { table: 'person', verb: 'findUnique', where },
      { version: true },
    )
    const version = versions[0] as string
    await db.ask({ table: 'person', verb: 'delete', where, version })
    expect((await find('person', person.id)).deletedAt).not.toBeNull()
  })
})
