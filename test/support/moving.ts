// A house that moves: a table with every kind of column, pieces by month, encrypted columns, tenants, an audit and an
// outbox; beside it a yard and a shed that may not be parted. Only tests import it.
import type { Acervo, DatabasesOf } from '../../kernel/client/acervo.ts'
import {
  array,
  audited,
  auditLog,
  belongsTo,
  bigint,
  boolean,
  bytes,
  date,
  decimal,
  defineBackup,
  defineDatabase,
  defineJob,
  defineSystem,
  defineTable,
  double,
  embedded,
  encrypted,
  inet,
  instant,
  integer,
  json,
  outbox,
  partitioned,
  real,
  searchable,
  tenant,
  text,
  time,
  timestamped,
  uuid,
} from '../../kernel/index.ts'

export const tenants = [
  '0192f0c1-2d3e-7a4b-8c5d-000000000001',
  '0192f0c1-2d3e-7a4b-8c5d-000000000002',
] as const

const things = defineTable(
  'things',
  {
    name: text(),
    whole: integer().optional(),
    large: bigint().optional(),
    exact: decimal(30, 10).optional(),
    single: real().optional(),
    long: double().optional(),
    yes: boolean().optional(),
    key: uuid().optional(),
    day: date().optional(),
    hour: time().optional(),
    at: instant().optional(),
    address: inet().optional(),
    raw: bytes().optional(),
    data: json().optional(),
    words: array(text()).optional(),
    numbers: array(decimal(12, 2)).optional(),
    partOfId: belongsTo('things', { inverse: 'parts' }).optional(),
    doubled: integer().generatedAs('whole * 2').optional(),
  },
  [timestamped(), audited(), searchable({ name: 'A' }, { language: 'spanish' })],
)

export const house = (home: string) =>
  defineSystem({
    name: 'house',
    home,
    together: [['t_yard', 't_shed']],
    jobs: [defineJob({ name: 'tidy', run: async () => undefined })],
    backups: [
      defineBackup({
        label: 'nightly',
        cron: '0 2 * * *',
        keepDays: 30,
        tables: ['house.invoice'],
      }),
    ],
    databases: [
      defineDatabase({
        schema: 't_house',
        name: 'house',
        tables: {
          thing: things,
          reading: defineTable('readings', { value: integer(), at: instant().defaultNow() }, [
            partitioned({ by: 'at', every: 'month', ahead: 1 }),
          ]),
          person: defineTable('persons', { name: text(), ssn: text(), personId: uuid() }, [
            encrypted({ columns: ['ssn'], subject: 'personId', shown: { ssn: 4 } }),
          ]),
          invoice: defineTable('invoices', { total: decimal(12, 2) }, [tenant()]),
          image: defineTable('images', { title: text() }, [
            embedded({ model: 'tiny', dimensions: 3, metric: 'l2', index: 'hnsw' }),
          ]),
          auditEvent: defineTable('audit_events', {}, [auditLog()]),
          outboxEvent: defineTable('outbox_events', {}, [outbox()]),
        },
      }),
      defineDatabase({
        schema: 't_yard',
        name: 'yard',
        tables: { plot: defineTable('plots', { name: text() }) },
      }),
      defineDatabase({
        schema: 't_shed',
        name: 'shed',
        tables: { tool: defineTable('tools', { name: text() }) },
      }),
    ],
  })

type House = Acervo<DatabasesOf<readonly [ReturnType<typeof house>]>>

const quoted = `'It''s \\ "odd", {braces} and ñ €\n second line'`

/** 302 things, 40 readings in 24 months, 3 persons, 2 invoices of two tenants, an image, a plot, an event. */
export async function fill({ db, targets }: House): Promise<void> {
  const direct = await targets.of('t_house').direct()
  try {
    const { model, months } = { model: 'tiny', months: 24 }
    await direct.script(
      Array.from({ length: months }, (_, at) => {
        const [from, to] = [at, at + 1].map((month) =>
          new Date(Date.UTC(2020, month, 1)).toISOString().slice(0, 10),
        )
        const name = `readings_y${from?.slice(0, 4)}m${from?.slice(5, 7)}`
        return `create table t_house.${name} partition of t_house.readings
          for values from ('${from} 00:00:00+00') to ('${to} 00:00:00+00');
          alter table t_house.${name} owner to acervo_owner`
      }).join(';'),
    )
    await direct.script(`
      insert into t_house.things (name, whole, large, exact, single, long, yes, key, day, hour, at, address, raw,
        data, words, numbers) values
        ('plain', 1, 9223372036854775807, 12345678901234567890.0123456789, 0.1, 1e300, true, gen_random_uuid(),
          '0044-03-15 BC', '23:59:59.999999', 'infinity', '10.1.2.0/24', '\\x00ff5c27',
          '{"b": [1, 2.50, null], "a": "\\u00e9 \\" {}"}', array['a,b', null, '{x}', '', 'NULL', ${quoted}],
          array[1.10, null, -2]),
        (${quoted}, null, null, 'NaN', 'NaN', '-Infinity', null, null, '-infinity', null, '0044-03-15 12:00:00+00 BC',
          '::1', '', 'null', '{}', '{}');
      insert into t_house.things (name, whole) select 'thing ' || n, n from generate_series(1, 300) n;
      update t_house.things set part_of_id = (select id from t_house.things where name = 'plain')
        where name like 'thing 1%';
      insert into t_house.readings (id, value, at)
        select acervo.uuid7(r.at), r.n, r.at
        from (select n, timestamptz '2020-01-05 00:00+00' + n * interval '18 days' as at
          from generate_series(0, 39) n) r;
      insert into t_house.images (title, embedding, embedding_model) values ('a', '[0.1,-2.5e-7,3]', '${model}')`)
  } finally {
    await direct.close()
  }
  await db.house.person.createMany({
    data: ['Ana', 'Berta', 'Carla'].map((name, at) => ({
      name,
      ssn: `1234567890${at === 0 ? '' : at}`,
      personId: tenants[0],
    })),
  })
  for (const [at, tenantId] of tenants.entries()) {
    const mine = db.as({ actor: 'user:1', claims: { tenant: tenantId } })
    await mine.house.invoice.create({ data: { total: `${at + 1}0.50` } })
  }
  await db.yard.plot.create({ data: { name: 'north' } })
  await db.house.outboxEvent.create({
    data: { aggregateType: 'Thing', aggregateId: tenants[0], eventType: 'ThingMade', payload: {} },
  })
}
