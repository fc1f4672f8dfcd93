// What the questions stand on: a small shop whose every table belongs to tenants, a database of its own on the
// server that `--server` names, and the same rows without policies beside it for the bare driver.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { Acervo, DatabasesOf } from '../kernel/client/acervo.ts'
import { targetScripts } from '../kernel/client/target-scripts.ts'
import { toAcervo } from '../kernel/client/to-acervo.ts'
import { createRuntimeLogin, renderRoles } from '../kernel/database/roles.ts'
import { openMigrator, openTargets, type Targets } from '../kernel/database/targets.ts'
import {
  belongsTo,
  counted,
  counter,
  decimal,
  defineDatabase,
  defineModel,
  defineSystem,
  defineTable,
  index,
  type Model,
  oneOf,
  type Principal,
  type System,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
} from '../kernel/index.ts'
import { openKeysInMemory, Vault } from '../kernel/keys/index.ts'
import { applyModel } from '../kernel/migrate/apply-model.ts'

const client = defineTable(
  'clients',
  {
    name: text(),
    email: text(),
    tier: oneOf('FREE', 'TEAM', 'FIRM').default('FREE'),
    credit: decimal(12, 2).default('0'),
    invoiceCount: counter(),
  },
  [tenant(), timestamped(), unique(['email']), index(['tenantId', 'name', 'id'])],
)
const invoice = defineTable(
  'invoices',
  {
    clientId: belongsTo('clients', { inverse: 'invoices' }),
    number: text(),
    amount: decimal(12, 2),
    status: oneOf('OPEN', 'PAID', 'VOID').default('OPEN'),
  },
  [tenant(), timestamped(), unique(['number']), counted('clientId', { into: 'invoiceCount' })],
)

/** The same rows for whoever asks: what a filter that the request says itself costs. */
const open = defineTable(
  'open_clients',
  {
    tenantId: uuid().hidden(),
    name: text(),
    email: text(),
    tier: oneOf('FREE', 'TEAM', 'FIRM').default('FREE'),
    credit: decimal(12, 2).default('0'),
    invoiceCount: counter(),
  },
  [timestamped(), unique(['tenantId', 'id']), unique(['tenantId', 'email'])],
)

export const shop = defineSystem({
  name: 'shop',
  databases: [
    defineDatabase({ schema: 'bench_shop', name: 'shop', tables: { client, invoice, open } }),
  ],
})

export interface BenchDatabase {
  /** URLs of the runtime login and of the migrator. */
  readonly run: string
  readonly migrate: string
  /** As the server's superuser, past every policy. */
  readonly admin: pg.Client
  close(): Promise<void>
}

/** An empty database and a login that holds the runtime rights; both are gone after `close`. */
export async function openDatabase(server: string): Promise<BenchDatabase> {
  const name = `acervo_bench_${randomBytes(6).toString('hex')}`
  const root = await openMigrator(server)
  await root.script(renderRoles())
  await createRuntimeLogin(root, { name, password: name })
  await root.script(`create database ${name}`)
  const migrate = new URL(server)
  migrate.pathname = `/${name}`
  const run = new URL(migrate)
  run.username = name
  run.password = name
  const admin = new pg.Client({ connectionString: migrate.href })
  await admin.connect()
  const close = async () => {
    await admin.end()
    await root.script(`drop database ${name} with (force)`)
    await root.script(`drop role ${name}`)
    await root.close()
  }
  return { run: run.href, migrate: migrate.href, admin, close }
}

export interface BenchPlatform<S extends readonly System[]> extends BenchDatabase {
  readonly model: Model
  readonly targets: Targets
  readonly acervo: Acervo<DatabasesOf<S>>
}

/** The platform of these systems, without migration files and without the settable clock of tests. */
export async function openPlatform<const S extends readonly System[]>(
  server: string,
  systems: S,
): Promise<BenchPlatform<S>> {
  const database = await openDatabase(server)
  const model = defineModel(systems)
  const databases = [...model.databases.values()]
  const targets = await openTargets({
    databases: databases.map(({ schema }) => schema),
    run: database.run,
    migrate: database.migrate,
    connectionsMax: connections,
  })
  const direct = await openMigrator(database.migrate)
  await applyModel(direct, databases, { scripts: targetScripts })
  await direct.close()
  const vault = Promise.resolve(new Vault(openKeysInMemory()))
  const acervo = toAcervo<DatabasesOf<S>>({ model, targets, vault: () => vault })
  const close = async () => {
    await targets.close()
    await database.close()
  }
  return { ...database, model, targets, acervo, close }
}

/** Of every pool that takes part. */
export const connections = 10

export interface Client {
  readonly id: string
  readonly tenant: string
  readonly name: string
}

/** Clients spread over tenants, and `bench_shop.clients_bare`: the same rows and keys without policies. */
export async function fillShop(
  admin: pg.Client,
  { clients, tenants }: { readonly clients: number; readonly tenants: number },
): Promise<readonly Client[]> {
  await admin.query(
    `insert into bench_shop.clients (tenant_id, name, email, tier, credit)
     select ('00000000-0000-4000-8000-' || lpad((n % $2)::text, 12, '0'))::uuid, 'Client ' || n,
       'client' || n || '@example.org', (array['FREE', 'TEAM', 'FIRM'])[1 + n % 3], n / 100.0
     from generate_series(1, $1::int) n`,
    [clients, tenants],
  )
  await admin.query(
    `create table bench_shop.clients_bare (like bench_shop.clients including indexes);
     insert into bench_shop.clients_bare select * from bench_shop.clients;
     grant select on bench_shop.clients_bare to acervo_app`,
  )
  await admin.query(
    `insert into bench_shop.open_clients (id, tenant_id, name, email, tier, credit)
     select id, tenant_id, name, email, tier, credit from bench_shop.clients`,
  )
  await admin.query('vacuum analyze bench_shop.open_clients')
  await admin.query('vacuum analyze bench_shop.clients')
  await admin.query('vacuum analyze bench_shop.clients_bare')
  const { rows } = await admin.query<Client>(
    'select id, tenant_id as tenant, name from bench_shop.clients',
  )
  return rows
}

export function principalOf({ tenant }: Pick<Client, 'tenant'>): Principal {
  return { actor: 'key:bench', claims: { tenant } }
}

/** The next of `items`, round and round in an order without neighbours. */
export function cycle<T>(items: readonly T[]): () => T {
  let at = 0
  const step = 7_919
  return () => {
    at = (at + step) % items.length
    return items[at] as T
  }
}
