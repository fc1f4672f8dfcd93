// What a restored copy looks like under amcheck: every row of every table in its B-tree indexes, and every page of its
// tables sound. Only where the extension is there, and this login may use it.
import type { Direct } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { assertNotAborted } from '../migrate/retry.ts'

export interface IndexReport {
  readonly indexes: number
  readonly tables: number
  /** Why nothing was looked at. */
  readonly unasked?: string
}

/** Leaves no extension behind that was not there. @throws ACV426 naming what is corrupt. */
export async function checkIndexes(
  direct: Direct,
  schemas: readonly string[],
  signal?: AbortSignal,
): Promise<IndexReport> {
  const isOurs = !(await isThere(direct))
  try {
    if (isOurs) await direct.script('create extension amcheck')
  } catch (error) {
    if (!isAcervoError(error) || error.code === 'ACV308') throw error
    return { indexes: 0, tables: 0, unasked: `amcheck: ${error.message}` }
  }
  try {
    return await look(direct, schemas, signal)
  } finally {
    if (isOurs) await direct.script('drop extension amcheck')
  }
}

async function isThere(direct: Direct): Promise<boolean> {
  const text = `select from pg_extension where extname = 'amcheck'`
  return (await direct.query({ text, values: [] })).rows.length > 0
}

async function look(
  direct: Direct,
  schemas: readonly string[],
  signal: AbortSignal | undefined,
): Promise<IndexReport> {
  const values = [schemas.join(',')]
  const indexes = (await direct.query({ text: indexesText, values })).rows
  const tables = (await direct.query({ text: tablesText, values })).rows
  const faults: string[] = []
  for (const [oid = null, name] of indexes) {
    assertNotAborted(signal)
    const text = 'select bt_index_check($1::oid::regclass, true)'
    try {
      await direct.query({ text, values: [oid] })
    } catch (error) {
      if (!isAcervoError(error)) throw error
      faults.push(`${name}: ${error.message}`)
    }
  }
  for (const [oid = null, name] of tables) {
    assertNotAborted(signal)
    const text = 'select blkno, offnum, msg from verify_heapam($1::oid::regclass) limit 5'
    const { rows } = await direct.query({ text, values: [oid] })
    faults.push(...rows.map(([block, , message]) => `${name}, block ${block}: ${message}`))
  }
  if (faults.length > 0)
    throw new AcervoError(
      'ACV426',
      `${faults.length} of the copy's indexes and pages are corrupt`,
      {
        details: faults.slice(0, 20).join('\n'),
      },
    )
  return { indexes: indexes.length, tables: tables.length }
}

const named = `c.oid::text, format('%I.%I', n.nspname, c.relname)
  from pg_class c join pg_namespace n on n.oid = c.relnamespace`
const inSchemas = `n.nspname = any (string_to_array($1, ','))`

const indexesText = `select ${named} join pg_index i on i.indexrelid = c.oid
  join pg_am a on a.oid = c.relam
 where ${inSchemas} and a.amname = 'btree' and c.relkind = 'i' and i.indisvalid order by 2`
const tablesText = `select ${named} where ${inSchemas} and c.relkind in ('r', 'm') order by 2`
