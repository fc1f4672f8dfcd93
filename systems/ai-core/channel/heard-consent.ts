// What the ledger of consent says last of a party and a purpose, as this channel has heard it. Who withdrew is not
// written to, and that holds for a message that leaves at the same moment.
import {
  defineFeature,
  defineTable,
  integer,
  oneOf,
  refersTo,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { purposes } from './purpose.ts'

const locksRecipients = defineFeature('locksRecipients', () => [
  {
    kind: 'routine',
    name: 'lock_recipients',
    security: 'definer',
    body: `begin
  perform from {table:recipients} p where p.party_id = new.party_id order by p.id for no key update;
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `lock_recipients_${event}`,
      when: 'before' as const,
      event,
      each: 'row' as const,
    })),
  },
])

export const defineHeardConsents = () =>
  defineTable(
    'heard_consents',
    {
      partyId: refersTo('global.party').immutable(),
      purpose: oneOf(...purposes).immutable(),
      decision: oneOf('GRANTED', 'WITHDRAWN'),
      /** Of the ledger: an older word never comes over a newer one. */
      sequence: integer(),
    },
    [unique(['partyId', 'purpose']), locksRecipients, timestamped(), withheld('delete')],
  )
