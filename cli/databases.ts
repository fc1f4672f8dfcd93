// `acervo databases`: every logical database by area, where it is known from, where it lives, how large it is and how
// it does.
import type { Acervo, DatabaseModel } from '../kernel/index.ts'
import { defineCommand } from './command.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

interface DatabaseRow {
  readonly database: string
  readonly schema: string
  readonly system: string
  readonly area: string
  /** Where it is known from, where its system says so. */
  readonly origin: string | null
  /** `embedded`, or host:port/database. */
  readonly placement: string
  readonly tables: number
  readonly version: string | null
  /** Null where it cannot be asked. */
  readonly sizeBytes: number | null
  readonly health: string
}

export const command = defineCommand({
  name: 'databases',
  summary: {
    en: 'list the logical databases by area: origin, placement, tables, version, size, health',
    es: 'lista las bases de datos lógicas por área: origen, ubicación, tablas, versión, tamaño, estado',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Next: acervo schema <database>, acervo migrate status.',
    es: 'Después: acervo schema <base de datos>, acervo migrate status.',
  },
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const rows = await listDatabases(acervo)
    if (options.json) {
      await io.out(`${JSON.stringify(rows)}\n`)
      return exitCodes.ok
    }
    const header =
      io.language === 'es'
        ? [
            'área',
            'base',
            'sistema',
            'origen',
            'ubicación',
            'tablas',
            'versión',
            'tamaño',
            'estado',
          ]
        : [
            'area',
            'database',
            'system',
            'origin',
            'placement',
            'tables',
            'version',
            'size',
            'health',
          ]
    const cells = rows.map((row) => [
      row.area,
      row.database,
      row.system,
      row.origin ?? '–',
      row.placement,
      row.tables,
      row.version ?? '–',
      row.sizeBytes === null ? '–' : toSize(row.sizeBytes),
      row.health,
    ])
    await io.out(renderTable(header, cells, io))
    return exitCodes.ok
  },
})

async function listDatabases(acervo: Acervo): Promise<readonly DatabaseRow[]> {
  const healthOf = new Map((await acervo.health()).map((one) => [one.database, one]))
  const databases = [...acervo.model.databases.values()]
  const sizes = await readSizes(acervo, databases)
  const rows = databases.map(({ name, schema, system, area, origin, tables }) => ({
    database: name,
    schema,
    system,
    area,
    origin: origin ?? null,
    placement: toPlacement(acervo.targets.of(schema).key),
    tables: [...tables.values()].filter(({ kind }) => kind === 'table').length,
    version: healthOf.get(name)?.version ?? null,
    sizeBytes: sizes.get(schema) ?? null,
    health: healthOf.get(name)?.status ?? 'down',
  }))
  // Areas in the order in which they are declared, and so within each.
  const byArea = Map.groupBy(rows, ({ system, area }) => `${system} ${area}`)
  return [...byArea.values()].flat()
}

/** One question per target. A target that does not answer is told by its health, not by a failure. */
async function readSizes(
  { targets }: Acervo,
  databases: readonly DatabaseModel[],
): Promise<ReadonlyMap<string, number>> {
  const byTarget = Map.groupBy(databases, ({ schema }) => targets.of(schema))
  const sizes = new Map<string, number>()
  for (const [target, placed] of byTarget) {
    const schemas = `{${placed.map(({ schema }) => schema).join(',')}}`
    const answers = await target
      .group({ settings: {} }, [{ text: sizeSql, values: [schemas] }], { timeoutMs: 5_000 })
      .catch(() => [])
    for (const [schema, bytes] of answers[0]?.rows ?? []) sizes.set(schema ?? '', Number(bytes))
  }
  return sizes
}

const sizeSql = `
  select n.nspname, coalesce(sum(pg_total_relation_size(c.oid)), 0)
  from pg_namespace n left join pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'm')
  where n.nspname = any($1) group by n.nspname`

function toPlacement(key: string): string {
  return key.startsWith('embedded') ? 'embedded' : key
}

/** 1536 -> `1.5 kB`. */
export function toSize(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(Math.floor(Math.log2(Math.max(bytes, 1)) / 10), units.length - 1)
  const value = bytes / 1024 ** power
  return `${value >= 10 || power === 0 ? Math.round(value) : value.toFixed(1)} ${units[power]}`
}
