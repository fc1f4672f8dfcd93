// What users who were deleted had used, by month and without a name: the bill of a workspace stands when its people go.
import {
  check,
  defineTable,
  integer,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { counts } from './counts.ts'

export const erasedUsage = defineTable(
  'erased_usage',
  { year: integer().immutable(), month: integer().immutable(), ...counts() },
  [
    unique(['year', 'month']),
    check('month', 'month between 1 and 12'),
    ofWorkspace(),
    withheld('insert', 'update', 'delete'),
    timestamped(),
  ],
)
