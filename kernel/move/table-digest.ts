// How many rows a table has and what they say, in one number that does not depend on their order, computed by the
// server itself over the texts of the values: both engines and all versions write them alike.
import type { Direct } from '../database/target.ts'
import type { TableShape } from './table-shape.ts'

export interface TableDigest {
  readonly rows: number
  readonly digest: string
}

/** Of both sessions, before anything is read: how values are written as text. */
export const textSettings = `set timezone to 'UTC'; set datestyle to 'ISO, YMD'; set intervalstyle to 'postgres';
set extra_float_digits to 1; set bytea_output to 'hex'; set xmloption to 'content'`

export async function readDigest(
  direct: Direct,
  { table, columns }: TableShape,
  where = 'true',
): Promise<TableDigest> {
  const texts = columns.map(({ name }) => `t.${name}::text`).join(', ')
  const part = (from: number) =>
    `('x' || encode(substring(h from ${from} for 8), 'hex'))::bit(64)::bigint`
  const { rows } = await direct.query({
    text: `select count(*), coalesce(sum(${part(1)}), 0) || ':' || coalesce(sum(${part(9)}), 0)
      from (select sha256(convert_to(row(${texts})::text, 'UTF8')) as h from ${table} t where ${where}) r`,
    values: [],
  })
  const [count, digest] = rows[0] ?? []
  return { rows: Number(count), digest: digest as string }
}
