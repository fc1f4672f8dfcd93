// A request's way to a test database: the caller, its answers parsed, and the migrator beside it.
import type { Context, Engine, Result } from '../../../kernel/database/target.ts'
import type { Targets } from '../../../kernel/database/targets.ts'
import type { Model } from '../../../kernel/model/model.ts'
import type { Caller } from '../../../kernel/query/caller.ts'
import type { Answer, Request } from '../../../kernel/query/request.ts'
import { run } from '../../../kernel/query/run.ts'
import type { RunOptions } from '../../../kernel/query/run-options.ts'
import { openTestTargets } from '../database.ts'

export { onEachEngine } from '../database.ts'

export interface TestDatabase {
  readonly targets: Targets
  readonly caller: Caller
  as(context: Context): Caller
  ask(
    request: Omit<Request, 'database'> & { database?: string },
    options?: RunOptions,
  ): Promise<Answer>
  /** Rows parsed. */
  rows(request: Omit<Request, 'database'> & { database?: string }): Promise<Row[]>
  /** As the migrator. */
  query(text: string, values?: unknown[]): Promise<Result>
  close(): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: rows are compared as plain JSON.
export type Row = Record<string, any>

export const nobody: Context = Object.freeze({ settings: {} })

export async function openTestDatabase(_: Engine, model: Model): Promise<TestDatabase> {
  const { targets, close } = await openTestTargets(model)
  const schema = [...model.databases.values()][0]?.schema ?? ''
  const as = (context: Context): Caller => ({ targets, model, context })
  const caller = as(nobody)
  const ask: TestDatabase['ask'] = (request, options) =>
    run(caller, { database: 'press', ...request }, options)
  return {
    targets,
    caller,
    as,
    ask,
    rows: async (request) => (await ask(request)).rows.map((row) => JSON.parse(row)),
    query: async (text, values = []) => {
      const session = await targets.of(schema).direct()
      try {
        return await session.query({ text, values })
      } finally {
        await session.close()
      }
    },
    close,
  }
}
