// Rows written past the client, as the migrator, whom no policy holds: what refuses is the database itself.
import { randomUUID } from 'node:crypto'
import type { Step } from './interleave.ts'
import type { TestPlatform } from './platform.ts'

export type Values = Readonly<Record<string, string | number | boolean | null>>

type Asked = Pick<TestPlatform<readonly []>, 'query'>

/** The statement that inserts a row with the id. */
export function toInsert(table: string, id: string, values: Values): Step {
  const row: Values = { id, ...values }
  const names = Object.keys(row)
  const places = names.map((_, at) => `$${at + 1}`)
  return [
    `insert into ${table} (${names.join(', ')}) values (${places.join(', ')})`,
    Object.values(row).map((value) => (value === null ? null : String(value))),
  ]
}

/** Inserts a row with a new id and answers the id. */
export async function insertRow(
  platform: Asked,
  table: string,
  values: Values = {},
): Promise<string> {
  const id = randomUUID()
  const [text, given] = toInsert(table, id, values) as readonly [string, unknown[]]
  await platform.query(text, given)
  return id
}

/** `set` is SQL. */
export const updateRow = (platform: Asked, table: string, id: string, set: string) =>
  platform.query(`update ${table} set ${set} where id = $1`, [id])

export const toUpdate = (table: string, id: string, set: string): Step => [
  `update ${table} set ${set} where id = $1`,
  [id],
]

/** The first cell of the first row. */
export async function cellOf(platform: Asked, text: string, values: unknown[] = []) {
  return (await platform.query(text, values)).rows[0]?.[0]
}
