// What holds now, from the ledger.
import { defineView, instant, oneOf, uuid } from '../../../kernel/index.ts'
import { channels, purposes } from './words.ts'

export const consentStates = defineView(
  'consent_states',
  {
    partyId: uuid(),
    channel: oneOf(...channels),
    purpose: oneOf(...purposes),
    decision: oneOf('GRANTED', 'WITHDRAWN'),
    decidedAt: instant(),
  },
  `select distinct on (c.party_id, c.channel, c.purpose)
     c.party_id, c.channel, c.purpose, c.decision, c.decided_at
   from {table:consents} c
   order by c.party_id, c.channel, c.purpose, c.sequence desc`,
  { key: ['partyId', 'channel', 'purpose'] },
)
