// What both sides say of each table. The source is asked first, in the snapshot that is copied; the target when
// everything is there.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { MovedTable, Moving } from './moving.ts'
import { readDigest } from './table-digest.ts'
import type { TableShape } from './table-shape.ts'

/** A table, or rows of one. */
export interface Part {
  readonly shape: TableShape
  /** SQL over `t`; all rows without it. */
  readonly where?: string
  /** What follows `on conflict`, where rows are added to those that are there: no two sides to compare. */
  readonly merge?: string
}

export async function readAll(
  direct: Direct,
  parts: readonly Part[],
  { signal, onMove }: Pick<Moving, 'signal' | 'onMove'>,
  step: 'read' | 'compare' = 'read',
): Promise<readonly MovedTable[]> {
  const tables: MovedTable[] = []
  for (const { shape, where } of parts) {
    assertNotAborted(signal)
    onMove?.({ step, table: shape.table })
    tables.push({ table: shape.table, ...(await readDigest(direct, shape, where)) })
  }
  return tables
}

/** @throws ACV411 naming every table of which the sides say different things. */
export async function compareAll(
  moving: Moving,
  parts: readonly Part[],
  before: readonly MovedTable[],
): Promise<void> {
  const after = await readAll(moving.there, parts, moving, 'compare')
  const differing = before.flatMap(({ table, rows, digest }, at) => {
    const { rows: arrived, digest: other } = after[at] as MovedTable
    return rows === arrived && digest === other ? [] : [`${table}: ${rows} rows, ${arrived} there`]
  })
  if (differing.length === 0) return
  throw new AcervoError('ACV411', 'the target does not say the same as the source', {
    details: differing.join('\n'),
    hint: 'Nobody but the move may write there. The target is cleared; the source is as it was.',
  })
}
