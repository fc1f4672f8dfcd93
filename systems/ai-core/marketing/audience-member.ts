// Somebody to whom a campaign goes. Who is in it is settled when it is frozen.
import {
  belongsTo,
  counted,
  defineTable,
  index,
  lockedBy,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const audienceMembers = defineTable(
  'audience_members',
  {
    campaignId: belongsTo('campaigns', { inverse: 'audience' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    /** The variant that is shown, where several are tried. */
    variant: varchar(20).default('A'),
  },
  [
    unique(['campaignId', 'partyId']),
    index(['partyId']),
    counted('campaignId', { into: 'audienceCount' }),
    lockedBy('campaignId', {
      when: "status <> 'DRAFT'",
      message: 'an audience that is frozen stays as it is',
    }),
    timestamped(),
  ],
)
