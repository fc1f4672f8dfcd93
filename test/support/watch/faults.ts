// What goes wrong in the tests of the watch: how it is brought about, how it is mended, and the one alert it is to raise.
// `lasts`: seconds after which it is a fault at all. Only tests import it.

import { applyMigrations } from '../../../kernel/migrate/apply.ts'
import { parseFile, renderFile } from '../../../kernel/migrate/file.ts'
import type { Reader } from '../../../kernel/watch/index.ts'
import type { RuleChanges, Watched } from './world.ts'

export interface Fault {
  readonly what: string
  readonly alert: string
  readonly changes?: RuleChanges
  readonly readers?: readonly Reader[]
  readonly lasts?: number
  inject(world: Watched): unknown
  mend(world: Watched): unknown
}

const run = (text: string) => (world: Watched) => world.platform.query(text)

/** By counting what a server would count: the rise ends by itself. */
const count = (
  what: string,
  alert: string,
  record: (counted: Watched['counted']) => void,
  times: number,
): Fault => ({
  what,
  alert,
  inject: ({ counted }) => {
    for (let at = 0; at < times; at++) record(counted)
  },
  mend: () => undefined,
})

async function migrate({ platform }: Watched, sql: string): Promise<void> {
  const { model, targets } = platform.acervo
  const database = model.databases.get('books')
  const target = targets.of('t_books')
  if (database === undefined) throw new Error('no books')
  const step = { title: 'later', locks: [], sql }
  const text = renderFile({ kind: 'transactional', headers: {}, steps: [step] })
  const direct = await target.direct()
  try {
    const files = [parseFile('/x/0001_later.sql', text)]
    await applyMigrations(direct, [{ database, files }])
  } finally {
    await direct.close()
  }
}

const inboxRow = (status: string) => `
  insert into t_books.inbox_events (source, event_id, event_type, aggregate_type, aggregate_id, aggregate_seq, envelope,
    occurred_at, status)
  values ('shop', gen_random_uuid(), 'OrderPlaced', 'Order', '1', 2, '{}', now(), '${status}')`

