// SQL text against the attacked system: its relations, a detached month among them, and one way to try a
// statement as somebody and see what came of it.
import { expect } from 'vitest'
import type { Context, Session } from '../../../kernel/database/target.ts'
import { isAcervoError } from '../../../kernel/index.ts'
import { makePartitions } from '../../../kernel/migrate/partitions.ts'
import { markOf, rowsOf, type Tenant, tenants } from './rows.ts'
import { openShop, reset, type Shop } from './twin.ts'

const { a, b } = tenants
export const asker = a
export const victim = b

export interface Relation {
  readonly name: string
  /** r, p or v */
  readonly kind: string
  /** The tenant's column; empty in views. */
  readonly tenant: string
}

export interface SqlShop {
  readonly shop: Shop
  readonly relations: readonly Relation[]
  /** A month taken out of its table, with rows of both tenants. */
  readonly detached: string
  /** The last statement's count and rows as one text, or the SQLSTATE that refused. */
  attempt(context: Context, texts: readonly string[]): Promise<string>
  cases(): number
}

export async function openSqlShop(): Promise<SqlShop> {
  const shop = await openShop()
  await reset(shop, [a, b])
  const detached = await detachMonth(shop)
  await shop.query('analyze')
  const relations = await readRelations(shop)
  let cases = 0
  const attempt: SqlShop['attempt'] = async (context, texts) => {
    cases++
    const body = async (session: Session) => {
      let last = ''
      for (const text of texts) {
        const { rows, count } = await session.query({ text, values: [] })
        last = `${count}: ${JSON.stringify(rows)}`
      }
      return last
    }
    try {
      return await shop.targets.of('shop').transaction(context, body)
    } catch (error) {
      return toState(error)
    }
  }
  return { shop, relations, detached, attempt, cases: () => cases }
}

function toState(error: unknown): string {
  if (!isAcervoError(error)) throw error
  const { message, details, hint, cause } = error
  expectSilent(JSON.stringify([message, details, hint]))
  return (cause as { code?: string } | undefined)?.code ?? error.code
}

/** Nothing of the victim's. */
export function expectSilent(text: string): void {
  for (const mark of [markOf(b), b.id]) expect(text).not.toContain(mark)
}

async function detachMonth(shop: Shop): Promise<string> {
  const direct = await shop.targets.of('shop').direct()
  const databases = [...shop.acervo.model.databases.values()]
  const [name = ''] = await makePartitions(direct, databases, { months: ['2020-01'] })
  await direct.close()
  for (const tenant of [a, b]) await writeEvent(shop, tenant)
  await shop.query(`alter table shop.events detach partition ${name}`)
  return name
}

async function writeEvent(shop: Shop, tenant: Tenant): Promise<void> {
  const clientId = rowsOf(tenant).get('shop.client')?.[0]?.id
  const data = { at: '2020-01-02T00:00:00Z', clientId, word: markOf(tenant) }
  const principal = { actor: 'user:x', claims: { tenant: tenant.id } }
  await shop.acervo.run(principal, { database: 'shop', table: 'event', verb: 'create', data })
}

async function readRelations(shop: Shop): Promise<readonly Relation[]> {
  const { rows } = await shop.query(`
    select format('%I.%I', n.nspname, c.relname), c.relkind, (
      select attname from pg_attribute
        where attrelid = c.oid and attname in ('tenant_id', 'company_id'))
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('shop', 'desk') and c.relkind in ('r', 'p', 'v') order by 1`)
  return rows.map(([name, kind, tenant]) => ({
    name: name ?? '',
    kind: kind ?? '',
    tenant: tenant ?? '',
  }))
}
