// softDeleted: delete hides a row and keeps it. The filter belongs to queries, never to a policy: a
// SELECT policy on deleted_at would make the soft delete itself fail.

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import { defineFeature, type Feature } from '../../table/table.ts'

export function softDeleted(): Feature<{ deletedAt: Column<string | null, 'omittable', null> }> {
  const deletedAt = columnOf({ type: { name: 'instant' }, optional: true }).spec
  return defineFeature('softDeleted', () => [
    { kind: 'column', name: 'deletedAt', column: deletedAt },
    { kind: 'qualifier', qualifier: { type: 'uniquePredicate', where: 'deleted_at is null' } },
    { kind: 'qualifier', qualifier: { type: 'defaultFilter', column: 'deletedAt' } },
    {
      kind: 'qualifier',
      qualifier: { type: 'deleteAsUpdate', column: 'deletedAt', value: 'acervo.now()' },
    },
    { kind: 'grant', role: 'app', revoke: ['delete'] },
    { kind: 'grant', role: 'worker', revoke: ['delete'] },
  ])
}
