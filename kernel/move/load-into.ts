// Rows into databases that stand ready and empty, in one transaction: triggers of users silent, foreign keys and
// indexes of vectors away until everybody has come, then all of them back, so that every key is checked.
import type { Direct } from '../database/target.ts'
import { stateOf } from '../migrate/retry.ts'
import { type ForeignKey, readForeignKeys, readShapes, readSlowIndexes } from './table-shape.ts'

export interface LoadOptions {
  /** Parents may be missing: a key that the rows do not keep comes back unchecked, or not at all. */
  readonly isPartial?: boolean
}

/**
 * `load` puts the rows in. Answers the keys that rows do not keep; whoever fails has the transaction rolled back.
 */
export async function loadInto(
  there: Direct,
  schemas: readonly string[],
  load: () => Promise<void>,
  { isPartial = false }: LoadOptions = {},
): Promise<readonly string[]> {
  const keys = await readForeignKeys(there, schemas)
  const indexes = await readSlowIndexes(there, schemas)
  const tables = (await readShapes(there, schemas)).map(({ table }) => table)
  await there.script(
    [
      'begin',
      ...keys.map(({ table, name }) => `alter table ${table} drop constraint ${name}`),
      ...indexes.map(({ name }) => `drop index ${name}`),
      ...tables.map((table) => `alter table ${table} disable trigger user`),
    ].join(';\n'),
  )
  await load()
  await there.script(
    [
      ...(indexes.length > 0 ? toBuild : []),
      ...indexes.map(({ definition }) => definition),
      'set constraints all immediate',
      ...tables.map((table) => `alter table ${table} enable trigger user`),
      ...(isPartial ? [] : keys.map((key) => renderKey(key))),
    ].join(';\n'),
  )
  const broken: string[] = []
  for (const key of isPartial ? keys : [])
    if (!(await bringBack(there, key))) broken.push(toText(key))
  await there.script('commit')
  return broken
}

// As pgvector asks for: the graph in memory as far as it goes, and by one process, since in versions before 0.8.2
// several may read what is not theirs.
const toBuild = [
  `select set_config('maintenance_work_mem', '512MB', true)
  where pg_size_bytes(current_setting('maintenance_work_mem')) < pg_size_bytes('512MB')`,
  'set local max_parallel_maintenance_workers = 0',
]

const toText = ({ table, name, definition }: ForeignKey) => `${table} ${name} ${definition}`

function renderKey({ table, name, definition }: ForeignKey, more = ''): string {
  return `alter table ${table} add constraint ${name} ${definition}${more}`
}

/** Unchecked it holds for rows to come; of a table in pieces PostgreSQL has no unchecked key. */
async function bringBack(there: Direct, key: ForeignKey): Promise<boolean> {
  for (const more of ['', ' not valid']) {
    try {
      await there.script(`savepoint acervo_key;\n${renderKey(key, more)};\nrelease acervo_key`)
      return more === ''
    } catch (error) {
      if (!['23503', '0A000', '42809'].includes(stateOf(error) ?? '')) throw error
      await there.script('rollback to acervo_key')
    }
  }
  return false
}

/** Where the stream of the platform has come to. */
export async function setStreamHead(there: Direct, position: string): Promise<void> {
  const text = 'update acervo.stream_head set position = $1::bigint'
  await there.query({ text, values: [position] })
}
