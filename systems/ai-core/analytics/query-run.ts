// That a question was asked: by whom, when, how much came back. Only who owns the dataset or has a grant that stands
// asks; a grant that is being revoked waits for nobody, and is heeded by all who ask after it.
import {
  belongsTo,
  check,
  defineFeature,
  defineTable,
  freshGuard,
  index,
  instant,
  integer,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { asker } from './asker.ts'

/** The asker is who the session says, never who the row says; the grant is locked until the run is kept. */
const granted = defineFeature('granted', () => [
  {
    kind: 'routine',
    name: 'grant',
    security: 'definer',
    body: `declare
  source {table:datasets};
begin
  ${freshGuard}
  new.asked_by := coalesce(${asker}, 'migrator:' || session_user);
  select p.* into source from {table:datasets} p where p.id = new.dataset_id for share of p;
  if source.status <> 'ACTIVE' or source.deleted_at is not null then
    raise exception 'the dataset is not in use' using errcode = 'AV304';
  end if;
  if source.owner = new.asked_by or source.classification = 'PUBLIC' then
    return new;
  end if;
  perform from {table:dataset_grants} g where g.dataset_id = new.dataset_id and g.grantee = new.asked_by
    and g.revoked_at is null and g.expires_at > acervo.clock() for share of g;
  if not found then
    raise exception 'no grant stands for this dataset' using errcode = 'AV304';
  end if;
  return new;
end`,
    triggers: [{ name: 'grant', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const queryRuns = defineTable(
  'query_runs',
  {
    datasetId: belongsTo('datasets', { inverse: 'runs' }).immutable(),
    queryId: belongsTo('queries', { inverse: 'runs', onDelete: 'set null' }).optional(),
    askedBy: varchar(200).maintained().immutable(),
    askedAt: instant().defaultNow().immutable(),
    rows: integer().default(0).immutable(),
    durationMs: integer().default(0).immutable(),
  },
  [
    check('measures', 'rows >= 0 and duration_ms >= 0'),
    index(['datasetId', '-askedAt']),
    index(['askedBy', '-askedAt']),
    granted,
    withheld('update', 'delete'),
  ],
)
