// A person whose data a dataset holds, on what ground, and since when no more. Whoever withdraws or is erased stops
// what is learning from them, in the same commit, in every dataset that was made from this one.
import {
  audited,
  belongsTo,
  check,
  counted,
  defineFeature,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  timestamped,
  unique,
  uuid,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

/** It takes the dataset's lock, which every job that begins shares with those of its whole line. */
const stopping = defineFeature('stopping', () => [
  {
    kind: 'routine',
    name: 'stop',
    security: 'definer',
    body: `begin
  perform from {table:datasets} p
  where p.id in (select n.dataset_id from new_rows n where n.excluded_at is not null)
  order by p.id for no key update of p;
  with recursive line as (
    select n.dataset_id as id from new_rows n where n.excluded_at is not null
    union
    select d.id from {table:datasets} d join line on d.parent_id = line.id
  )
  update {table:jobs} j set status = 'CANCELLED', error = 'a subject of its dataset was excluded'
  where j.dataset_id in (select line.id from line) and j.status in ('QUEUED', 'RUNNING');
  return null;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `stop_${event}`,
      when: 'after' as const,
      event,
      each: 'statement' as const,
    })),
  },
])

export const datasetSubjects = defineTable(
  'dataset_subjects',
  {
    datasetId: belongsTo('datasets', { inverse: 'subjects' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    basis: oneOf('CONSENT', 'CONTRACT', 'LEGITIMATE_INTEREST', 'LEGAL_OBLIGATION').immutable(),
    /** The entry of the ledger of consent. */
    consentId: uuid().optional().immutable(),
    excludedAt: instant().optional(),
    excludedReason: oneOf('ERASED', 'WITHDRAWN', 'OBJECTED').optional(),
  },
  [
    unique(['datasetId', 'partyId']),
    check('consent', "(basis = 'CONSENT') = (consent_id is not null)"),
    check('excluded', '(excluded_at is null) = (excluded_reason is null)'),
    index(['partyId']),
    onlyWhile('datasetId', {
      holds: "p.personal = 'PERSONAL'",
      message: 'the dataset says that it holds nobody',
    }),
    frozen({ when: 'excluded_at is not null', message: 'who was excluded stays so' }),
    stopping,
    counted('datasetId', { into: 'subjectCount' }),
    emits('DatasetSubject', {
      SubjectExcluded: {
        when: 'excluded_at is not null',
        payload: { datasetId: 'datasetId', partyId: 'partyId', reason: 'excludedReason' },
      },
    }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
