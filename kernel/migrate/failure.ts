// That the last try to migrate a database failed, kept where alerts find it: whoever tried has ended by then.
import type { Direct } from '../database/target.ts'
import type { Outcome } from './outcome.ts'

/** Kept until a try succeeds. It must not hide why the try failed: where it cannot be kept, that is all. */
export async function keepFailure(
  direct: Direct,
  database: string,
  { state, error }: Pick<Outcome, 'state' | 'error'>,
): Promise<void> {
  if (state !== 'failed') return
  const statement = {
    text: `insert into acervo.migration_failure as f (database, code, message)
      values ($1, $2, $3)
      on conflict (database) do update set code = excluded.code, message = excluded.message,
        failed_at = excluded.failed_at`,
    values: [database, error?.code ?? 'ACV400', error?.message ?? ''],
  }
  await direct.query(statement).catch(() => undefined)
}

export async function readFailures(direct: Direct): Promise<ReadonlySet<string>> {
  const { rows } = await direct.script('select database from acervo.migration_failure')
  return new Set(rows.map(([database]) => database ?? ''))
}

export async function forgetFailure(direct: Direct, database: string): Promise<void> {
  await direct.query({
    text: 'delete from acervo.migration_failure where database = $1',
    values: [database],
  })
}
