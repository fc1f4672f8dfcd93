// Every table of the five systems that says it is audited, found in the Model: a row that is written, changed and
// deleted leaves one row of the log each time, in the same statement, with who and why; and no value that is
// encrypted, a digest or hidden stands in the log, only that it changed.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quoteLiteral } from '../../../kernel/database/sql.ts'
import type { Direct } from '../../../kernel/database/target.ts'
import {
  type ColumnModel,
  type DatabaseModel,
  defineModel,
  type TableModel,
} from '../../../kernel/index.ts'
import { systems } from '../../../systems/index.ts'
import { onEachEngine, openTestTargets, type TestTargets } from '../../support/database.ts'
import { renderTriggersOff, renderWithout } from '../../support/loosened.ts'
import { mine, relationOf, renderRows } from '../leaks/fill.ts'

const model = defineModel(systems)
const databases = [...model.databases.values()]
const isAudited = (table: TableModel) => table.kind === 'table' && table.audit !== undefined
const auditedOf = ({ tables }: DatabaseModel) => [...tables.values()].filter(isAudited)
const audited = databases.flatMap(auditedOf)
const logged = databases.filter((database) => auditedOf(database).length > 0)
const rowsOfEach = 2

/** Of times of its own a row tells nothing. */
const untold: readonly string[] = ['createdAt', 'updatedAt']

/** What one statement can change in any row: not what it is known by. */
function renderChange(table: TableModel): readonly string[] {
  const known = new Set([
    ...table.primaryKey,
    ...table.uniques.flatMap(({ columns }) => columns),
    ...(table.keyPrefix === undefined ? [] : [table.keyPrefix]),
    ...(table.partition === undefined ? [] : [table.partition.by]),
  ])
  const free = [...table.columns.values()].filter(
    (column) =>
      !known.has(column) && column.spec.generated === undefined && !untold.includes(column.name),
  )
  // That a secret changed is told where there is nothing else to tell.
  const [one] = [...free.filter((column) => !isSecret(column)), ...free].flatMap(
    ({ sqlName, spec }) => {
      const value = changeOf[spec.type.name as keyof typeof changeOf]
      return value === undefined ? [] : [`update ${relationOf(table)} set "${sqlName}" = ${value}`]
    },
  )
  // A row of nothing but its key is never changed.
  return one === undefined ? [] : [one]
}

const changeOf = {
  uuid: "'0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'",
  text: "'changed'",
  varchar: "'c'",
  boolean: 'false',
  integer: '7',
  bigint: '7',
  decimal: '7',
  json: `'{"changed": true}'`,
  instant: "'2020-05-05T00:00:00Z'",
  date: "'2020-05-05'",
  time: "'11:11'",
  bytes: "'\\xc0ffee'",
}

/** The log says that it changed, never what it was. */
const isSecret = ({ spec }: ColumnModel) => spec.codec !== undefined || spec.hidden === true

onEachEngine(() => {
  let opened: TestTargets
  let direct: Direct
  beforeAll(async () => {
    opened = await openTestTargets(model)
    direct = await opened.targets.of(databases[0]?.schema ?? '').direct()
    await direct.script(renderWithout(databases, ['check', 'exclusion', 'foreign key']))
    await direct.script(renderTriggersOff(databases, ['audit_']))
    const settings = { actor: 'user:ana', purpose: 'prueba', tenant: mine.id }
    const context = Object.entries(settings).map(
      ([name, value]) => `set local acervo.${name} = ${quoteLiteral(value)}`,
    )
    const rows = renderRows(databases, mine, { at: new Date(), number: 0 }, isAudited)
    const changes = audited.flatMap(renderChange)
    const deletes = audited.map((table) => `delete from ${relationOf(table)}`)
    await direct.script(
      `begin; ${[...context, ...rows, ...changes, ...deletes].join(';\n')}; commit`,
    )
  }, 240_000)
  afterAll(async () => {
    await direct?.close()
    await opened?.close()
  })

  const read = async (text: string) => (await direct.query({ text, values: [] })).rows
  const overLogs = (select: (database: DatabaseModel) => string) =>
    read(logged.map(select).join(' union all '))

  test('what is written, changed and deleted stands in the log, row for row', async () => {
    const found = await overLogs(
      ({ schema, auditLog }) =>
        `select '${schema}.' || table_name || ' ' || operation, count(*)::int
         from ${schema}.${auditLog?.sqlName} where actor = 'user:ana' and purpose = 'prueba' group by 1`,
    )
    const whatOf = (table: TableModel) =>
      renderChange(table).length > 0 ? ['INSERT', 'UPDATE', 'DELETE'] : ['INSERT', 'DELETE']
    const expected = audited.flatMap((table) =>
      whatOf(table).map((what) => `${table.schema}.${table.sqlName} ${what}`),
    )
    expect(audited.filter((table) => whatOf(table).length < 3).length).toBeLessThan(5)
    const counts = new Map(found.map(([name, count]) => [name, Number(count)]))
    expect(audited.length).toBeGreaterThan(200)
    expect(expected.filter((name) => (counts.get(name) ?? 0) < 1)).toEqual([])
    // As many are gone as came, and none is told twice.
    const uneven = audited.filter((table) => {
      const told = whatOf(table).map((what) =>
        counts.get(`${table.schema}.${table.sqlName} ${what}`),
      )
      return new Set(told).size > 1 || (told[0] ?? 0) > rowsOfEach
    })
    expect(uneven.map(({ schema, sqlName }) => `${schema}.${sqlName}`)).toEqual([])
  })

  test('no value that is encrypted, a digest or hidden stands in a log or beside it', async () => {
    const secrets = audited.flatMap((table) =>
      [...table.columns.values()].filter(isSecret).map((column) => ({ table, column })),
    )
    expect(secrets.length).toBeGreaterThan(40)
    const toldIn = (source: string, { table, column }: (typeof secrets)[number]) =>
      `select '${table.schema}.${table.sqlName}.${column.sqlName}' where exists (
         select from ${table.schema}.${source} where table_name = '${table.sqlName}'
         and (before ? '${column.sqlName}' or after ? '${column.sqlName}'))`
    const asked = secrets.flatMap((one) => {
      const { auditLog, auditDetails } = model.databases.get(one.table.database) ?? {}
      return [auditLog, auditDetails].flatMap((log) =>
        log === undefined ? [] : [toldIn(log.sqlName, one)],
      )
    })
    expect(await read(asked.join(' union all '))).toEqual([])
  })
})
