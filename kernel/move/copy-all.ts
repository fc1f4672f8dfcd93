// Everything of the databases into the target in one transaction there: their tables, with triggers silent and
// foreign keys away until everybody has come, and the rows of ours that go with them.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { copyTable } from './copy-table.ts'
import { isHome, toKernelRows } from './kernel-rows.ts'
import { loadInto, setStreamHead } from './load-into.ts'
import type { MovedTable, Moving } from './moving.ts'
import type { Part } from './table-counts.ts'
import { readShapes, type TableShape } from './table-shape.ts'

/** Of both sides the columns must be the same: the files are, and nobody changed a table by hand. */
export async function toParts(moving: Moving): Promise<readonly Part[]> {
  const { source, there, schemas, model, databases } = moving
  const [shapes, theirs] = await bothShapes(source, there, schemas)
  const [ours, kernel] = await bothShapes(source, there, ['acervo'])
  assertSame(shapes, theirs)
  const parts = toKernelRows(model, databases).map(({ table, where, merge }): Part => {
    const shape = ours.find((one) => one.table === table)
    assertSame(
      shape ? [shape] : [],
      kernel.filter((one) => one.table === table),
    )
    return { shape: shape as TableShape, where, ...(merge === undefined ? {} : { merge }) }
  })
  return [...shapes.map((shape) => ({ shape })), ...parts]
}

async function bothShapes(source: Direct, there: Direct, schemas: readonly string[]) {
  return [await readShapes(source, schemas), await readShapes(there, schemas)] as const
}

function assertSame(here: readonly TableShape[], there: readonly TableShape[]): void {
  if (here.length > 0 && JSON.stringify(here) === JSON.stringify(there)) return
  const differing = here.filter((one, at) => JSON.stringify(one) !== JSON.stringify(there[at]))
  throw new AcervoError('ACV411', 'the tables of the two sides differ', {
    details: differing.map(({ table }) => table).join(', ') || 'A table is missing on one of them.',
    hint: 'acervo migrate drift shows what was changed by hand on the source.',
  })
}

/** `counted`: rows of each part at the source, for whoever watches. */
export async function copyAll(
  moving: Moving,
  parts: readonly Part[],
  counted: readonly MovedTable[],
): Promise<void> {
  const { source, there, schemas, model, databases, signal, onMove } = moving
  const rowsOf = new Map(counted.map(({ table, rows }) => [table, rows]))
  await loadInto(there, schemas, async () => {
    for (const { shape, where, merge } of parts) {
      const { table } = shape
      const rows = rowsOf.get(table) ?? 0
      const onRows = (copied: number) => onMove?.({ step: 'copy', table, copied, rows })
      await copyTable({ from: source, to: there, shape, where, merge, signal, onRows })
    }
    if (isHome(model, databases)) await copyStreamHead(source, there)
  })
}

async function copyStreamHead(source: Direct, there: Direct): Promise<void> {
  const text = 'select position from acervo.stream_head'
  const { rows } = await source.query({ text, values: [] })
  await setStreamHead(there, rows[0]?.[0] ?? '0')
}
