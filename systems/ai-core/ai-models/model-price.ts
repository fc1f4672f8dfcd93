// What a model's work costs from one day to another, by what is measured. A day has one price of each measure; a price
// ten times as high as the one before needs a second pair of eyes.
import {
  audited,
  belongsTo,
  check,
  decimal,
  defineFeature,
  defineTable,
  exclude,
  frozen,
  instant,
  integer,
  oneOf,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { checkCurrency } from '../money.ts'

/** Under the lock of the model's version: two prices at once are compared with each other. */
const plausible = defineFeature('plausible', () => [
  {
    kind: 'routine',
    name: 'plausible',
    security: 'definer',
    body: `declare
  before numeric;
begin
  perform from {table:model_versions} p where p.id = new.model_version_id for no key update;
  select r.price / r.units into before from {table} r
  where r.model_version_id = new.model_version_id and r.measure = new.measure
    and r.currency = new.currency and r.valid_from < new.valid_from
  order by r.valid_from desc limit 1;
  if new.price / new.units > 10 * before and new.approved_by is null then
    raise exception 'more than ten times the price before' using errcode = 'AV304',
      hint = 'Is it of one unit or of a million? A second person approves it by name.';
  end if;
  return new;
end`,
    triggers: [{ name: 'plausible', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const modelPrices = defineTable(
  'model_prices',
  {
    modelVersionId: belongsTo('model_versions', { inverse: 'prices' }).immutable(),
    measure: oneOf(
      'INPUT',
      'OUTPUT',
      'CACHE_READ',
      'CACHE_WRITE',
      'REASONING',
      'AUDIO',
      'IMAGE',
      'REQUEST',
    ).immutable(),
    /** The price is of so many. */
    units: integer().default(1_000_000).immutable(),
    price: decimal(20, 10).immutable(),
    currency: varchar(3).default('USD').immutable(),
    validFrom: instant().immutable(),
    validTo: instant().optional(),
    source: varchar(200).immutable(),
    enteredBy: varchar(200).immutable(),
    approvedBy: varchar(200).optional().immutable(),
  },
  [
    exclude('one_at_a_time', {
      model_version_id: '=',
      measure: '=',
      currency: '=',
      'tstzrange(valid_from, valid_to)': '&&',
    }),
    check('price', 'price >= 0'),
    check('units', 'units > 0'),
    checkCurrency,
    check('valid', 'valid_to > valid_from'),
    check('two_persons', 'approved_by <> entered_by'),
    plausible,
    frozen({ when: 'valid_to is not null', message: 'a price that has ended is history' }),
    audited(),
    timestamped(),
  ],
)
