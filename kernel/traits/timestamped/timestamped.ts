// timestamped: when a row was written and last changed, by the database's clock.

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import { defineFeature, type Feature } from '../../table/table.ts'

const createdAt = columnOf<string, 'never'>({
  type: { name: 'instant' },
  optional: false,
  default: 'acervo.now()',
  immutable: true,
  maintained: true,
})
const updatedAt = columnOf<string, 'never'>({
  type: { name: 'instant' },
  optional: false,
  default: 'acervo.now()',
  maintained: true,
})

export function timestamped(): Feature<{
  createdAt: Column<string, 'never', null>
  updatedAt: Column<string, 'never', null>
}> {
  return defineFeature('timestamped', () => [
    { kind: 'column', name: 'createdAt', column: createdAt.spec },
    { kind: 'column', name: 'updatedAt', column: updatedAt.spec },
    {
      kind: 'routine',
      name: 'touch',
      security: 'invoker',
      body: 'begin\n  new.updated_at = acervo.now();\n  return new;\nend',
      triggers: [{ name: 'touch', when: 'before', event: 'update', each: 'row' }],
    },
  ])
}
