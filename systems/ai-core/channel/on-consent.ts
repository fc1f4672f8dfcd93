// A channel hears the ledger of consent. Entries may arrive in any order and more than once: the highest one counts.
import { defineConsumer, type Session } from '../../../kernel/index.ts'

interface Entry {
  readonly partyId: string
  readonly channel: string
  readonly purpose: string
  readonly decision: string
  readonly sequence: number
}

/** `channel` is the word of the ledger, `database` and `schema` are those of the channel. */
export const toConsentConsumer = (channel: string, database: string, schema: string) =>
  defineConsumer<Entry, unknown, Session>({
    name: `${channel.toLowerCase()}-on-consent`,
    database,
    from: 'communications',
    events: ['ConsentGranted', 'ConsentWithdrawn'],
    makes: ['heardConsent'],
    handle: async ({ payload }, { session }) => {
      if (payload.channel !== channel) return
      await session.query({
        name: `${schema}_heard_consent`,
        text: `insert into ${schema}.heard_consents as h (party_id, purpose, decision, sequence)
          values ($1, $2, $3, $4)
          on conflict (party_id, purpose)
          do update set decision = excluded.decision, sequence = excluded.sequence
          where excluded.sequence > h.sequence`,
        values: [payload.partyId, payload.purpose, payload.decision, payload.sequence],
      })
    },
  })
