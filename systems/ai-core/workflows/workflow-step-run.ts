// What became of one step of a run. A step is done once; what it gave is there for who resumes.
import {
  belongsTo,
  check,
  defineTable,
  frozen,
  instant,
  integer,
  json,
  lockedBy,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const workflowStepRuns = defineTable(
  'workflow_step_runs',
  {
    instanceId: belongsTo('workflow_instances', { inverse: 'steps' }).immutable(),
    step: varchar(120).immutable(),
    status: oneOf('STARTED', 'DONE', 'FAILED').default('STARTED'),
    attempts: integer().default(1),
    output: json().optional(),
    error: text().optional(),
    startedAt: instant().defaultNow().immutable(),
    endedAt: instant().optional(),
  },
  [
    states('status', {
      next: { STARTED: ['DONE', 'FAILED'], FAILED: ['STARTED'], DONE: [] },
      stamps: { DONE: 'endedAt', FAILED: 'endedAt' },
    }),
    unique(['instanceId', 'step']),
    check('attempts', 'attempts >= 1'),
    check('failed', "(status = 'FAILED') = (error is not null)"),
    check('ended', "(status = 'STARTED') = (ended_at is null)"),
    frozen({ when: "status = 'DONE'", message: 'a step is done once' }),
    lockedBy('instanceId', {
      when: "status in ('DONE', 'FAILED', 'CANCELLED')",
      message: 'the run has ended',
    }),
    timestamped(),
  ],
)
