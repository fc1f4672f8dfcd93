// An attempt to reach a lead and what came of it.
import {
  audited,
  belongsTo,
  defineTable,
  index,
  instant,
  lockedBy,
  oneOf,
  text,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { signed } from '../signed.ts'

export const leadContacts = defineTable(
  'lead_contacts',
  {
    leadId: belongsTo('leads', { inverse: 'contacts' }),
    channel: oneOf('PHONE', 'EMAIL', 'WHATSAPP', 'SMS', 'VISIT'),
    outcome: oneOf('REACHED', 'NO_ANSWER', 'WRONG_NUMBER', 'CALL_BACK', 'NOT_INTERESTED'),
    notes: text().optional(),
    contactedBy: varchar(200).optional().maintained(),
    contactedAt: instant().defaultNow(),
  },
  [
    index(['leadId', '-contactedAt']),
    signed('contactedBy', 'true'),
    lockedBy('leadId', {
      when: "status in ('CONVERTED', 'LOST') or deleted_at is not null",
      events: ['insert'],
      message: 'a lead that came to its end is not contacted',
    }),
    withheld('update', 'delete'),
    audited({ personal: ['notes'], subject: 'leadId' }),
  ],
)
