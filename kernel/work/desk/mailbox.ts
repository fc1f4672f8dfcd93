// The places where events may stand still: every outbox and every inbox of the platform's databases.
import { quoteIdentifier } from '../../database/sql.ts'
import type { Context, Target } from '../../database/target.ts'
import type { DatabaseModel, TableModel } from '../../model/model.ts'
import type { WorkPlatform } from '../platform.ts'

export interface Mailbox {
  readonly side: 'outbox' | 'inbox'
  readonly database: DatabaseModel
  /** Quoted. */
  readonly table: string
  readonly target: Target
}

export const asOperator: Context = Object.freeze({
  settings: { 'acervo.actor': 'service:operator' },
  role: 'acervo_worker',
})

export function listMailboxes({ model, targets }: Pick<WorkPlatform, 'model' | 'targets'>) {
  return [...model.databases.values()].flatMap((database): readonly Mailbox[] => {
    const toMailbox = (side: Mailbox['side'], table: TableModel | undefined) =>
      table === undefined
        ? []
        : [
            {
              side,
              database,
              table: `${quoteIdentifier(database.schema)}.${quoteIdentifier(table.sqlName)}`,
              target: targets.of(database.schema),
            },
          ]
    return [...toMailbox('outbox', database.outbox), ...toMailbox('inbox', database.inbox)]
  })
}
