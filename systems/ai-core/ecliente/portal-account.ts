// Somebody's way into the portal: a user who may see one party's own things. Whoever acts for several (a parent, the
// owner of a company) has an account for each.
import {
  audited,
  defineTable,
  instant,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ownParty } from './own-party.ts'

export const portalAccounts = defineTable(
  'portal_accounts',
  {
    partyId: refersTo('global.party'),
    userId: refersTo('auth.user').immutable(),
    relation: oneOf('SELF', 'GUARDIAN', 'REPRESENTATIVE').default('SELF'),
    status: oneOf('INVITED', 'ACTIVE', 'BLOCKED', 'CLOSED').default('INVITED'),
    activatedAt: instant().optional(),
  },
  [
    ownParty(),
    unique(['userId']),
    states('status', {
      next: {
        INVITED: ['ACTIVE', 'CLOSED'],
        ACTIVE: ['BLOCKED', 'CLOSED'],
        BLOCKED: ['ACTIVE', 'CLOSED'],
        CLOSED: [],
      },
      stamps: { ACTIVE: 'activatedAt' },
    }),
    audited(),
    timestamped(),
  ],
)
