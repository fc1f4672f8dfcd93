// What is done about a non-conformity, and whether it helped.
import {
  audited,
  belongsTo,
  boolean,
  check,
  counted,
  date,
  defineTable,
  lockedBy,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const correctiveActions = defineTable(
  'corrective_actions',
  {
    nonConformityId: belongsTo('non_conformities', { inverse: 'actions' }).immutable(),
    description: text(),
    owner: varchar(200),
    dueOn: date(),
    doneOn: date().optional(),
    isEffective: boolean().optional(),
    evidence: text().optional(),
  },
  [
    check('effective', 'is_effective is null or done_on is not null'),
    check('evidence', 'is_effective is not true or evidence is not null'),
    counted('nonConformityId', { into: 'actionCount' }),
    counted('nonConformityId', { into: 'effectiveActionCount', where: 'r.is_effective' }),
    lockedBy('nonConformityId', {
      when: "status not in ('OPEN', 'ACTION')",
      message: 'what was verified takes no other actions',
    }),
    audited(),
    timestamped(),
  ],
)
