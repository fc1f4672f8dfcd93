// The tenant is an index condition in every table that has one: of the system of all shapes and of every system of the
// project. Sequential scans are off, so that a few rows answer for many: what is shown is that an index can be used,
// and that the tenant is what it is entered by.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systems } from '../../../systems/index.ts'
import { shopSystem } from '../../../test/journeys/attacks/shop.ts'
import { onEachEngine, openTestTargets, type TestTargets } from '../../../test/support/database.ts'
import { defineModel, type TableModel } from '../../index.ts'

const tenant = 'aaaaaaaa-0000-4000-8000-aaaaaaaaaaaa'

onEachEngine(() => {
  for (const [name, model] of [
    ['the system of all shapes', defineModel([shopSystem])],
    ['the systems of the project', defineModel(systems as never)],
  ] as const) {
    const databases = [...model.databases.values()]
    const tables = databases.flatMap((database) =>
      [...database.tables.values()].filter(({ kind, keyPrefix }) => kind === 'table' && keyPrefix),
    )
    // A system without tenants has nothing to show.
    if (tables.length === 0) continue
    let opened: TestTargets
    beforeAll(async () => {
      opened = await openTestTargets(model)
    })
    afterAll(() => opened?.close())

    const explain = async ({ schema, sqlName }: TableModel, tail = '') => {
      const context = {
        settings: { 'acervo.tenant': tenant, enable_seqscan: 'off', enable_bitmapscan: 'off' },
        role: 'acervo_app',
      } as const
      const text = `explain (costs off) select * from "${schema}"."${sqlName}"${tail}`
      const [result] = await opened.targets.of(schema).group(context, [{ text, values: [] }])
      return (result?.rows ?? []).flat().join('\n')
    }

    test(`${name}: ${tables.length} tables are entered by their tenant`, async () => {
      for (const table of tables) {
        const own = table.keyPrefix?.sqlName ?? ''
        const plan = await explain(table)
        const conditions = plan.split('\n').filter((line) => line.includes('Index Cond'))
        expect([table.sqlName, plan]).toEqual([
          table.sqlName,
          expect.stringContaining('Index Cond'),
        ])
        for (const condition of conditions)
          expect([table.sqlName, condition]).toEqual([table.sqlName, expect.stringContaining(own)])
        expect([table.sqlName, plan]).toEqual([
          table.sqlName,
          expect.not.stringContaining('Seq Scan'),
        ])
        // Nothing is called or looked up for a row: the claim is read once.
        expect(plan.match(/SubPlan/g)).toBeNull()
      }
    })
  }
})
