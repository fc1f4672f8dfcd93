// Whoever asks within one key prefix is asked for by equality as well: the policy's `= any(list)` finds the
// same rows, but an index in the wanted order can be walked only below one value.
import { raw, type Sql, sql } from '../database/sql.ts'
import type { TableModel } from '../model/model.ts'
import { columnSql, type Source } from './scope.ts'

type Settings = Readonly<Record<string, string>> | undefined

/** A claim that names several: a new row cannot take its own from it. */
export function hasSeveralPrefixes({ prefixSetting }: TableModel, settings: Settings): boolean {
  return prefixSetting !== undefined && settings?.[prefixSetting]?.includes(',') === true
}

export function hasOnePrefix(
  { prefixFill, prefixSetting }: TableModel,
  settings: Settings,
): boolean {
  if (prefixFill === undefined || prefixSetting === undefined) return false
  const claimed = settings?.[prefixSetting]
  return claimed !== undefined && claimed !== '' && !claimed.includes(',')
}

/** Undefined where nobody, or several, are claimed: then only the policy decides. */
export function prefixSql(source: Source, settings: Settings): Sql | undefined {
  const { keyPrefix, prefixFill = '' } = source.table
  if (keyPrefix === undefined || !hasOnePrefix(source.table, settings)) return undefined
  return sql`${columnSql(source, keyPrefix)} = ${raw(prefixFill)}`
}
