// transitions: the history of a table with `states`, a row for each state that was entered. The database alone writes
// it; nobody at run time adds, changes or removes one.
import { instant, text } from '../../table/column.ts'
import { index } from '../../table/constraint.ts'
import { defineFeature, type Feature } from '../../table/table.ts'
import { columnFacts } from '../column-facts.ts'

const columns = {
  /** Null where the row began. */
  fromState: text().optional().immutable(),
  toState: text().immutable(),
  at: instant().immutable(),
  /** `user:<id>`, `service:<name>`; null where nobody was named. */
  actor: text().optional().immutable(),
}

/** `link` is the `belongsTo` column that leads to the row. */
export function transitions(link: string): Feature<typeof columns> {
  return defineFeature('transitions', (table) => [
    ...columnFacts(columns),
    ...index([link, 'at']).facts(table),
    ...(['app', 'worker'] as const).map(
      (role) => ({ kind: 'grant', role, revoke: ['insert', 'update', 'delete'] }) as const,
    ),
  ])
}
