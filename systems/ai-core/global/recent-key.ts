// Blocking keys of the records that came one at a time, until they are sorted into `match_keys`. Keys are hashes: in
// the large table each of a record's thirty lies on a page of its own, and a writer would touch them all.
import { bigint, defineTable, integer, primaryKey, uuid, withheld } from '../../../kernel/index.ts'

export const recentKeys = defineTable(
  'recent_keys',
  { key: bigint(), recordId: uuid(), type: integer() },
  [primaryKey('key', 'recordId'), withheld('update')],
)
