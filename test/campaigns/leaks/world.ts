// Two databases of one Model: `full` holds the asker's rows and the victim's, `alone` the asker's only. Each has a
// month taken out of every partitioned table, and a session that becomes any role for one statement.

import type { DatabaseModel, Model } from '../../../kernel/index.ts'
import { makePartitions } from '../../../kernel/migrate/partitions.ts'
import { openTestTargets, type TestTargets } from '../../support/database.ts'
import { renderWithout } from '../../support/loosened.ts'
import {
  isAbove,
  isOfTenants,
  type Moment,
  mine,
  relationOf,
  renderRows,
  type Tenant,
  theirs,
} from './fill.ts'
import { openProber, type Prober } from './prober.ts'

export interface World {
  readonly prober: Prober
  readonly databases: readonly DatabaseModel[]
  close(): Promise<void>
}

export interface Relation {
  readonly name: string
  readonly kind: 'table' | 'partition' | 'detached' | 'view' | 'materialized view'
  /** SQL names of its columns, in order. */
  readonly columns: readonly string[]
  /** The tenant's column; empty in views. */
  readonly own: string
}

const now: Moment = { at: new Date(), number: 0 }
const past: Moment = { at: new Date('2020-01-02T00:00:00.000Z'), number: 1 }

/**
 * A system's own checks and triggers ask for values that no column tells. What a check says of one row tells nobody of
 * another: they are left out; triggers are left out while the world is filled, and act when it is tried.
 */
async function openWorld(
  model: Model,
  owners: readonly Tenant[],
  { isOwn = false }: WorldOptions,
): Promise<World> {
  const opened = await openTestTargets(model)
  const databases = [...model.databases.values()]
  const prober = await openProber(opened, databases[0]?.schema ?? '')
  if (isOwn) await prober.script(renderWithout(databases, ['check', 'exclusion']))
  const head = isOwn ? 'set local session_replication_role = replica;' : ''
  for (const tenant of [mine, theirs])
    await fill({ prober, databases, tenant, moment: now, wanted: isAbove(databases), head })
  for (const tenant of owners)
    await fill({ prober, databases, tenant, moment: now, wanted: isOfTenants, head })
  await detachMonth(opened, { prober, databases, owners, head })
  await prober.script('analyze')
  const close = async () => {
    await prober.close()
    await opened.close()
  }
  return { prober, databases, close }
}

export interface WorldOptions {
  /** A system of the project: not made for this. */
  readonly isOwn?: boolean
}

export const openFull = (model: Model, options: WorldOptions = {}): Promise<World> =>
  openWorld(model, [mine, theirs], options)
export const openAlone = (model: Model, options: WorldOptions = {}): Promise<World> =>
  openWorld(model, [mine], options)

interface Filling {
  readonly prober: Prober
  readonly databases: readonly DatabaseModel[]
  readonly tenant: Tenant
  readonly moment: Moment
  readonly wanted: typeof isOfTenants
  readonly head: string
}

async function fill({ prober, databases, tenant, moment, wanted, head }: Filling): Promise<void> {
  const rows = renderRows(databases, tenant, moment, wanted)
  const claim = `set local row_security = on; set local acervo.tenant = '${tenant.id}'; set local acervo.actor = 'user:seed'; set local acervo.fake_now = '${moment.at.toISOString()}'`
  await prober.script(`begin; ${head} ${[claim, ...rows].join(';\n')}; commit`)
}

async function detachMonth(
  { targets }: TestTargets,
  {
    prober,
    databases,
    owners,
    head,
  }: Pick<Filling, 'prober' | 'databases' | 'head'> & { readonly owners: readonly Tenant[] },
): Promise<void> {
  const isPartitioned = (table: Parameters<typeof isOfTenants>[0]) =>
    isOfTenants(table) && table.partition !== undefined
  await prober.pause()
  const direct = await targets.of(databases[0]?.schema ?? '').direct()
  const pieces = await makePartitions(direct, databases, { months: ['2020-01'] })
  await direct.close()
  await prober.resume()
  for (const tenant of owners)
    await fill({ prober, databases, tenant, moment: past, wanted: isPartitioned, head })
  for (const database of databases)
    for (const table of database.tables.values()) {
      const piece = pieces.find((name) => name.startsWith(`${table.schema}.${table.sqlName}_y2020`))
      if (table.partition !== undefined && piece !== undefined)
        await prober.script(`alter table ${relationOf(table)} detach partition ${piece}`)
    }
}

/** Read anew each time: a mutant may have added one. */
export async function readRelations({ prober, databases }: World): Promise<readonly Relation[]> {
  const schemas = databases.map(({ schema }) => `'${schema}'`).join(', ')
  const rows = await prober.read(`
    select format('%I.%I', n.nspname, c.relname), c.relkind, c.relispartition, c.relname ~ '_y2020m01$', (
      select string_agg(attname, ',' order by attnum) from pg_attribute
       where attrelid = c.oid and attnum > 0 and not attisdropped),
      c.relforcerowsecurity
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in (${schemas}) and c.relkind in ('r', 'p', 'v', 'm') order by 1`)
  const tables = databases.flatMap((database) => [...database.tables.values()])
  return rows.flatMap(([name = '', relkind, isPartition, isOld, columns = '']): Relation[] => {
    const kind =
      relkind === 'v'
        ? 'view'
        : relkind === 'm'
          ? 'materialized view'
          : isPartition === 't'
            ? 'partition'
            : isOld === 't'
              ? 'detached'
              : 'table'
    const bare = String(name)
      .replace(/_y\d{4}m\d\d"?$/, '')
      .replaceAll('"', '')
    const table = tables.find(({ schema, sqlName }) => `${schema}.${sqlName}` === bare)
    const own = kind === 'view' ? '' : (table?.keyPrefix?.sqlName ?? '')
    // Of tables that belong to nobody there is nothing to tell; a view is told by what it shows.
    if (own === '' && kind !== 'view' && kind !== 'materialized view') return []
    return [{ name: String(name), kind, columns: String(columns).split(','), own }]
  })
}
