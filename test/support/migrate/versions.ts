// The shop of the tests in three versions: what changes between them needs every kind of step that migrations
// know. Rows are loaded into the first.
import {
  belongsTo,
  bigint,
  counter,
  date,
  decimal,
  instant,
  integer,
  oneOf,
  text,
  uuid,
  varchar,
} from '../../../kernel/table/column.ts'
import { check, exclude, index, unique } from '../../../kernel/table/constraint.ts'
import type { Tables } from '../../../kernel/table/database.ts'
import { defineTable, defineView } from '../../../kernel/table/table.ts'
import {
  counted,
  partitioned,
  searchable,
  softDeleted,
  tenant,
  timestamped,
} from '../../../kernel/traits/index.ts'

const view = (where: string) =>
  defineView(
    'open_orders',
    { id: uuid(), title: text() },
    `select id, title from orders where ${where}`,
    {
      key: ['id'],
    },
  )

const first = {
  client: defineTable(
    'clients',
    { name: text(), code: varchar(8).optional(), old: text().optional() },
    [tenant(), searchable({ name: 'A', code: 'C' }, { language: 'simple' })],
  ),
  order: defineTable(
    'orders',
    {
      clientId: belongsTo('clients'),
      title: text(),
      price: decimal(10, 2).default('0'),
      state: oneOf('OPEN', 'DONE').default('OPEN'),
      size: integer().default(1),
    },
    [tenant(), index(['state']), check('size', 'size > 0')],
  ),
  event: defineTable('events', { at: instant().defaultNow(), kind: text() }, [
    tenant(),
    partitioned({ by: 'at', every: 'month', ahead: 1 }),
  ]),
  gone: defineTable('gone', { name: text() }),
  openOrder: view(`state = 'OPEN'`),
} satisfies Tables

/** Nothing is lost: columns, checks, links, counters, indexes, uniques, traits, renames and wider types come. */
const second = {
  client: defineTable(
    'customers',
    {
      fullName: text().was('name'),
      code: varchar(20).optional(),
      old: text().optional(),
      orders: counter(),
      grade: text().backfill(`'grade ' || upper(full_name)`),
      level: integer().default(3),
    },
    [
      tenant(),
      timestamped(),
      softDeleted(),
      searchable({ fullName: 'A', grade: 'B', code: 'C' }, { language: 'simple' }),
      unique(['code']),
    ],
    { was: 'clients' },
  ),
  order: defineTable(
    'orders',
    {
      clientId: belongsTo('customers', { onDelete: 'cascade' }),
      partnerId: belongsTo('customers', { onDelete: 'set null' }).optional(),
      title: text().optional(),
      price: decimal(14, 2).default('0'),
      state: oneOf('OPEN', 'DONE', 'LATE').default('OPEN'),
      size: bigint().default('1'),
      day: date().optional(),
      label: text().backfill(`'about ' || title`),
    },
    [
      tenant(),
      counted('clientId', { into: 'orders' }),
      unique(['title', 'clientId'], { name: 'orders_title_client' }),
      index(['state', '-size']),
      check('size', 'size > 0 and size < 1000000'),
      exclude('one', { partner_id: '=', day: '=' }),
    ],
  ),
  event: defineTable(
    'events',
    { at: instant().defaultNow(), kind: text(), level: integer().default(0) },
    [tenant(), partitioned({ by: 'at', every: 'month', ahead: 1 }), index(['kind'])],
  ),
  note: defineTable(
    'notes',
    { orderId: belongsTo('orders', { onDelete: 'cascade' }), body: text() },
    [tenant()],
  ),
  gone: defineTable('gone', { name: text() }),
  openOrder: view(`state in ('OPEN', 'LATE')`),
  codes: defineView('codes', { code: text() }, 'select code from customers'),
} satisfies Tables

/** What goes: a table, a column, an index; and what narrows. */
const third = {
  client: defineTable(
    'customers',
    {
      fullName: text(),
      code: varchar(10).optional(),
      orders: counter(),
      grade: text(),
      level: integer().default(3),
    },
    [
      tenant(),
      timestamped(),
      softDeleted(),
      searchable({ fullName: 'A', code: 'C' }, { language: 'simple' }),
    ],
  ),
  order: second.order,
  event: defineTable(
    'events',
    { at: instant().defaultNow(), kind: text(), level: integer().default(0) },
    [tenant(), partitioned({ by: 'at', every: 'month', ahead: 1 })],
  ),
  note: second.note,
  codes: second.codes,
} satisfies Tables

export const versions = { first, second, third }

export const tenantId = '01900000-0000-7000-8000-00000000000a'

/** 2,500 clients: more than two batches of a backfill. */
export const rows = `
  insert into t_shop.clients (tenant_id, name, code)
    select '${tenantId}', 'client ' || g, 'c' || g from generate_series(1, 2500) g;
  insert into t_shop.orders (tenant_id, client_id, title, size)
    select '${tenantId}', id, 'order of ' || name, 1 + row_number() over () % 5
    from t_shop.clients, generate_series(1, 2) g where g = 1 or name like '%7';
  update t_shop.orders set title = title || ' ' || id;
  insert into t_shop.events (tenant_id, kind) select '${tenantId}', 'kind ' || g from generate_series(1, 100) g;
  insert into t_shop.gone (name) values ('x')`
