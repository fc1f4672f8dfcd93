// Rows of a bulk write, encoded some hundred at a time: their keys are asked for together.
import type { Session } from '../../database/target.ts'
import type { TableModel } from '../../model/model.ts'
import type { Caller } from '../caller.ts'
import type { Data } from '../request.ts'
import { encodeRows } from './encode-rows.ts'
import { keyAsker } from './vault-of.ts'

const rowsAtOnce = 500

export async function* encodeEach(
  caller: Caller,
  table: TableModel,
  rows: Iterable<Data> | AsyncIterable<Data>,
  session: Session,
): AsyncGenerator<Data, void> {
  const asker = keyAsker(caller, table.database, session)
  let from = 0
  let waiting: Data[] = []
  const encode = async () => {
    const encoded = await encodeRows(caller, table, waiting, { asker, from })
    from += waiting.length
    waiting = []
    return encoded
  }
  for await (const row of rows) {
    waiting.push(row)
    if (waiting.length === rowsAtOnce) yield* await encode()
  }
  if (waiting.length > 0) yield* await encode()
}
