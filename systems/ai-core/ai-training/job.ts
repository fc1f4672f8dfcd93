// One training: of which model, on which dataset. It begins only where nobody whose data it would learn from has been
// excluded, in its dataset or in those that this one was made from.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  index,
  instant,
  json,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { clean } from './clean.ts'

export const jobs = defineTable(
  'jobs',
  {
    datasetId: belongsTo('datasets', { inverse: 'jobs' }).immutable(),
    baseModelVersionId: refersTo('aiModels.modelVersion').immutable(),
    name: varchar(160).immutable(),
    parameters: json().default({}).immutable(),
    status: oneOf('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED').default('QUEUED'),
    startedAt: instant().optional(),
    endedAt: instant().optional(),
    error: text().optional(),
    /** What came out, where it did. */
    resultModelVersionId: refersTo('aiModels.modelVersion').optional(),
  },
  [
    check('result', "result_model_version_id is null or status = 'SUCCEEDED'"),
    check('error', "status <> 'FAILED' or error is not null"),
    states('status', {
      next: {
        QUEUED: ['RUNNING', 'CANCELLED'],
        RUNNING: ['SUCCEEDED', 'FAILED', 'CANCELLED'],
        SUCCEEDED: [],
        FAILED: [],
        CANCELLED: [],
      },
      initial: ['QUEUED'],
      stamps: {
        RUNNING: 'startedAt',
        SUCCEEDED: 'endedAt',
        FAILED: 'endedAt',
        CANCELLED: 'endedAt',
      },
    }),
    clean,
    index(['datasetId', '-createdAt']),
    index(['status'], { where: "status in ('QUEUED', 'RUNNING')" }),
    emits('TrainingJob', {
      TrainingSucceeded: {
        when: "status = 'SUCCEEDED'",
        payload: { jobId: 'id', datasetId: 'datasetId' },
      },
      TrainingCancelled: {
        when: "status = 'CANCELLED'",
        payload: { jobId: 'id', datasetId: 'datasetId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
