// Every row of a table, page by page along its order: memory holds one page, however long the
// table is. Each page is a request of its own, so that no transaction stays open while a client
// reads slowly.
import type { GroupOptions } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import type { Caller } from './caller.ts'
import { limits } from './limits.ts'
import { findTable } from './name.ts'
import type { Request } from './request.ts'
import { run } from './run.ts'

export interface StreamRequest
  extends Omit<Request, 'verb' | 'skip' | 'cursor' | 'after' | 'take'> {
  /** Rows at most; without it, all. */
  readonly rowsMax?: number
}

/** Pages of JSON texts, one a row. */
export async function* streamRows(
  caller: Caller,
  { rowsMax = Number.POSITIVE_INFINITY, ...request }: StreamRequest,
  options: GroupOptions = {},
): AsyncGenerator<readonly string[], void> {
  const table = findTable(caller.model, request.database, request.table)
  if (table.primaryKey.length === 0)
    throw new AcervoError('ACV211', `'${table.name}' has no key to read it page by page`, {
      hint: 'Declare the key of the view.',
    })
  let left = rowsMax
  let after: Request['after']
  while (left > 0) {
    options.signal?.throwIfAborted()
    const take = Math.min(limits.streamPageRows, left)
    const asked: Request = { ...request, verb: 'findMany', take }
    const page = after === undefined ? asked : { ...asked, after }
    const { rows, keys, hasMore } = await run(caller, page, { ...options, page: true })
    if (rows.length > 0) yield rows
    if (!hasMore) return
    after = keys.at(-1)
    left -= rows.length
  }
}
