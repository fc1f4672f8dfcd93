// A database with its tables applied, for tests of what traits do to rows: asked as a request's role with claims,
// or as the migrator. Only tests import it.

import { targetScripts } from '../../../kernel/client/target-scripts.ts'
import type { Result, Session } from '../../../kernel/database/target.ts'
import { applyModel } from '../../../kernel/migrate/apply-model.ts'
import type { Tables } from '../../../kernel/table/database.ts'
import { engine } from '../database.ts'
import { toSetUpTemplate } from '../templates.ts'
import { type EmptyDatabase, openEmpty } from './empty.ts'
import { toDatabase } from './shop.ts'

export interface OpenedDatabase extends EmptyDatabase {
  /** As acervo_app, in one group: claims and other settings live for it alone. */
  as(settings: Readonly<Record<string, string>>): Asker
  /** As acervo_app in one transaction. */
  within<T>(
    settings: Readonly<Record<string, string>>,
    body: (session: Session) => Promise<T>,
  ): Promise<T>
}

export type Asker = (text: string, ...values: readonly unknown[]) => Promise<Result>

export async function openTables(tables: Tables): Promise<OpenedDatabase> {
  const databases = [toDatabase(tables)]
  const empty = await openEmpty(engine, toSetUpTemplate(databases))
  const direct = await empty.target.direct()
  await applyModel(direct, databases, { testClock: true, scripts: targetScripts })
  await direct.close()
  return {
    ...empty,
    as:
      (settings) =>
      async (text, ...values) => {
        const context = { settings, role: 'acervo_app' } as const
        const [result] = await empty.target.group(context, [{ text, values }])
        return result as Result
      },
    within: (settings, body) => empty.target.transaction({ settings, role: 'acervo_app' }, body),
  }
}

/** Of the first row. */
export function cellOf({ rows }: Result): string | null | undefined {
  return rows[0]?.[0]
}
