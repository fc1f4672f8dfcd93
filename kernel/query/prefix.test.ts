import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { plan } from './plan.ts'
import { run } from './run.ts'

const tenantOf = (number: number) => `00000000-0000-7000-8000-00000000000${number}`
const list = {
  database: 'press',
  table: 'note',
  verb: 'findMany',
  orderBy: { slug: 'asc' },
} as const

onEachEngine((engine) => {
  let db: TestDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
    for (const number of [1, 2, 3]) {
      const caller = asker(tenantOf(number))
      await run(caller, {
        database: 'press',
        table: 'note',
        verb: 'create',
        data: { slug: `s${number}` },
      })
    }
  })
  afterAll(() => db?.close())

  const asker = (claimed: string) => db.as({ settings: { 'acervo.tenant': claimed } })
  const slugsOf = async (claimed: string) =>
    (await run(asker(claimed), list)).rows.map((row) => JSON.parse(row).slug)

  test('one tenant lists its own rows, two see those of both, nobody sees none', async () => {
    expect(await slugsOf(tenantOf(1))).toEqual(['s1'])
    expect(await slugsOf(`${tenantOf(1)},${tenantOf(3)}`)).toEqual(['s1', 's3'])
    expect(await slugsOf('')).toEqual([])
    expect((await run(db.caller, list)).rows).toEqual([])
  })

  test('only one tenant is asked for by equality', () => {
    const textFor = (claimed: string) =>
      plan(press, list, { settings: { 'acervo.tenant': claimed } }).statements[0]?.text
    const equality = '"tenant_id" = nullif'
    expect(textFor(tenantOf(1))).toContain(equality)
    expect(textFor(`${tenantOf(1)},${tenantOf(3)}`)).not.toContain(equality)
    expect(textFor('')).not.toContain(equality)
    expect(plan(press, list).statements[0]?.text).not.toContain(equality)
  })
})
