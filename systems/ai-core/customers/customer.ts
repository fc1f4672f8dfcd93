// A client as the group treats it: one row a party of master data. What is true about the person stands there; here is
// what the group makes of the relation.
import {
  audited,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const customers = defineTable(
  'customers',
  {
    partyId: refersTo('global.party').immutable(),
    since: date(),
    status: oneOf('PROSPECT', 'ACTIVE', 'DORMANT', 'FORMER').default('ACTIVE'),
    owner: varchar(200).optional(),
    preferredChannel: oneOf('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST').optional(),
  },
  [
    unique(['partyId']),
    index(['status', 'since']),
    emits('Customer', {
      CustomerChanged: {
        changed: ['status'],
        payload: { customerId: 'id', partyId: 'partyId', status: 'status' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
