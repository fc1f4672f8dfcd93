// Whose rows are whose: each user begins with a workspace of their own, several may share one. Part of the identity
// store, so no policy: who somebody is comes before whose rows they see.
import { check, defineTable, timestamped, varchar } from '../../../kernel/index.ts'

export const workspaces = defineTable('workspaces', { name: varchar(255) }, [
  check('name', "btrim(name) <> ''"),
  timestamped(),
])
