// What pg-boss runs its SQL on. On a server it keeps a few connections of its own, one of them listening. On the
// embedded engine, and behind a pooler that would lose a role set for a session, each text goes through the target.
import type { ConstructorOptions, Db as IDatabase } from 'pg-boss'
import type { Context, Result, Statement, Target } from '../../database/target.ts'
import { jobLimits } from './settings.ts'
import { splitStatements } from './split-statements.ts'
import { toTypedRows } from './typed-row.ts'

export const asJobs: Context = Object.freeze({ settings: {}, role: 'acervo_jobs' })

export interface QueueDatabase {
  readonly options: ConstructorOptions
  /** Tells the workers of this process; of others only where nobody listens to the server. */
  wake(queue: string): void
}

export function toQueueDatabase(target: Target): QueueDatabase {
  const { login } = target
  if (login !== undefined && !login.pooled)
    return { options: toOwnPool(login.config), wake: () => undefined }
  const local = localNotices()
  const db: IDatabase = { ...toIDatabase((all) => target.group(asJobs, all)), listen: local.listen }
  const { superviseAloneSeconds: seconds } = jobLimits
  const engine =
    target.engine === 'embedded'
      ? ({
          backend: 'pglite',
          superviseIntervalSeconds: seconds,
          monitorIntervalSeconds: seconds,
        } as const)
      : {}
  // REINDEX CONCURRENTLY cannot run inside a transaction, and a group is one.
  return { options: { ...engine, db, reindex: false, monitorVacuum: false }, wake: local.wake }
}

/** `run` takes statements as one transaction. */
export function toIDatabase(
  run: (statements: readonly Statement[]) => Promise<readonly Result[]>,
): Pick<IDatabase, 'executeSql'> {
  return {
    executeSql: async (text, values = []) => {
      const results = await run(toStatements(text, values))
      return { rows: results.flatMap((result) => [...toTypedRows(result)]) }
    },
  }
}

function toStatements(text: string, values: readonly unknown[]): readonly Statement[] {
  const given = values.map((value) => value ?? null)
  if (values.length > 0) return [{ text, values: given, described: true }]
  return splitStatements(text)
    .filter((statement) => !/^(begin|commit)$/i.test(statement))
    .map((statement) => ({ text: statement, values: [], described: true }))
}

function toOwnPool(config: NonNullable<Target['login']>['config']): ConstructorOptions {
  const options = [config.options, '-c role=acervo_jobs', '-c timezone=UTC']
    .filter(Boolean)
    .join(' ')
  const { host, port, database, user, password, ssl } = config
  const known = { host, port, database, user, password, ssl }
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined))
  return {
    ...given,
    options,
    application_name: config.application_name ?? 'acervo-jobs',
    // What it would tell every few seconds is the operator's to watch, and no more of these tables than of any other.
    monitorVacuum: false,
    max: jobLimits.connections,
  }
}

/** LISTEN and NOTIFY within one process: the embedded database has no other. */
function localNotices() {
  const listeners = new Set<(queue: string) => void>()
  const listen = async (
    _channel: string,
    onNotice: (queue: string) => void,
    onReconnect: () => void,
  ) => {
    listeners.add(onNotice)
    onReconnect()
    return { close: async () => void listeners.delete(onNotice) }
  }
  const wake = (queue: string): void => {
    for (const notice of listeners) notice(queue)
  }
  return { listen, wake }
}
