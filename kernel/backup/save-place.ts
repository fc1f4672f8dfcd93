// What one snapshot gives to a backup: the tables that were chosen, where their migrations stand, and the rows of ours
// that go with them.
import { readLedger } from '../migrate/ledger.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { DatabaseModel } from '../model/model.ts'
import { isHome, toKernelRows } from '../move/kernel-rows.ts'
import { readDigest } from '../move/table-digest.ts'
import { readMonths, readShapes, type TableShape } from '../move/table-shape.ts'
import { writeFile } from './backup-file.ts'
import type { Making } from './making.ts'
import type { DatabaseEntry, FileKey, PlaceEntry, TableEntry } from './manifest.ts'
import { bare, chooseTables, findUndeclared, isPartial } from './selection.ts'
import type { Snapshot } from './snapshot.ts'
import { copyOut } from './table-rows.ts'

/** `at`: which of the places of the backup it is. */
export async function savePlace(
  making: Making,
  snapshot: Snapshot,
  at: number,
): Promise<PlaceEntry> {
  const { target, databases, takenAt, direct } = snapshot
  const ledger = await readLedger(direct)
  const entries: DatabaseEntry[] = []
  for (const database of databases) {
    const applied = ledger.get(database.name) ?? []
    const migrations = applied.map(({ version, name, checksum }) => ({ version, name, checksum }))
    entries.push({ ...(await saveDatabase(making, snapshot, database)), migrations })
  }
  const isWhole = !isPartial(making) && making.content !== 'structure'
  const hasStream = isWhole && isHome(making.model, databases)
  return {
    key: target.key,
    engine: target.engine,
    serverVersion: await readVersion(snapshot),
    takenAt,
    ...(hasStream ? { streamHead: await readStreamHead(snapshot) } : {}),
    databases: entries,
    kernel: isWhole ? await saveKernel(making, snapshot, at) : [],
  }
}

async function saveDatabase(making: Making, snapshot: Snapshot, database: DatabaseModel) {
  const { name, schema, system } = database
  const shapes = await readShapes(snapshot.direct, [schema])
  making.undeclared.push(...findUndeclared([database], shapes))
  const tables: TableEntry[] = []
  for (const { shape, where, key } of chooseTables(making, database, shapes)) {
    making.tell(shape.table)
    const limited = where === undefined ? {} : { where }
    if (making.content === 'structure') {
      tables.push({ table: shape.table, columns: shape.columns, rows: 0, ...limited })
      continue
    }
    const path = `data/${bare(shape.table)}`
    tables.push({ ...(await saveTable(making, snapshot, { shape, where, key, path })), ...limited })
  }
  return { name, schema, system, months: await readMonths(snapshot.direct, [schema]), tables }
}

/** Rows in the schema `acervo`, all of the databases here together: which go with which is said when they come back. */
async function saveKernel(
  making: Making,
  snapshot: Snapshot,
  at: number,
): Promise<readonly TableEntry[]> {
  const shapes = await readShapes(snapshot.direct, ['acervo'])
  const entries: TableEntry[] = []
  for (const { table, where } of toKernelRows(making.model, snapshot.databases)) {
    const shape = shapes.find((one) => one.table === table)
    if (shape === undefined) continue
    const path = `kernel/${at}/${bare(table)}`
    entries.push(await saveTable(making, snapshot, { shape, where, key: 'main', path }))
  }
  return entries
}

interface Saving {
  readonly shape: TableShape
  readonly where?: string | undefined
  readonly key: FileKey
  /** Without its ending; also the name of its digest. */
  readonly path: string
}

async function saveTable(
  making: Making,
  { direct }: Snapshot,
  { shape, where, key, path }: Saving,
): Promise<TableEntry> {
  const { signal } = making
  const { table, columns } = shape
  assertNotAborted(signal)
  const { rows, digest } = await readDigest(direct, shape, where)
  making.digests[key][path] = digest
  if (rows === 0) return { table, columns, rows }
  const file = await copyOut(direct, shape, { where, signal }, (chunks) =>
    writeFile(making, `${path}.copy.gz`, chunks, key),
  )
  making.files.push(file)
  return { table, columns, rows, file: file.path }
}

async function readVersion({ direct }: Snapshot): Promise<number> {
  const text = `select current_setting('server_version_num')`
  const { rows } = await direct.query({ text, values: [] })
  return Number(rows[0]?.[0])
}

async function readStreamHead({ direct }: Snapshot): Promise<string> {
  const text = 'select position from acervo.stream_head'
  const { rows } = await direct.query({ text, values: [] })
  return rows[0]?.[0] ?? '0'
}
