// One run of a workflow, by the version with which it began. Whoever holds its lease goes on with it; when a lease
// runs out somebody else does, from the first step that is not done.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  index,
  instant,
  json,
  lockedBy,
  oneOf,
  states,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { keepsItsVersion } from './keeps-its-version.ts'

export const workflowInstances = defineTable(
  'workflow_instances',
  {
    versionId: belongsTo('workflow_versions', { inverse: 'instances' }).immutable(),
    status: oneOf('RUNNING', 'WAITING', 'DONE', 'FAILED', 'CANCELLED').default('RUNNING'),
    input: json().default({}).immutable(),
    leasedBy: varchar(200).optional(),
    leasedUntil: instant().optional(),
    endedAt: instant().optional(),
  },
  [
    states('status', {
      next: {
        RUNNING: ['WAITING', 'DONE', 'FAILED', 'CANCELLED'],
        WAITING: ['RUNNING', 'FAILED', 'CANCELLED'],
        FAILED: ['RUNNING'],
        DONE: [],
        CANCELLED: [],
      },
      stamps: { DONE: 'endedAt', FAILED: 'endedAt', CANCELLED: 'endedAt' },
    }),
    check('lease', '(leased_by is null) = (leased_until is null)'),
    check('leased', "leased_by is null or status in ('RUNNING', 'WAITING')"),
    check('ended', "(status in ('DONE', 'FAILED', 'CANCELLED')) = (ended_at is not null)"),
    lockedBy('versionId', { when: "status = 'DRAFT'", message: 'a draft is not run' }),
    keepsItsVersion,
    index(['versionId']),
    index(['leasedUntil'], { where: "status = 'RUNNING'" }),
    emits('WorkflowInstance', {
      WorkflowStarted: { payload: { instanceId: 'id', versionId: 'versionId' } },
      WorkflowEnded: {
        when: "status in ('DONE', 'FAILED', 'CANCELLED')",
        payload: { instanceId: 'id', status: 'status' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
