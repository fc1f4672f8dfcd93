// The ledger of consent: what a party said, about which channel and purpose, when and how that is proved. Entries are
// added and never changed; the last one counts. An entry waits for messages that are being written and is heeded by
// all that come after it.
import {
  audited,
  check,
  defineFeature,
  defineTable,
  emits,
  instant,
  integer,
  json,
  oneOf,
  refersTo,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { channels, purposes } from './words.ts'

const reported = {
  partyId: 'partyId',
  channel: 'channel',
  purpose: 'purpose',
  decision: 'decision',
  /** Which entry of its line it is: events of two entries may overtake each other. */
  sequence: 'sequence',
}

/** SQL of the lock of one line of the ledger. */
export const consentLock = (row: string): string =>
  `hashtextextended('{schema}.consent:' || ${row}.party_id || ${row}.channel || ${row}.purpose, 7411)`

/** The place of an entry in its line is given under the line's lock: two at once are one after the other. */
const entered = defineFeature('entered', () => [
  {
    kind: 'routine',
    name: 'enter',
    security: 'definer',
    body: `begin
  perform pg_advisory_xact_lock(${consentLock('new')});
  new.sequence := 1 + coalesce((select max(r.sequence) from {table} r
    where r.party_id = new.party_id and r.channel = new.channel and r.purpose = new.purpose), 0);
  return new;
end`,
    triggers: [{ name: 'enter', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const consents = defineTable(
  'consents',
  {
    partyId: refersTo('global.party').immutable(),
    channel: oneOf(...channels).immutable(),
    purpose: oneOf(...purposes).immutable(),
    sequence: integer().maintained().immutable(),
    decision: oneOf('GRANTED', 'WITHDRAWN').immutable(),
    /** Which wording was agreed to. */
    policyVersion: varchar(60).optional().immutable(),
    /** Where it was said: form, call, letter. */
    source: varchar(120).immutable(),
    evidence: json().optional().immutable(),
    decidedAt: instant().defaultNow().immutable(),
  },
  [
    unique(['partyId', 'channel', 'purpose', 'sequence']),
    // Who withdraws needs to prove nothing.
    check('granted', "decision = 'WITHDRAWN' or policy_version is not null"),
    entered,
    emits('Consent', {
      ConsentGranted: { when: "decision = 'GRANTED'", payload: reported },
      ConsentWithdrawn: { when: "decision = 'WITHDRAWN'", payload: reported },
    }),
    audited({ subject: 'partyId' }),
    withheld('update', 'delete'),
  ],
)
