// The prices of a carrier for one line during some days. Published it stays as it is; one card a day.
import {
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  exclude,
  frozen,
  instant,
  integer,
  oneOf,
  states,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const rateCards = defineTable(
  'rate_cards',
  {
    carrierId: belongsTo('carriers', { inverse: 'rateCards' }).immutable(),
    line: oneOf('MOTOR', 'HOME', 'HEALTH', 'LIFE', 'FUNERAL', 'LIABILITY', 'BUSINESS', 'TRAVEL'),
    version: integer(),
    validFrom: date(),
    validTo: date().optional(),
    status: oneOf('DRAFT', 'PUBLISHED', 'WITHDRAWN').default('DRAFT'),
    publishedAt: instant().optional(),
  },
  [
    unique(['carrierId', 'line', 'version']),
    exclude(
      'one_card_a_day',
      { carrier_id: '=', line: '=', 'daterange(valid_from, valid_to)': '&&' },
      { where: "status = 'PUBLISHED'" },
    ),
    check('version', 'version >= 1'),
    check('valid', 'valid_to > valid_from'),
    states('status', {
      next: { DRAFT: ['PUBLISHED', 'WITHDRAWN'], PUBLISHED: ['WITHDRAWN'], WITHDRAWN: [] },
      initial: ['DRAFT'],
      stamps: { PUBLISHED: 'publishedAt' },
    }),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status', 'validTo'],
      message: 'a published rate card stays as it is',
    }),
    emits('RateCard', {
      RateCardPublished: {
        when: "status = 'PUBLISHED'",
        payload: { rateCardId: 'id', carrierId: 'carrierId', line: 'line', validFrom: 'validFrom' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
