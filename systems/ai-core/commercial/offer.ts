// A binding offer to a client: lines and their sum. Sent it stays as it is; a new price is a new version, and one of
// them is accepted.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  integer,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { historied } from '../historied.ts'
import { keptMoney } from '../money.ts'

export const offers = defineTable(
  'offers',
  {
    number: varchar(60).immutable(),
    version: integer().default(1).immutable(),
    partyId: refersTo('global.party'),
    opportunityId: refersTo('crm.opportunity').optional(),
    currency: varchar(3).default('EUR'),
    validUntil: date(),
    stage: oneOf('DRAFT', 'SENT', 'ACCEPTED', 'DECLINED', 'EXPIRED', 'REPLACED').default('DRAFT'),
    owner: varchar(200),
    sentAt: instant().optional(),
    decidedAt: instant().optional(),
    /** Σ of its lines. */
    total: keptMoney(),
    lineCount: counter(),
  },
  [
    unique(['number', 'version']),
    unique(['number'], { name: 'offers_one_accepted_key', where: "stage = 'ACCEPTED'" }),
    check('version', 'version >= 1'),
    check('total', 'total >= 0'),
    check('sent', "stage = 'DRAFT' or line_count > 0"),
    check(
      'in_time',
      "stage <> 'ACCEPTED' or (decided_at at time zone 'Europe/Madrid')::date <= valid_until",
    ),
    index(['partyId']),
    index(['stage', 'validUntil']),
    states('stage', {
      next: {
        DRAFT: ['SENT'],
        SENT: ['ACCEPTED', 'DECLINED', 'EXPIRED', 'REPLACED'],
        ACCEPTED: [],
        DECLINED: [],
        EXPIRED: [],
        REPLACED: [],
      },
      initial: ['DRAFT'],
      stamps: { SENT: 'sentAt', ACCEPTED: 'decidedAt', DECLINED: 'decidedAt' },
    }),
    frozen({
      when: "stage <> 'DRAFT'",
      except: ['stage', 'decidedAt'],
      message: 'an offer that was sent stays as it is',
    }),
    historied(['stage', 'total'], { into: 'offer_moments', link: 'offer_id' }),
    emits('Offer', {
      OfferSent: {
        when: "stage = 'SENT'",
        payload: { offerId: 'id', partyId: 'partyId', total: 'total' },
      },
      OfferAccepted: {
        when: "stage = 'ACCEPTED'",
        payload: {
          offerId: 'id',
          partyId: 'partyId',
          opportunityId: 'opportunityId',
          total: 'total',
        },
        required: ['offerId', 'partyId', 'total'],
      },
    }),
    audited(),
    timestamped(),
  ],
)
