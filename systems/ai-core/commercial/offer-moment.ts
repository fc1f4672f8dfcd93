// What stage an offer was in, from one instant to another.
import { belongsTo, defineTable, varchar } from '../../../kernel/index.ts'
import { momentColumns, momentLife } from '../moment.ts'
import { money } from '../money.ts'

export const offerMoments = defineTable(
  'offer_moments',
  {
    offerId: belongsTo('offers', { inverse: 'moments', onDelete: 'cascade' }),
    stage: varchar(20),
    total: money(),
    ...momentColumns(),
  },
  momentLife('offerId'),
)
