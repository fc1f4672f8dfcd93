// What somebody asks for at the portal, and what came of it.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { ownParty } from './own-party.ts'

export const portalRequests = defineTable(
  'portal_requests',
  {
    partyId: refersTo('global.party'),
    accountId: belongsTo('portal_accounts', { inverse: 'requests' }).optional().immutable(),
    kind: oneOf('QUESTION', 'DOCUMENT', 'CHANGE', 'CLAIM', 'CANCELLATION', 'COMPLAINT', 'PRIVACY'),
    subject: varchar(200),
    body: text(),
    status: oneOf('OPEN', 'IN_PROGRESS', 'RESOLVED', 'REJECTED').default('OPEN'),
    answer: text().optional(),
    resolvedAt: instant().optional(),
  },
  [
    ownParty(),
    check('answered', "status not in ('RESOLVED', 'REJECTED') or answer is not null"),
    states('status', {
      next: {
        OPEN: ['IN_PROGRESS', 'RESOLVED', 'REJECTED'],
        IN_PROGRESS: ['RESOLVED', 'REJECTED'],
        RESOLVED: [],
        REJECTED: [],
      },
      initial: ['OPEN'],
      stamps: { RESOLVED: 'resolvedAt', REJECTED: 'resolvedAt' },
    }),
    index(['status', 'createdAt']),
    audited({ personal: ['subject', 'body', 'answer'], subject: 'partyId' }),
    timestamped(),
    searchable({ subject: 'A', body: 'B', answer: 'C' }, { language: 'spanish' }),
  ],
)
