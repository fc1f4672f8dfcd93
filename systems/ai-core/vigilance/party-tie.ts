// Two parties share something: a phone, an account, a workshop. What it is stands as a digest, so that the
// graph can be followed without reading anybody's numbers.
import {
  check,
  defineTable,
  index,
  instant,
  oneOf,
  refersTo,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { checkSha256 } from '../sha256.ts'

export const partyTies = defineTable(
  'party_ties',
  {
    /** The smaller of the two ids, so that a pair is written in one way. */
    partyId: refersTo('global.party'),
    otherPartyId: refersTo('global.party'),
    kind: oneOf('PHONE', 'IBAN', 'WORKSHOP', 'ADDRESS', 'EMAIL', 'VEHICLE'),
    digest: varchar(64),
    seenAt: instant().defaultNow(),
  },
  [
    unique(['partyId', 'otherPartyId', 'kind', 'digest']),
    check('pair', 'party_id < other_party_id'),
    checkSha256('digest'),
    index(['kind', 'digest']),
    index(['otherPartyId']),
    withheld('update'),
  ],
)
