// Something that was done, or is to be done, about an opportunity or with a client.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'

export const activities = defineTable(
  'activities',
  {
    partyId: refersTo('global.party'),
    opportunityId: belongsTo('opportunities', { inverse: 'activities' }).optional(),
    kind: oneOf('CALL', 'VISIT', 'EMAIL', 'MEETING', 'NOTE', 'TASK'),
    subject: varchar(200),
    notes: text().optional(),
    owner: varchar(200),
    dueAt: instant().optional(),
    doneAt: instant().optional(),
  },
  [
    check('task', "kind <> 'TASK' or due_at is not null"),
    index(['partyId', '-createdAt']),
    index(['owner', 'dueAt'], { where: 'done_at is null' }),
    frozen({
      when: 'done_at is not null',
      except: ['notes', 'searchVector'],
      message: 'what was done stays as it is',
    }),
    audited({ personal: ['notes'], subject: 'partyId' }),
    timestamped(),
    softDeleted(),
    searchable({ subject: 'A', notes: 'B' }, { language: 'spanish' }),
  ],
)
