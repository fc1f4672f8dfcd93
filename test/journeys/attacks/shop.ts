// The system under attack: every trait, every kind of link between tenants' tables, a view, an exclusion
// constraint, a key of words and a second database. Nothing here is clever; it is what a project declares.
import {
  belongsTo,
  check,
  counted,
  counter,
  decimal,
  defineDatabase,
  defineSystem,
  defineTable,
  defineView,
  embedded,
  exclude,
  instant,
  integer,
  partitioned,
  primaryKey,
  refersTo,
  searchable,
  softDeleted,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'

const clients = defineTable(
  'clients',
  {
    name: varchar(80),
    email: varchar(80),
    orderCount: counter(),
    orderTotal: decimal(14, 2).default('0').maintained(),
  },
  [
    tenant(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A' }, { language: 'spanish' }),
    unique(['email']),
  ],
)
const orders = defineTable(
  'orders',
  {
    clientId: belongsTo('clients', { onDelete: 'restrict', inverse: 'orders' }),
    number: varchar(40),
    total: decimal(14, 2),
  },
  [
    tenant({ through: 'clientId' }),
    softDeleted(),
    unique(['number']),
    check('total', 'total >= 0'),
    counted('clientId', { into: 'orderCount' }),
    counted('clientId', { into: 'orderTotal', sum: 'total' }),
  ],
)
const lines = defineTable(
  'lines',
  {
    companyId: uuid(),
    orderId: belongsTo('orders', { onDelete: 'cascade', inverse: 'lines' }),
    product: varchar(40),
    quantity: integer(),
  },
  [tenant({ by: 'companyId', through: 'orderId' }), unique(['orderId', 'product'])],
)
const parcels = defineTable(
  'parcels',
  { lineId: belongsTo('lines', { onDelete: 'cascade', inverse: 'parcels' }), code: varchar(40) },
  [tenant({ through: 'lineId' }), unique(['code'])],
)
const notes = defineTable(
  'notes',
  {
    clientId: belongsTo('clients', { onDelete: 'set null', inverse: 'notes' }).optional(),
    parentId: belongsTo('notes', { onDelete: 'cascade', inverse: 'replies' }).optional(),
    body: text(),
  },
  [tenant(), embedded({ model: 'tiny', dimensions: 3, metric: 'cosine' })],
)
const events = defineTable(
  'events',
  {
    at: instant().defaultNow(),
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'events' }),
    word: varchar(40),
  },
  [tenant(), partitioned({ by: 'at', every: 'month' })],
)
const bookings = defineTable(
  'bookings',
  { room: varchar(40), startsAt: instant(), endsAt: instant(), reason: text() },
  [tenant(), exclude('free', { room: '=', 'tstzrange(starts_at, ends_at)': '&&' })],
)
const codes = defineTable('codes', { word: varchar(40), meaning: text() }, [
  tenant(),
  primaryKey('tenantId', 'word'),
])
const sales = defineView(
  'sales',
  { orderId: uuid(), client: text(), total: decimal(14, 2) },
  `select o.id as order_id, c.name as client, o.total
     from {schema}.orders o join {schema}.clients c on c.id = o.client_id`,
  { key: ['orderId'] },
)
const tickets = defineTable(
  'tickets',
  { clientId: refersTo('shop.client').optional(), title: varchar(80) },
  [tenant(), unique(['title'])],
)

const shop = defineDatabase({
  schema: 'shop',
  name: 'shop',
  tables: {
    client: clients,
    order: orders,
    line: lines,
    parcel: parcels,
    note: notes,
    event: events,
    booking: bookings,
    code: codes,
    sale: sales,
  },
})
const desk = defineDatabase({ schema: 'desk', name: 'desk', tables: { ticket: tickets } })

export const shopSystem = defineSystem({
  name: 'shop',
  databases: [shop, desk],
  together: [['shop', 'desk']],
})
