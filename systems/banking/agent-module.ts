// A desk of a branch where one person at a time is served.
import {
  audited,
  belongsTo,
  boolean,
  defineTable,
  tenant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

export const agentModules = defineTable(
  'agent_modules',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade', inverse: 'modules' }),
    name: text(),
    isActive: boolean().default(true),
  },
  [tenant({ by: 'branchId' }), unique(['name']), audited(), timestamped()],
)
