// How rows of a table get in: as they are, or through the table's own `import` action, which keeps what a
// source said. `prepare` is pure and refuses a bad row; `write` runs inside the batch's transaction.
import { raw, type Sql, sql, toStatement } from '../database/sql.ts'
import type { Context, Session, Target } from '../database/target.ts'
import { AcervoError, nearestHint } from '../errors/index.ts'
import type { ActionModel, TableModel } from '../model/model.ts'
import { canCopy, copyRows } from '../query/copy.ts'
import { type Texts, toNewRow } from '../query/data.ts'
import { insertManySql } from '../query/insert-sql.ts'
import { limits as queryLimits } from '../query/limits.ts'
import { explainRefusal } from '../query/refusal.ts'
import { within } from '../query/transaction.ts'
import type { Conversion } from './conversion.ts'
import type { ReadItem, Row } from './item.ts'

export interface Written {
  readonly inserted: number
  readonly unchanged: number
}

export interface Writer<Prepared = unknown> {
  /** @throws the reason why the row cannot get in. */
  prepare(item: ReadItem): Prepared
  write(session: Session, rows: readonly Prepared[]): Promise<Written>
}

export interface TableWriterOptions {
  readonly key: string | undefined
  /** The asker's. */
  readonly settings: Context['settings']
}

/** With `key`, rows whose unique values are taken count as unchanged; without, they are rejects. */
export function toTableWriter(
  table: TableModel,
  conversion: Conversion,
  { key, settings }: TableWriterOptions,
): Writer<Texts> {
  if (key !== undefined) assertUnique(table, key)
  const end = raw(key === undefined ? '' : ' on conflict do nothing')
  return {
    prepare: (item) => toNewRow(table, conversion.convert(item)),
    write: async (session, rows) => {
      const inserted = await insert(session, table, rows, { end, settings }).catch(
        (error: unknown) => {
          throw explainRefusal(error, table)
        },
      )
      return { inserted, unchanged: rows.length - inserted }
    },
  }
}

async function insert(
  session: Session,
  table: TableModel,
  rows: readonly Texts[],
  { end, settings }: Pick<TableWriterOptions, 'settings'> & { readonly end: Sql },
): Promise<number> {
  if (rows.length >= queryLimits.copyRowsMin && canCopy(session))
    return copyRows(session, table, rows, { end, settings })
  const many = insertManySql(table, rows, settings)
  return (await session.query(toStatement(sql`${many}${end}`))).count
}

function assertUnique(table: TableModel, key: string): void {
  const named = table.columns.get(key)
  const codec = named?.spec.codec
  const column = codec?.form === 'sealed' ? table.columns.get(codec.blind ?? '') : named
  const isUnique = [table.primaryKey, ...table.uniques.map(({ columns }) => columns)].some(
    (columns) => columns.some((one) => one === column),
  )
  if (column !== undefined && isUnique) return
  const known = [table.primaryKey, ...table.uniques.map(({ columns }) => columns)].flat()
  throw new AcervoError('ACV203', `'${key}' tells no rows of '${table.name}' apart`, {
    details: 'The key is a column of a unique constraint.',
    hint: nearestHint(key, [...new Set(known.map(({ name }) => name))]),
  })
}

/** What the `import` action of a table is given, and what it answers. */
export type ImportHandler = (
  client: unknown,
  batch: {
    readonly source: string
    readonly keys: readonly string[]
    readonly rows: readonly Row[]
    readonly payloads: readonly Row[]
  },
) => Promise<{ readonly added: number; readonly unchanged: number }>

interface Told {
  readonly key: string
  readonly row: Row
  readonly payload: Row
}

export interface ActionOptions {
  readonly action: ActionModel
  readonly conversion: Conversion
  readonly source: string
  /** The column of the file that identifies a record of the source. */
  readonly key: string
  /** The client of the context: inside `write` its calls join the batch's transaction. */
  readonly client: unknown
  readonly target: Target
  readonly context: Context
}

export function toActionWriter(options: ActionOptions): Writer<Told> {
  const { action, conversion, source, key, client, target, context } = options
  const handler = action.handler as ImportHandler
  return {
    prepare: (item) => {
      const value = conversion.textOf(item, key)
      if (value === '') {
        throw new AcervoError('ACV305', `'${key}' is empty`, {
          details: 'It identifies the record of the source.',
        })
      }
      return { key: value, row: conversion.convert(item), payload: conversion.toRaw(item) }
    },
    write: async (session, told) => {
      const batch = {
        source,
        keys: told.map((one) => one.key),
        rows: told.map((one) => one.row),
        payloads: told.map((one) => one.payload),
      }
      const { added, unchanged } = await within({ target, session, context }, () =>
        handler(client, batch),
      )
      return { inserted: added, unchanged }
    },
  }
}
