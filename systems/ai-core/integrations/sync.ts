// One pass over a stream of a connector: one at a time, from where the last good one ended. It succeeds when everything
// it has read was written or put aside.
import {
  belongsTo,
  check,
  counter,
  defineFeature,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  integer,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

/** The place to go on from is the database's, not the caller's: nothing is skipped and nothing is read from memory. */
const resuming = defineFeature('resuming', () => [
  {
    kind: 'routine',
    name: 'resume',
    security: 'definer',
    body: `begin
  perform from {table:connectors} p where p.id = new.connector_id for no key update;
  select r.cursor_to into new.cursor_from from {table} r
  where r.connector_id = new.connector_id and r.stream = new.stream and r.status = 'SUCCEEDED'
  order by r.pass desc limit 1;
  new.pass := 1 + coalesce((select max(r.pass) from {table} r
    where r.connector_id = new.connector_id and r.stream = new.stream), 0);
  return new;
end`,
    triggers: [{ name: 'resume', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const syncs = defineTable(
  'syncs',
  {
    connectorId: belongsTo('connectors', { inverse: 'syncs' }).immutable(),
    stream: varchar(120).immutable(),
    pass: integer().maintained().immutable(),
    direction: oneOf('IN', 'OUT').default('IN').immutable(),
    status: oneOf('RUNNING', 'SUCCEEDED', 'FAILED').default('RUNNING'),
    /** As the other side names a place in its stream; null at the very beginning. */
    cursorFrom: text().optional().maintained().immutable(),
    cursorTo: text().optional(),
    readItems: integer().default(0),
    writtenItems: integer().default(0),
    deadItems: counter(),
    startedAt: instant().defaultNow().immutable(),
    endedAt: instant().optional(),
    error: text().optional(),
  },
  [
    unique(['connectorId', 'stream'], {
      name: 'syncs_one_running_key',
      where: "status = 'RUNNING'",
    }),
    unique(['connectorId', 'stream', 'pass']),
    check('counts', 'read_items >= 0 and written_items >= 0'),
    check(
      'complete',
      "status <> 'SUCCEEDED' or (cursor_to is not null and read_items = written_items + dead_items)",
    ),
    check('failed', "(status = 'FAILED') = (error is not null)"),
    states('status', {
      next: { RUNNING: ['SUCCEEDED', 'FAILED'], SUCCEEDED: [], FAILED: [] },
      initial: ['RUNNING'],
      stamps: { SUCCEEDED: 'endedAt', FAILED: 'endedAt' },
    }),
    resuming,
    onlyWhile('connectorId', {
      holds: "p.status = 'ACTIVE' and p.deleted_at is null",
      message: 'the connector is not in use',
    }),
    frozen({ when: "status <> 'RUNNING'", message: 'a pass that ended is history' }),
    index(['connectorId', '-startedAt']),
    emits('Sync', {
      SyncEnded: {
        when: "status <> 'RUNNING'",
        payload: { syncId: 'id', connectorId: 'connectorId', stream: 'stream', status: 'status' },
      },
    }),
    timestamped(),
  ],
)
