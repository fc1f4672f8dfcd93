// From the embedded engine to a server: databases of each of the five systems, with the rows of their demonstration,
// arrive as they were. Asked apart from the move's own comparison.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { targetScripts } from '../../kernel/client/target-scripts.ts'
import type { Target } from '../../kernel/database/target.ts'
import { createAcervo } from '../../kernel/index.ts'
import { moveDatabases } from '../../kernel/move/index.ts'
import { systems } from '../../systems/index.ts'
import { openTestDatabase } from '../support/database/database.ts'
import { onPostgres } from '../support/database.ts'

const folder = await mkdtemp(join(tmpdir(), 'acervo-systems-'))
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Of AI-CORE one area; of the others all they have. */
const areas = ['energy', 'customers', 'claims']

onPostgres(() => {
  test('databases of each of the five systems move from the embedded engine to a server with equal rows', async () => {
    const acervo = await createAcervo({
      systems,
      dataDirectory: join(folder, 'data'),
      home: folder,
      demo: true,
    })
    const there = await openTestDatabase('postgres')
    try {
      const [aiCore, ...others] = acervo.model.systems
      const moved = [
        ...(aiCore?.databases.filter(({ name }) => areas.includes(name)) ?? []),
        ...others.flatMap(({ databases }) => databases),
      ]
      const here = acervo.targets.of(moved[0]?.schema ?? '')
      // Nobody relays here; what waits would hold the move back.
      for (const { outbox } of moved)
        if (outbox !== undefined)
          await ask(
            here,
            `update ${outbox.schema}.${outbox.sqlName} set status = 'PUBLISHED', published_at = acervo.clock()
              where status = 'PENDING'`,
          )
      const report = await moveDatabases({
        model: acervo.model,
        targets: acervo.targets,
        scripts: targetScripts,
        home: folder,
        databases: moved,
        target: there.target,
        place: async () => undefined,
      })
      expect(report.state).toBe('moved')
      const filled = report.tables.filter(({ rows }) => rows > 0).map(({ table }) => table)
      for (const { name, databases } of acervo.model.systems) {
        const schemas = databases.map(({ schema }) => schema)
        const own = filled.filter((table) => schemas.some((one) => table.startsWith(`${one}.`)))
        expect(own.length, name).toBeGreaterThan(2)
      }
      const [before, after] = await Promise.all([
        digest(here, filled),
        digest(there.target, filled),
      ])
      expect(after).toEqual(before)
      console.info(`moved ${moved.length} databases, ${filled.length} tables with rows`)
    } finally {
      await acervo.close()
      await there.close()
    }
  }, 240_000)
})

/** Of what each table holds; computed columns are left out, because a newer dictionary may stem otherwise. */
async function digest(target: Target, tables: readonly string[]): Promise<readonly unknown[]> {
  const generated = await ask(
    target,
    `select table_schema || '.' || table_name, column_name from information_schema.columns
      where is_generated = 'ALWAYS'`,
  )
  const texts = tables.map((table) => {
    const computed = generated.flatMap(([of, column]) => (of === table ? [`'${column}'`] : []))
    const left = computed.length === 0 ? '' : ` - array[${computed.join(', ')}]`
    const row = `(to_jsonb(t)${left})::text`
    return `select '${table}', count(*), md5(string_agg(${row}, '|' order by ${row} collate "C")) from ${table} t`
  })
  return ask(target, `${texts.join(' union all ')} order by 1`)
}

async function ask(target: Target, text: string): Promise<readonly (readonly unknown[])[]> {
  const direct = await target.direct()
  try {
    return (await direct.query({ text, values: [] })).rows
  } finally {
    await direct.close()
  }
}
