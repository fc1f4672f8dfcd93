// Somebody who does not want to be written to by a channel or for a purpose. It holds from the instant it is written:
// what was queued is suppressed with it.
import {
  audited,
  defineTable,
  emits,
  instant,
  oneOf,
  refersTo,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { honoured } from './honoured.ts'

export const optOuts = defineTable(
  'opt_outs',
  {
    partyId: refersTo('global.party').immutable(),
    channel: oneOf('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST', 'ANY').default('ANY').immutable(),
    purpose: oneOf('OFFERS', 'NEWS', 'SURVEY', 'EVENTS', 'ANY').default('ANY').immutable(),
    source: varchar(80),
    optedOutAt: instant().defaultNow().immutable(),
  },
  [
    unique(['partyId', 'channel', 'purpose']),
    honoured('opt_outs'),
    emits('OptOut', {
      PartyOptedOut: { payload: { partyId: 'partyId', channel: 'channel', purpose: 'purpose' } },
    }),
    audited(),
  ],
)
