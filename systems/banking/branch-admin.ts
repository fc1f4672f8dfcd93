// Who works for which branch: Branch.admins and User.branches of the specification, which are lists on both sides.
// What somebody may do there says their role; that they may, this row.
import { audited, belongsTo, defineTable, index, primaryKey, tenant } from '../../kernel/index.ts'
import { branchesOfUser } from './branches-of-user.ts'

export const branchAdmins = defineTable(
  'branch_admins',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade', inverse: 'admins' }),
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'branches' }).immutable(),
  },
  [
    primaryKey('branchId', 'userId'),
    tenant({ by: 'branchId' }),
    index(['userId']),
    branchesOfUser,
    audited(),
  ],
)
