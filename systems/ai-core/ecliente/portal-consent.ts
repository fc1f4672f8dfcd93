// The ledger of what a party agreed to and took back: rows are only added, the newest of a channel and purpose holds.
import {
  audited,
  boolean,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  json,
  oneOf,
  refersTo,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { ownParty } from './own-party.ts'

export const portalConsents = defineTable(
  'portal_consents',
  {
    partyId: refersTo('global.party'),
    purpose: oneOf('MARKETING', 'PROFILING', 'THIRD_PARTIES', 'HEALTH_DATA', 'BIOMETRICS'),
    channel: oneOf('EMAIL', 'SMS', 'WHATSAPP', 'VOICE', 'POST', 'ANY'),
    isGiven: boolean(),
    /** The version of the text that was shown. */
    textVersion: varchar(40),
    /** How it is known: a form, a call, a letter. */
    evidence: json().default({}),
    recordedAt: instant().defaultNow(),
  },
  [
    ownParty(),
    unique(['purpose', 'channel', 'recordedAt']),
    index(['purpose', 'channel', '-recordedAt']),
    frozen({ message: 'a consent is taken back by another row' }),
    withheld('update', 'delete'),
    emits('PortalConsent', {
      ConsentGiven: {
        when: 'is_given',
        payload: { partyId: 'partyId', purpose: 'purpose', channel: 'channel' },
      },
      ConsentWithdrawn: {
        when: 'not is_given',
        payload: { partyId: 'partyId', purpose: 'purpose', channel: 'channel' },
      },
    }),
    audited({ subject: 'partyId' }),
  ],
)
