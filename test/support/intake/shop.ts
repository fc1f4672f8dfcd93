// A small shop to import into: one table with every kind of refusal, one that keeps what sources say, one
// with a tenant, one with every column type. Only tests import it.
import { defineModel } from '../../../kernel/model/define-model.ts'
import type { TableModel } from '../../../kernel/model/model.ts'
import {
  array,
  bigint,
  boolean,
  bytes,
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
import { check, unique } from '../../../kernel/table/constraint.ts'
import { defineDatabase, defineSystem } from '../../../kernel/table/database.ts'
import { defineFeature, defineTable } from '../../../kernel/table/table.ts'
import { tenant } from '../../../kernel/traits/tenant/tenant.ts'

const products = defineTable(
  'products',
  {
    code: text(),
    name: text(),
    kind: oneOf('TOOL', 'TOY').default('TOOL'),
    price: decimal(10, 2).optional(),
    stock: integer().default(7),
    launchedOn: date().optional(),
    isActive: boolean().default(true),
    notes: text().optional(),
  },
  [unique(['code']), check('price_is_positive', 'price >= 0')],
)

interface Records {
  readonly shop: {
    readonly record: {
      createMany(request: {
        readonly data: readonly unknown[]
        readonly skipDuplicates: boolean
      }): Promise<{ count: number }>
    }
  }
}

/** Keeps each record of a source once; what a party would do, in four lines. */
async function keep(
  client: Records,
  batch: {
    source: string
    keys: readonly string[]
    rows: readonly Readonly<Record<string, unknown>>[]
    payloads: readonly unknown[]
  },
): Promise<{ added: number; unchanged: number }> {
  const data = batch.keys.map((recordKey, at) => ({
    ...batch.rows[at],
    source: batch.source,
    recordKey,
    payload: batch.payloads[at],
  }))
  const { count } = await client.shop.record.createMany({ data, skipDuplicates: true })
  return { added: count, unchanged: data.length - count }
}

const records = defineTable(
  'records',
  {
    source: text(),
    recordKey: text(),
    payload: json(),
    bornOn: date().optional(),
    age: integer().optional(),
  },
  [
    unique(['source', 'recordKey']),
    defineFeature('keeping', () => [
      {
        kind: 'action',
        name: 'import',
        summary: { en: 'Keep what a source says', es: 'guarda las filas' },
        handler: keep,
      },
    ]),
  ],
)

const visits = defineTable('visits', { reason: text() }, [tenant()])

const samples = defineTable(
  'samples',
  {
    text: text().optional(),
    short: varchar(5).optional(),
    integer: integer().optional(),
    bigint: bigint().optional(),
    decimal: decimal(12, 4).optional(),
    real: real().optional(),
    double: double().optional(),
    boolean: boolean().optional(),
    uuid: uuid().optional(),
    instant: instant().optional(),
    date: date().optional(),
    time: time().optional(),
    inet: inet().optional(),
    bytes: bytes().optional(),
    json: json().optional(),
    texts: array(text()).optional(),
    vector: vector(3).optional(),
    twice: integer().optional().generatedAs('integer * 2'),
  },
  [
    defineFeature('vectors', () => [
      { kind: 'object', object: { type: 'extension', name: 'vector' } },
    ]),
  ],
)

export const shop = defineModel([
  defineSystem({
    name: 'shop',
    databases: [
      defineDatabase({
        schema: 'shop',
        name: 'shop',
        tables: { product: products, record: records, visit: visits, sample: samples },
      }),
    ],
  }),
])

export function tableOf(name: 'product' | 'record' | 'visit' | 'sample'): TableModel {
  return shop.databases.get('shop')?.tables.get(name) as TableModel
}
