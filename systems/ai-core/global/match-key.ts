// Blocking keys of the records that stand in resolution: two records are compared when they share one. A key
// is a keyed hash, and the rows can be made again from the records, so no foreign key guards them.
import { bigint, defineTable, integer, primaryKey, uuid, withheld } from '../../../kernel/index.ts'

export const matchKeys = defineTable(
  'match_keys',
  {
    key: bigint(),
    recordId: uuid(),
    /** The kind of key, as the matcher numbers them. */
    type: integer(),
  },
  // One B-tree says both things: who has this key, and that a record has it once.
  [primaryKey('key', 'recordId'), withheld('update')],
)
