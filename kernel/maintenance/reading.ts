// How this room asks: SQL over the catalog and the statistics, its rows as objects. What a server does not have, or
// does not let this login see, is said as unknown, never as zero.
import type { Direct, Target } from '../database/target.ts'

/** What could be read, or why it could not. */
export type Reading<T> = { readonly known: T } | { readonly unknown: Unknown }

/** `embedded`: the engine has no such thing. `extension`: it is not installed. `rights`: this login may not see it. */
export type Unknown = 'embedded' | 'extension' | 'rights'

/** Rows of a query whose column names are quoted as the fields are called. */
export async function readRows<T>(
  direct: Direct,
  text: string,
  values: readonly unknown[] = [],
): Promise<readonly T[]> {
  const { rows } = await direct.query({
    text: `select row_to_json(r)::text from (${text}) r`,
    values,
  })
  return rows.map(([row]) => JSON.parse(row ?? 'null') as T)
}

/** The text of an array parameter of names. */
export function toArray(names: readonly string[]): string {
  return `{${names.map((name) => `"${name.replaceAll(/["\\]/g, '\\$&')}"`).join(',')}}`
}

/** With the migrator's session of a target, closed whatever comes. */
export async function withDirect<T>(
  target: Target,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  const direct = await target.direct()
  try {
    return await body(direct)
  } finally {
    await direct.close()
  }
}

/** What this session did is in the statistics it reads next: a server tells of others after a second at most. */
export async function flushStatistics(direct: Direct): Promise<void> {
  if (direct.engine === 'embedded') await direct.script('select pg_stat_force_next_flush()')
}

/** The schema an extension is installed in; undefined where it is not. */
export async function findExtension(direct: Direct, name: string): Promise<string | undefined> {
  const { rows } = await direct.query({
    text: `select quote_ident(n.nspname) from pg_extension e join pg_namespace n on n.oid = e.extnamespace
      where e.extname = $1`,
    values: [name],
  })
  return rows[0]?.[0] ?? undefined
}

/** Whether this login sees what other logins do. */
export async function seesOthers(direct: Direct): Promise<boolean> {
  const { rows } = await direct.query({
    text: `select pg_has_role(current_user, 'pg_read_all_stats', 'member') or
      (select rolsuper from pg_roles where rolname = current_user)`,
    values: [],
  })
  return rows[0]?.[0] === 't'
}
