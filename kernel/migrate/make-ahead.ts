// Months ahead while a process serves: what is missing is asked for with the rights of a request, and made by the
// migrator. On the embedded engine one database at a time, so that nobody waits for all of them.
import type { Target } from '../database/target.ts'
import { isAcervoError } from '../errors/index.ts'
import type { DatabaseModel } from '../model/model.ts'
import { findMissing, makePartitions, toPiecesStatement } from './partitions.ts'
import { withDirect } from './placed.ts'

export interface AheadOptions {
  readonly signal?: AbortSignal | undefined
}

/** Without the migrator's rights the pieces that stand must do; `ahead` gives months of time to make more. */
export async function makeAhead(
  target: Target,
  databases: readonly DatabaseModel[],
  { signal }: AheadOptions = {},
): Promise<void> {
  const statement = toPiecesStatement(databases)
  if (statement === undefined) return
  const [standing] = await target.group(
    { settings: {} },
    [statement],
    signal === undefined ? {} : { signal },
  )
  if (standing === undefined) return
  const missing = new Set(findMissing(databases, standing).map(({ table }) => table.schema))
  const behind = databases.filter(({ schema }) => missing.has(schema))
  try {
    for (const batch of toBatches(target, behind)) {
      if (signal?.aborted === true) return
      await withDirect(target, (direct) => makePartitions(direct, batch, { isWhole: true }))
    }
  } catch (error) {
    const isRight = isAcervoError(error) && ['ACV306', 'ACV314', 'ACV316'].includes(error.code)
    if (!isRight) throw error
  }
}

function toBatches(target: Target, databases: readonly DatabaseModel[]) {
  if (target.engine === 'embedded') return databases.map((database) => [database])
  return databases.length === 0 ? [] : [databases]
}
