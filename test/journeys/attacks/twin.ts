// The oracle: the same request on a platform that holds everybody's rows and on one that holds only what the
// principal may see must end alike, to the letter, and leave what is not the principal's untouched.
import { isAcervoError, type Principal, type TableModel } from '../../../kernel/index.ts'
import type { Request } from '../../../kernel/query/request.ts'
import { openTestPlatform, type TestPlatform } from '../../support/platform.ts'
import { rowsOf, seed, type Tenant, tenants } from './rows.ts'
import { shopSystem } from './shop.ts'

export type Shop = TestPlatform<readonly [typeof shopSystem]>

export const openShop = (): Promise<Shop> => openTestPlatform([shopSystem])

const all = Object.values(tenants)
const knownIds = new Set(
  all.flatMap((tenant) => [
    tenant.id,
    ...[...rowsOf(tenant).values()].flatMap((rows) => rows.map(({ id }) => String(id))),
  ]),
)
const [stamp = ''] = [...rowsOf(tenants.a).values()].flatMap((rows) =>
  rows.flatMap(({ at }) => (at === undefined ? [] : [String(at)])),
)

export async function reset(shop: Shop, owners: readonly Tenant[]): Promise<void> {
  await shop.query(
    'truncate shop.clients, shop.orders, shop.lines, shop.parcels, shop.notes, shop.events, shop.bookings, shop.codes, desk.tickets',
  )
  await seed(shop.acervo as never, owners)
}

/** What the asker gets to know, with what no two runs share taken out. */
export async function outcomeOf(
  shop: Shop,
  principal: Principal,
  request: Request,
): Promise<string> {
  try {
    const { rows, keys, count, hasMore } = await shop.acervo.run(principal, request, {
      page: request.verb === 'findMany',
    })
    return blur(JSON.stringify({ rows: rows.map((row) => JSON.parse(row)), keys, count, hasMore }))
  } catch (error) {
    if (!isAcervoError(error)) throw error
    const { code, message, details, hint } = error
    return blur(JSON.stringify({ code, message, details, hint }))
  }
}

function blur(text: string): string {
  return text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, (id) =>
      knownIds.has(id) ? id : 'ID',
    )
    .replaceAll(/\d{4}-\d\d-\d\d[T ][\d:.]+(Z|\+00)/g, (at) =>
      at === stamp || at.startsWith('2026-01-01') ? at : 'NOW',
    )
}

/** Of every row that is not `owners`', with the marks of who wrote and who locked it. */
export async function digestOfOthers(shop: Shop, owners: readonly Tenant[]): Promise<string> {
  const ids = owners.map(({ id }) => id).join(',')
  const parts = tables(shop).map(({ schema, sqlName, keyPrefix }) => {
    const system = sqlName === 'events' ? '' : `|| ' ' || t.xmin || ' ' || t.xmax`
    return `select '${sqlName} ' || t::text ${system} as line from ${schema}.${sqlName} t
      where t.${keyPrefix?.sqlName} <> all (string_to_array($1, ',')::uuid[])`
  })
  const { rows } = await shop.query(
    `select count(*), md5(string_agg(line, '|' order by line)) from (${parts.join(' union all ')}) x`,
    [ids],
  )
  return JSON.stringify(rows[0])
}

function tables({ acervo }: Shop): readonly TableModel[] {
  return [...acervo.model.databases.values()].flatMap((database) =>
    [...database.tables.values()].filter(({ kind }) => kind === 'table'),
  )
}