export const faults: readonly Fault[] = [
  {
    what: 'a migration fails',
    alert: 'migration-failed',
    inject: (world) => migrate(world, 'select 1 / 0').catch(() => undefined),
    mend: (world) => migrate(world, 'select 1'),
  },
  {
    what: 'the code is newer than a database',
    alert: 'migration-pending',
    inject: (world) => {
      const { health } = world.platform.acervo
      world.health = async () =>
        (await health()).map((one) =>
          one.database === 'books' ? { ...one, status: 'degraded', pending: 1 } : one,
        )
    },
    mend: (world) => {
      world.health = () => world.platform.acervo.health()
    },
  },
  count(
    'one of five requests takes two seconds',
    'slow-operations',
    countFifth((one) => one.database('shop', 'findMany', 2, '')),
    40,
  ),
  count(
    'one of five requests fails',
    'operations-fail',
    countFifth((one) => one.database('shop', 'findMany', 0.01, 'ACV301')),
    40,
  ),
  count('HTTP answers 500', 'http-fails', (one) => one.request('GET', '/v1/x', 500, 0.01), 6),
  count(
    'somebody asks for rows that are not theirs',
    'context-refused',
    (one) => one.database('shop', 'findMany', 0.01, 'ACV306'),
    11,
  ),
  {
    what: 'an index build fails',
    alert: 'index-invalid',
    inject: async ({ platform }) => {
      await platform.query("insert into t_books.entries (order_id) values ('a'), ('a')")
      const build = 'create unique index concurrently entries_bad on t_books.entries (order_id)'
      await platform.query(build).catch(() => undefined)
    },
    mend: async ({ platform }) => {
      await platform.query('drop index t_books.entries_bad')
      await platform.query('delete from t_books.entries')
    },
  },
  {
    what: 'nobody publishes',
    alert: 'outbox-late',
    lasts: 61,
    inject: ({ platform }) =>
      platform.db.shop.order.create({ data: { number: 1, status: 'PLACED' } }),
    mend: run("update t_shop.outbox_events set status = 'PUBLISHED', published_at = now()"),
  },
  {
    what: 'an event cannot be published',
    alert: 'outbox-dead',
    inject: async ({ platform }) => {
      await platform.db.shop.order.create({ data: { number: 2, status: 'PLACED' } })
      await platform.query(
        "update t_shop.outbox_events set status = 'DEAD' where status = 'PENDING'",
      )
    },
    mend: run(
      "update t_shop.outbox_events set status = 'PUBLISHED', published_at = now() where status = 'DEAD'",
    ),
  },
  {
    what: 'an event waits for an earlier one',
    alert: 'inbox-late',
    lasts: 61,
    inject: run(inboxRow('WAITING')),
    mend: run('delete from t_books.inbox_events'),
  },
  {
    what: 'an event cannot be applied',
    alert: 'inbox-dead',
    inject: run(inboxRow('DEAD')),
    mend: run('delete from t_books.inbox_events'),
  },
  {
    what: 'something is delivered that is no event',
    alert: 'inbox-rejects',
    inject: run(
      "insert into acervo.rejected_event (database, digest, body, reason, received_at) values ('books', 'd', '', 'no JSON', now())",
    ),
    mend: run('delete from acervo.rejected_event'),
  },
  {
    what: 'a saga can neither go on nor back',
    alert: 'saga-stuck',
    inject: run(
      "insert into acervo.saga (id, name, state, step, input, results, created_at, updated_at) values (gen_random_uuid(), 'pay', 'STUCK', 1, '{}', '[]', now(), now())",
    ),
    mend: run('delete from acervo.saga'),
  },
  {
    what: 'a job fails for the last time',
    alert: 'job-failed',
    inject: async ({ jobs, platform }) => {
      await jobs.send('tidy')
      await platform.query(
        "update pgboss.job set state = 'failed', completed_on = now() where name = 'tidy'",
      )
    },
    mend: run("delete from pgboss.job where name = 'tidy'"),
  },
  {
    what: 'nobody takes a job',
    alert: 'job-late',
    inject: async ({ jobs, platform }) => {
      await jobs.send('tidy')
      await platform.query(
        "update pgboss.job set start_after = now() - interval '6 minutes' where name = 'tidy'",
      )
    },
    mend: run("delete from pgboss.job where name = 'tidy'"),
  },
  {
    what: 'the next month is not there',
    alert: 'months-short',
    inject: async ({ platform }) => {
      const month = "to_char(now() at time zone 'UTC' + interval '1 month', '\"y\"YYYY\"m\"MM')"
      const { rows } = await platform.query(`select 'visits_' || ${month}`)
      await platform.query(`alter table t_shop.visits detach partition t_shop.${rows[0]?.[0]}`)
      await platform.query(`drop table t_shop.${rows[0]?.[0]}`)
    },
    mend: ({ makeMonths }) => makeMonths(),
  },
  {
    what: 'nobody seals the audit',
    alert: 'seal-late',
    lasts: 61,
    inject: ({ platform }) => platform.db.shop.price.create({ data: { name: 'bread' } }),
    mend: run(`
      insert into acervo.audit_checkpoint (database, first, size, events, hashes, note, sealed_at)
      select 'shop', 0, count(*), array_agg(id order by transaction_id, id), decode(repeat('00', 32 * count(*)::integer), 'hex'), '', now()
      from t_shop.audit_events`),
  },
  {
    what: 'a data key is two years old',
    alert: 'key-old',
    inject: async ({ platform }) => {
      const clientId = crypto.randomUUID()
      await platform.db.shop.client.create({ data: { name: 'Ana', taxId: '1', clientId } })
      await platform.query("update acervo.data_key set created_at = now() - interval '2 years'")
    },
    mend: run('update acervo.data_key set created_at = now()'),
  },
  {
    what: 'the figures may not be read',
    alert: 'watch-fails',
    inject: run('revoke select on acervo.saga from acervo_worker'),
    mend: run('grant select on acervo.saga to acervo_worker'),
  },
  {
    what: 'a receiver takes no messages',
    alert: 'alerts-undelivered',
    inject: run(
      "insert into acervo.alert_message (id, sink, body, attempts, due_at, created_at, last_error) values (gen_random_uuid(), 'gone', '{}', 1, now(), now(), 'no answer')",
    ),
    mend: run('delete from acervo.alert_message'),
  },
]

/** Every fifth is bad, the others are as they should be. */
function countFifth(
  record: (counted: Watched['counted']) => void,
): (counted: Watched['counted']) => void {
  let at = 0
  return (counted) =>
    at++ % 5 === 0 ? record(counted) : counted.database('shop', 'findMany', 0.01, '')
}
