// Rows out of a backup into databases that stand ready and empty, and whether they say the same there as they did in
// the snapshot.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import { isHome, toKernelRows } from '../move/kernel-rows.ts'
import { loadInto, setStreamHead } from '../move/load-into.ts'
import { readDigest, textSettings } from '../move/table-digest.ts'
import { openFile } from './backup-file.ts'
import type { TableEntry } from './manifest.ts'
import type { Restoring } from './restoring.ts'
import { bare } from './selection.ts'
import { copyIn } from './table-rows.ts'

/** Answers the foreign keys that a partial backup does not keep. */
export async function load(restoring: Restoring): Promise<readonly string[]> {
  const { there, schemas, manifest, model, databases, onRestore, signal } = restoring
  await there.script(textSettings)
  const tables = restoring.entries.flatMap((entry) => entry.tables)
  return loadInto(
    there,
    schemas,
    async () => {
      for (const [at, entry] of tables.entries()) {
        assertNotAborted(signal)
        onRestore?.({ step: 'load', table: entry.table, done: at, of: tables.length })
        if (entry.file !== undefined)
          await copyIn(there, entry, openFile(restoring, entry.file), signal)
      }
      for (const [at, { kernel, streamHead }] of manifest.places.entries()) {
        await loadKernel(restoring, kernel, at)
        if (streamHead !== undefined && isHome(model, databases))
          await setStreamHead(there, streamHead)
      }
    },
    { isPartial: manifest.isPartial },
  )
}

const arrived = 'acervo_arrived'

/** Rows of ours come into a table beside first: of a whole backup only those that go with the databases chosen. */
async function loadKernel(
  restoring: Restoring,
  kernel: readonly TableEntry[],
  at: number,
): Promise<void> {
  const { there, model, databases, digests, signal } = restoring
  for (const { table, where, merge } of toKernelRows(model, databases)) {
    const entry = kernel.find((one) => one.table === table)
    if (entry?.file === undefined) continue
    await there.script(`create temp table ${arrived} (like ${table}) on commit drop`)
    const beside = { table: arrived, columns: entry.columns }
    await copyIn(there, beside, openFile(restoring, entry.file), signal)
    const found = await readDigest(there, beside)
    if (found.digest !== digests[`kernel/${at}/${bare(table)}`]) throw different([table])
    const columns = entry.columns.map(({ name }) => name).join(', ')
    await there.script(`insert into ${table} as e (${columns}) overriding system value
      select ${columns} from ${arrived} t where ${where}
      ${merge === undefined ? '' : `on conflict ${merge}`};
      drop table ${arrived}`)
  }
}

/** @throws ACV426 naming every table that says something else than in the snapshot. */
export async function compare(restoring: Restoring): Promise<number> {
  const { there, entries, digests, onRestore, signal, manifest } = restoring
  if (manifest.content === 'structure') return 0
  const tables = entries.flatMap((entry) => entry.tables)
  const differing: string[] = []
  let rows = 0
  for (const [at, entry] of tables.entries()) {
    assertNotAborted(signal)
    onRestore?.({ step: 'compare', table: entry.table, done: at, of: tables.length })
    const found = await readDigest(there, entry)
    rows += found.rows
    const isSame =
      found.rows === entry.rows && found.digest === digests[`data/${bare(entry.table)}`]
    if (!isSame) differing.push(`${entry.table}: ${entry.rows} rows, ${found.rows} there`)
  }
  if (differing.length > 0) throw different(differing)
  return rows
}

function different(tables: readonly string[]): AcervoError {
  return new AcervoError('ACV426', 'what was restored does not say the same as the backup', {
    details: tables.join('\n'),
    hint: 'Nobody but the restore may write there. It is taken away again.',
  })
}

/** What a restore, or one before it that did not end, has made there. */
export async function dropSchemas(there: Direct, schemas: readonly string[]): Promise<void> {
  await there.script(`drop schema if exists ${schemas.map(quoteIdentifier).join(', ')} cascade`)
}
