// What an initiative was, from one instant to another.
import { belongsTo, defineTable, refersTo, varchar } from '../../../kernel/index.ts'
import { momentColumns, momentLife } from '../moment.ts'
import { money } from '../money.ts'

export const initiativeMoments = defineTable(
  'initiative_moments',
  {
    initiativeId: belongsTo('initiatives', { inverse: 'moments' }),
    status: varchar(20),
    owner: varchar(200),
    budget: money(),
    objectiveId: refersTo('objectives.objective').optional(),
    ...momentColumns(),
  },
  momentLife('initiativeId'),
)
