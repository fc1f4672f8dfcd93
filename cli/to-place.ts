// The place that --to and --migrate-url name on a server: the runtime login and the migrator.
import type { Config } from '../config.ts'
import { openMigrator, type Place } from '../kernel/database/index.ts'
import { AcervoError } from '../kernel/index.ts'
import { findRuntimeUrl } from './runtime-login.ts'

/** One URL that may do everything migrates, and a login that policies bind is made for it, as at a first start. */
export async function toPlace(
  to: string,
  migrate: string | true | undefined,
  config: Config,
  isDry = false,
): Promise<Place> {
  if (typeof migrate === 'string') return { run: to, migrate }
  if (isDry) return { run: to, migrate: to }
  const direct = await openMigrator(to, config.plainHosts)
  try {
    const { rows } = await direct.query({
      text: 'select rolsuper or rolbypassrls from pg_roles where rolname = current_user',
      values: [],
    })
    if (rows[0]?.[0] !== 't')
      throw new AcervoError('ACV316', 'the login of --to may not set up the target', {
        hint: 'Name the migrator of that server as --migrate-url.',
      })
  } finally {
    await direct.close()
  }
  const { databaseUrl: _, ...rest } = config
  const run = await findRuntimeUrl({ ...rest, databaseUrl: undefined, migrateUrl: to })
  return { run: run ?? to, migrate: to }
}
