// Which one row a `where` names in a table whose key prefix has a default of its own.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { defineModel } from '../model/define-model.ts'
import { text, uuid } from '../table/column.ts'
import { unique } from '../table/constraint.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { tenant } from '../traits/index.ts'
import { run } from './run.ts'

const one = '01900000-0000-7000-8000-00000000000a'
const other = '01900000-0000-7000-8000-00000000000b'
const columns = { name: text(), companyId: uuid().default(other) }
const badges = defineTable('badges', columns, [tenant({ by: 'companyId' }), unique(['name'])])
const press = defineDatabase({ schema: 'press', name: 'press', tables: { badge: badges } })
const model = defineModel([defineSystem({ name: 'example', databases: [press] })])

onEachEngine((engine) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine, model)
  })
  afterAll(() => db?.close())

  test('rows are asked for by the claim, whatever default their column has', async () => {
    const caller = db.as({ settings: { 'acervo.tenant': one }, role: 'acervo_app' })
    const ask = { database: 'press', table: 'badge' } as const
    await run(caller, { ...ask, verb: 'create', data: { name: 'x', companyId: one } })
    const found = await run(caller, { ...ask, verb: 'findUnique', where: { name: 'x' } })
    expect(found.rows.length).toBe(1)
    expect((await run(caller, { ...ask, verb: 'findMany' })).rows.length).toBe(1)
  })
})
