// How fast do many rows come in through the client, with tenant policies, a counter on their parent and checks of
// every value, against a superuser's COPY of ready text into the same table without policies and triggers?
import assert from 'node:assert/strict'
import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import { toAcervo } from '../kernel/client/to-acervo.ts'
import { openTargets, type Targets } from '../kernel/database/targets.ts'
import { defineModel, type Model, toContext } from '../kernel/index.ts'
import { applyModel } from '../kernel/migrate/apply-model.ts'
import { bulkInsert } from '../kernel/query/bulk.ts'
import { queryScripts } from '../kernel/query/scripts.ts'
import { openPlatform, principalOf, shop } from './fixture.ts'
import type { Measurement } from './result.ts'
import { alternate, ratio } from './rounds.ts'

const rows = 100_000
const embeddedRows = 20_000
const clients = 1_000
const rounds = 4
const tenant = '00000000-0000-4000-8000-000000000001'

export async function measure(server: string): Promise<Measurement> {
  const platform = await openPlatform(server, [shop])
  const { admin, model, targets } = platform
  try {
    const ids = await fillClients(admin)
    const data = toInvoices(ids, rows)
    const text = data.map(toCopyLine).join('')
    const arms = [
      {
        name: 'client',
        once: () => timed(admin, () => insert(model, targets, data)),
      },
      { name: 'COPY', once: () => timed(admin, () => copy(admin, text), 'disable') },
    ]
    // Not counted: prepares, warms the compiler and the caches.
    for (const arm of arms) await arm.once()
    const [client, bare] = await alternate(arms, rounds)
    const speed = (ms: readonly number[] = []) => ms.map((one) => (rows / one) * 1_000)
    const counted = await admin.query('select sum(invoice_count)::int as n from bench_shop.clients')
    assert.equal(counted.rows[0].n % rows, 0)
    return {
      question: 'Many rows through the client, against COPY past policies and triggers.',
      claims: [
        {
          claim: 'rows a second of COPY',
          ratio: ratio(speed(client?.ms), speed(bare?.ms)),
          atLeast: 0.55,
        },
      ],
      figures: {
        rows,
        'client, rows a second': speed(client?.ms),
        'COPY, rows a second': speed(bare?.ms),
        'embedded, rows a second': await measureEmbedded(),
      },
    }
  } finally {
    await platform.close()
  }
}

async function fillClients(admin: pg.Client): Promise<readonly string[]> {
  const { rows: found } = await admin.query<{ id: string }>(
    `insert into bench_shop.clients (tenant_id, name, email)
     select $1, 'Client ' || n, n || '@example.org' from generate_series(1, $2::int) n returning id`,
    [tenant, clients],
  )
  return found.map(({ id }) => id)
}

type Invoice = ReturnType<typeof toInvoices>[number]

function toInvoices(ids: readonly string[], count: number) {
  return Array.from({ length: count }, (_, at) => ({
    clientId: ids[(at * 7) % ids.length] as string,
    number: `2026/${at}`,
    amount: `${(at % 90_000) / 100}`,
    status: (['OPEN', 'PAID', 'VOID'] as const)[at % 3] as 'OPEN' | 'PAID' | 'VOID',
  }))
}

function toCopyLine({ clientId, number, amount, status }: Invoice): string {
  return `${tenant}\t${clientId}\t${number}\t${amount}\t${status}\n`
}

/** Into the same table, empty each time; its keys and checks always hold, its triggers where they are enabled. */
async function timed(
  admin: pg.Client,
  work: () => Promise<void>,
  triggers: 'enable' | 'disable' = 'enable',
): Promise<number> {
  await admin.query('truncate bench_shop.invoices')
  await admin.query(`alter table bench_shop.invoices ${triggers} trigger user`)
  const begin = performance.now()
  await work()
  const ms = performance.now() - begin
  const { rows: found } = await admin.query(
    'select count(*)::int as n, count(distinct number)::int as numbers from bench_shop.invoices',
  )
  assert.deepEqual(found, [{ n: rows, numbers: rows }])
  return ms
}

async function insert(model: Model, targets: Targets, data: readonly Invoice[]): Promise<void> {
  const caller = { model, targets, context: toContext(principalOf({ tenant })) }
  const { count } = await bulkInsert(caller, { database: 'shop', table: 'invoice' }, data)
  assert.equal(count, data.length)
}

async function copy(admin: pg.Client, text: string): Promise<void> {
  const columns = 'tenant_id, client_id, number, amount, status'
  const stream = admin.query(copyFrom(`copy bench_shop.invoices (${columns}) from stdin`))
  const parts = text.match(/(?:.*\n){1,1000}/g) ?? []
  await pipeline(parts, stream)
}

/** In memory, through unnest: there is no COPY. */
async function measureEmbedded(): Promise<number> {
  const model = defineModel([shop])
  const databases = [...model.databases.values()]
  const targets = await openTargets({ databases: databases.map(({ schema }) => schema) })
  try {
    const direct = await (
      targets.all()[0] as Targets['all'] extends () => readonly (infer T)[] ? T : never
    ).direct()
    await applyModel(direct, databases, { scripts: queryScripts })
    await direct.close()
    const { db } = toAcervo<{ shop: (typeof shop)['databases'][0]['tables'] }>({ model, targets })
    const mine = db.as(principalOf({ tenant })).shop
    const { id } = await mine.client.create({ data: { name: 'One', email: 'one@example.org' } })
    const data = toInvoices([id], embeddedRows)
    const begin = performance.now()
    await insert(model, targets, data)
    const perSecond = (embeddedRows / (performance.now() - begin)) * 1_000
    assert.equal(await mine.invoice.count(), embeddedRows)
    return perSecond
  } finally {
    await targets.close()
  }
}
