// Crypto-shredding: a subject's keys are deleted, and with them everything that they encrypt, wherever copies of it
// lie. That it was done is written outside every database first, so that no backup undoes it.

import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Statement, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { codedOf } from '../model/coded.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { atDirect } from './at-direct.ts'
import type { Kms, Tombstone } from './kms.ts'

export interface Shredded {
  readonly subject: string
  /** Data keys deleted, over all databases. */
  readonly keys: number
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const worker = { settings: {}, role: 'acervo_worker' } as const

/**
 * After it nothing of the subject opens any more, in any process. Safe to repeat after a failure half-way.
 * @throws ACV200 for what is no uuid.
 */
export async function shred(
  kms: Kms,
  targets: readonly Target[],
  given: string,
): Promise<Shredded> {
  const subject = given.toLowerCase()
  if (!uuid.test(subject))
    throw new AcervoError('ACV200', 'the subject is no uuid', {
      hint: 'A subject is the id that the encrypted rows name.',
    })
  const tombstone = { subject, at: new Date().toISOString() }
  await kms.bury(tombstone)
  let keys = 0
  for (const target of targets) keys += await shredIn(target, tombstone)
  return { subject, keys }
}

/** A target and what stands on it. */
export interface Standing {
  readonly target: Target
  readonly databases: readonly DatabaseModel[]
}

/**
 * The tombstones of the key room and of every database, everywhere. A database that came back from a backup has its
 * blind indexes again, too.
 */
export async function replayTombstones(kms: Kms, standing: readonly Standing[]): Promise<number> {
  const targets = standing.map(({ target }) => target)
  const known = await kms.tombstones()
  const bySubject = new Map(known.map((one) => [one.subject, one]))
  for (const target of targets)
    for (const tombstone of await readShredded(target, bySubject)) {
      bySubject.set(tombstone.subject, tombstone)
      await kms.bury(tombstone)
    }
  const all = [...bySubject.values()]
  let replayed = 0
  for (const { target, databases } of all.length === 0 ? [] : standing)
    for (const tombstone of await findMissing(target, all)) {
      await atDirect(target, (direct) => eraseAgain(direct, databases, tombstone))
      replayed++
    }
  return replayed
}

/** In one transaction: were only the keys gone, nobody would look for the rest again. */
async function eraseAgain(
  direct: Direct,
  databases: readonly DatabaseModel[],
  tombstone: Tombstone,
): Promise<void> {
  await direct.script('begin')
  try {
    await direct.query(toShredding(tombstone))
    await clearBlindIndexes(direct, databases, tombstone.subject)
    await direct.script('commit')
  } catch (error) {
    await direct.script('rollback').catch(() => undefined)
    throw error
  }
}

const toShredding = ({ subject, at }: Tombstone): Statement => ({
  text: 'select acervo.data_key_shred($1::text, $2::timestamptz)',
  values: [subject, at],
})

async function shredIn(target: Target, tombstone: Tombstone): Promise<number> {
  const [result] = await target.group(worker, [toShredding(tombstone)])
  return Number(result?.rows[0]?.[0] ?? 0)
}

async function readShredded(
  target: Target,
  known: ReadonlyMap<string, Tombstone>,
): Promise<readonly Tombstone[]> {
  const statement = {
    text: `select subject, to_char(shredded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from acervo.data_key_shredded`,
    values: [],
  }
  const [result] = await target.group(worker, [statement])
  return (result?.rows ?? []).flatMap(([subject, at]) =>
    subject === null || subject === undefined || known.has(subject)
      ? []
      : [{ subject, at: at ?? '' }],
  )
}

/** Those that this target does not know of, or whose keys it has again. */
async function findMissing(
  target: Target,
  tombstones: readonly Tombstone[],
): Promise<readonly Tombstone[]> {
  const statement = {
    text: `select t.subject from unnest($1::text[]) as t(subject)
      where not exists (select from acervo.data_key_shredded d where d.subject = t.subject)
        or exists (select from acervo.data_key k where k.subject = t.subject)`,
    values: [`{${tombstones.map(({ subject }) => subject).join(',')}}`],
  }
  const [result] = await target.group(worker, [statement])
  const missing = new Set((result?.rows ?? []).map(([subject]) => subject))
  return tombstones.filter(({ subject }) => missing.has(subject))
}

/**
 * Blind indexes tell even then which rows held equal values, to who has the index key: they go too. As the
 * migrator, past every policy; answers how many rows lost theirs.
 */
export async function clearBlindIndexes(
  direct: Direct,
  databases: readonly DatabaseModel[],
  subject: string,
): Promise<number> {
  let count = 0
  for (const { tables } of databases)
    for (const table of tables.values())
      for (const statement of toClearings(table, subject))
        count += (await direct.query(statement)).count
  return count
}

function toClearings(table: TableModel, subject: string): readonly Statement[] {
  const blind = (codedOf(table)?.sealed ?? []).flatMap(({ spec: { codec } }) => {
    if (codec?.form !== 'sealed' || codec.blind === undefined) return []
    return [[codec.subject, codec.blind] as const]
  })
  const sql = (name: string) => quoteIdentifier(table.columns.get(name)?.sqlName ?? name)
  const relation = `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.sqlName)}`
  return blind.map(([of, column]) => ({
    text: `update ${relation} set ${sql(column)} = null where ${sql(of)} = $1::uuid and ${sql(column)} is not null`,
    values: [subject],
  }))
}
