// withheld: privileges that the request path never gets on a table, so that a promise such as "rows are only added"
// is kept by the database and not by good manners.
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

type Privilege = 'insert' | 'update' | 'delete'

/** `withheld('update', 'delete')` makes a table append-only. */
export function withheld(...privileges: readonly Privilege[]): Feature<NoColumns> {
  return defineFeature('withheld', () =>
    (['app', 'worker'] as const).map((role) => ({ kind: 'grant', role, revoke: privileges })),
  )
}
