// What is done for a plan, and for which objective. What it was on any day is in its history.
import {
  audited,
  belongsTo,
  check,
  counted,
  date,
  defineTable,
  emits,
  index,
  lockedBy,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { historied } from '../historied.ts'
import { money } from '../money.ts'

export const initiatives = defineTable(
  'initiatives',
  {
    planId: belongsTo('strategic_plans', { inverse: 'initiatives' }).immutable(),
    objectiveId: refersTo('objectives.objective').optional(),
    title: varchar(200),
    description: text().optional(),
    owner: varchar(200),
    budget: money(),
    status: oneOf('PROPOSED', 'APPROVED', 'RUNNING', 'DONE', 'STOPPED').default('PROPOSED'),
    startsOn: date().optional(),
    endsOn: date().optional(),
    stopReason: text().optional(),
  },
  [
    unique(['planId', 'title']),
    check('budget', 'budget >= 0'),
    check('days', 'ends_on > starts_on'),
    // What is done serves an objective.
    check('objective', "status in ('PROPOSED', 'STOPPED') or objective_id is not null"),
    check('stopped', "(status = 'STOPPED') = (stop_reason is not null)"),
    index(['objectiveId'], { where: 'objective_id is not null' }),
    states('status', {
      next: {
        PROPOSED: ['APPROVED', 'STOPPED'],
        APPROVED: ['RUNNING', 'STOPPED'],
        RUNNING: ['DONE', 'STOPPED'],
        DONE: [],
        STOPPED: [],
      },
      initial: ['PROPOSED'],
    }),
    counted('planId', {
      into: 'committed',
      sum: 'budget',
      where: "r.status in ('APPROVED', 'RUNNING', 'DONE')",
    }),
    lockedBy('planId', {
      when: "status not in ('DRAFT', 'APPROVED')",
      message: 'a plan that is closed takes no initiatives',
    }),
    historied(['status', 'owner', 'budget', 'objectiveId'], {
      into: 'initiative_moments',
      link: 'initiative_id',
    }),
    withheld('delete'),
    emits('Initiative', {
      InitiativeMoved: {
        changed: ['status'],
        payload: { initiativeId: 'id', planId: 'planId', status: 'status' },
      },
    }),
    audited(),
    timestamped(),
    searchable({ title: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
