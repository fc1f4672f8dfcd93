// A system that uses every column type, constraint, kind of index and trait: what renders here renders.
import { defineModel } from '../../../kernel/model/define-model.ts'
import type { DatabaseModel, Model } from '../../../kernel/model/model.ts'
import {
  array,
  belongsTo,
  bigint,
  boolean,
  bytes,
  counter,
  date,
  decimal,
  double,
  inet,
  instant,
  integer,
  json,
  oneOf,
  real,
  text,
  time,
  uuid,
  varchar,
  vector,
} from '../../../kernel/table/column.ts'
import { check, exclude, index, primaryKey, unique } from '../../../kernel/table/constraint.ts'
import { defineDatabase, defineSystem, type Tables } from '../../../kernel/table/database.ts'
import { defineTable, defineView } from '../../../kernel/table/table.ts'
import {
  counted,
  embedded,
  partitioned,
  searchable,
  softDeleted,
  tenant,
  timestamped,
} from '../../../kernel/traits/index.ts'

export const clients = defineTable(
  'clients',
  { name: text(), note: text().optional(), visits: counter(), spent: counter() },
  [
    tenant(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', note: 'B' }, { language: 'spanish' }),
    unique(['name']),
  ],
)

export const visits = defineTable(
  'visits',
  {
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'visitList' }),
    hostId: belongsTo('clients', { onDelete: 'set null' }).optional(),
    amount: bigint().default('0'),
    state: oneOf('OPEN', 'DONE').default('OPEN'),
    order: integer().default(0),
    day: date().optional(),
  },
  [
    tenant(),
    softDeleted(),
    counted('clientId', { into: 'visits' }),
    counted('clientId', { into: 'spent', sum: 'amount', where: `state = 'DONE'` }),
    check('amount', 'amount >= 0'),
    exclude('one_a_day', { host_id: '=', day: '=' }, { where: 'deleted_at is null' }),
    index(['state', '-order'], { where: `state = 'OPEN'`, include: ['amount'] }),
  ],
)

export const everything = defineTable(
  'everything',
  {
    a: text().default(`o'clock`),
    b: varchar(12).optional(),
    c: integer().default(7),
    d: bigint().optional(),
    e: decimal(12, 2).default('1.50'),
    f: real().optional(),
    g: double().optional(),
    h: boolean().default(true),
    i: uuid().optional(),
    j: instant().defaultNow(),
    k: date().optional(),
    l: time().optional(),
    m: inet().optional(),
    n: bytes().optional(),
    o: json().default({ k: ["it's"] }),
    p: array(text()).default(['x']),
    q: vector(3).optional(),
    r: integer().optional().generatedAs('c * 2'),
    key: text().named('user'),
  },
  [
    unique(['key', 'a']),
    unique(['b'], { where: 'h' }),
    index(['p'], { using: 'gin' }),
    index(['j'], { using: 'brin', with: { pages_per_range: 16 } }),
    index([{ expression: 'lower(a)' }]),
    embedded({ model: 'tiny', dimensions: 3, metric: 'cosine', index: 'hnsw' }),
  ],
)

export const alerts = defineTable('alerts', { at: instant().defaultNow(), kind: text() }, [
  tenant(),
  partitioned({ by: 'at', every: 'month', ahead: 1 }),
  index(['kind']),
])

export const reads = defineTable(
  'reads',
  { alertId: belongsTo('alerts', { onDelete: 'cascade' }) },
  [tenant()],
)

export const places = defineTable('places', { country: text(), code: varchar(5) }, [
  primaryKey('country', 'code'),
])

export const openVisits = defineView(
  'open_visits',
  { id: uuid(), amount: bigint() },
  `select id, amount from visits where state = 'OPEN' and deleted_at is null`,
  { key: ['id'] },
)

export const shopTables = {
  client: clients,
  visit: visits,
  everything,
  alert: alerts,
  read: reads,
  place: places,
  openVisit: openVisits,
}

export function toModel(tables: Tables, home?: string): Model {
  const shop = defineDatabase({ schema: 't_shop', name: 'shop', tables })
  return defineModel([
    defineSystem({ name: 'test', databases: [shop], ...(home === undefined ? {} : { home }) }),
  ])
}

export function toDatabase(tables: Tables): DatabaseModel {
  return toModel(tables).databases.get('shop') as DatabaseModel
}
