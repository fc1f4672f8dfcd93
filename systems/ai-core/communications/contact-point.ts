// How a party can be reached. One of a channel is preferred.
import {
  audited,
  boolean,
  check,
  defineTable,
  index,
  instant,
  oneOf,
  refersTo,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { channels } from './words.ts'

export const contactPoints = defineTable(
  'contact_points',
  {
    partyId: refersTo('global.party').immutable(),
    channel: oneOf(...channels).immutable(),
    address: varchar(320).immutable(),
    preferred: boolean().default(false),
    /** When its owner proved that it is theirs. */
    verifiedAt: instant().optional(),
  },
  [
    unique(['partyId', 'channel', 'address']),
    unique(['partyId', 'channel'], { name: 'contact_points_preferred_key', where: 'preferred' }),
    check(
      'address',
      `case channel
        when 'EMAIL' then address = lower(address) and address like '%_@_%._%'
        when 'POST' then true
        else address ~ '^[+][1-9][0-9]{6,14}$'
      end`,
    ),
    index(['channel', 'address']),
    audited({ subject: 'partyId', personal: ['address'] }),
    timestamped(),
    softDeleted(),
  ],
)
