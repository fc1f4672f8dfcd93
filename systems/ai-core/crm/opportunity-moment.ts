// What an opportunity was from one instant to another. A forecast of last March is a question over these rows, and gives
// the same answer whenever it is asked.
import { belongsTo, date, decimal, defineTable, varchar } from '../../../kernel/index.ts'
import { momentColumns, momentLife } from '../moment.ts'
import { money } from '../money.ts'

export const opportunityMoments = defineTable(
  'opportunity_moments',
  {
    opportunityId: belongsTo('opportunities', { inverse: 'moments' }),
    stage: varchar(20),
    amount: money(),
    currency: varchar(3),
    probability: decimal(5, 4),
    expectedOn: date(),
    ...momentColumns(),
  },
  momentLife('opportunityId'),
)
