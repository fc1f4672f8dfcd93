// One training: of which model, on which dataset. It begins only where nobody whose data it would learn from has been
// excluded, in its dataset or in those that this one was made from.
import {
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  emits,
  freshGuard,
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

/** It shares the locks of the whole line: who is being excluded waits for it and then stops it, or is seen by it. */
const clean = defineFeature('clean', () => [
  {
    kind: 'routine',
    name: 'clean',
    security: 'definer',
    body: `declare
  line uuid[];
begin
  if new.status not in ('QUEUED', 'RUNNING') or (tg_op = 'UPDATE' and new.status = old.status) then
    return new;
  end if;
  ${freshGuard}
  with recursive up as (
    select d.id, d.parent_id from {table:datasets} d where d.id = new.dataset_id
    union
    select d.id, d.parent_id from {table:datasets} d join up on d.id = up.parent_id
  )
  select array_agg(up.id) into line from up;
  perform from {table:datasets} p where p.id = any (line) order by p.id for share of p;
  if exists (select from {table:dataset_subjects} s
    where s.dataset_id = any (line) and s.excluded_at is not null) then
    raise exception 'a subject of the dataset was excluded' using errcode = 'AV304',
      hint = 'Make a dataset without them.';
  end if;
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `clean_${event}`,
      when: 'before' as const,
      event,
      each: 'row' as const,
    })),
  },
])

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
