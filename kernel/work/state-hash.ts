// One number for what tables hold: SHA-256 over every declared column of every row, in the order of the keys. Two
// databases that hold the same have the same, whatever way they came to it.
import { createHash } from 'node:crypto'
import { quoteIdentifier } from '../database/sql.ts'
import type { Session, Statement } from '../database/target.ts'
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import { renderValue } from '../table/json-value.ts'
import type { WorkPlatform } from './platform.ts'

const rowsMax = 2000

/**
 * `tables` are model names. All are read as of one moment.
 * @throws ACV201, ACV202
 */
export async function stateHash(
  platform: WorkPlatform,
  database: string,
  tables: readonly string[],
): Promise<string> {
  const models = tables.map((name) => findTable(platform, database, name))
  return platform.transaction(
    { actor: 'service:state-hash' },
    [database],
    async (_, session) => {
      const hash = createHash('sha256')
      for (const table of models) {
        hash.update(`${table.sqlName}\n`)
        for await (const row of readRows(session, table)) hash.update(`${row}\n`)
      }
      return hash.digest('hex')
    },
    { role: 'acervo_worker', isolation: 'repeatable read', timeoutMs: 600_000 },
  )
}

async function* readRows(session: Session, table: TableModel): AsyncGenerator<string> {
  const keys = table.primaryKey.map(
    ({ sqlName }) => `${quoteIdentifier(sqlName)}::text collate "C"`,
  )
  // What is encrypted is never the same twice.
  const columns = [...table.columns.values()]
    .filter(({ spec }) => spec.codec === undefined)
    .map(({ spec, sqlName }) => renderValue(spec.type, quoteIdentifier(sqlName)))
  const relation = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.sqlName)}`
  let after: readonly (string | null)[] = []
  for (;;) {
    const { rows } = await session.query(toPage(relation, keys, columns, after))
    for (const [row] of rows) yield row ?? ''
    if (rows.length < rowsMax) return
    after = rows.at(-1)?.slice(1) ?? []
  }
}

function toPage(
  relation: string,
  keys: readonly string[],
  columns: readonly string[],
  after: readonly (string | null)[],
): Statement {
  const places = keys.map((_, at) => `$${at + 1}`)
  const where = after.length === 0 ? '' : `where (${keys.join(', ')}) > (${places.join(', ')})`
  return {
    text: `select jsonb_build_array(${columns.join(', ')})::text, ${keys.join(', ')} from ${relation}
      ${where} order by ${keys.join(', ')} limit ${rowsMax}`,
    values: after,
  }
}

function findTable({ model }: WorkPlatform, database: string, name: string): TableModel {
  const found = model.databases.get(database)
  if (found === undefined)
    throw new AcervoError('ACV201', `no database is called '${database}'`, {
      hint: nearestHint(database, [...model.databases.keys()]),
    })
  const table = found.tables.get(name)
  if (table !== undefined) return table
  throw new AcervoError('ACV202', `'${database}' has no table '${name}'`, {
    hint: nearestHint(name, [...found.tables.keys()]),
  })
}
