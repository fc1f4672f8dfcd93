// How rows with encrypted or hashed columns get in: as they were read until they are written, and then in the form
// that is stored, within the batch's own transaction.
import { AcervoError } from '../errors/index.ts'
import type { TableModel } from '../model/model.ts'
import type { Caller } from '../query/caller.ts'
import { encodeRows } from '../query/coded/encode-rows.ts'
import { keyAsker } from '../query/coded/vault-of.ts'
import { assertNewRow, toNewRow } from '../query/data.ts'
import type { Data } from '../query/request.ts'
import type { Conversion } from './conversion.ts'
import { type TableWriterOptions, toTableWriter, type Writer } from './writer.ts'

export type Coding = Pick<Caller, 'model' | 'targets' | 'vault'>

/** @throws ACV331 where there are no keys. */
export function toCodedWriter(
  table: TableModel,
  conversion: Conversion,
  options: TableWriterOptions & { readonly coding: Coding | undefined },
): Writer<Data> {
  const { coding, settings } = options
  if (coding === undefined)
    throw new AcervoError('ACV331', `'${table.name}' has encrypted columns, and no keys are here`)
  const caller = { ...coding, context: { settings } }
  const writer = toTableWriter(table, conversion, options)
  return {
    prepare: (item) => {
      const row = conversion.convert(item)
      assertNewRow(table, row)
      return row
    },
    write: async (session, rows) => {
      const asker = keyAsker(caller, table.database, session)
      const encoded = await encodeRows(caller, table, rows, { asker })
      return writer.write(
        session,
        encoded.map((row) => toNewRow(table, row)),
      )
    },
  }
}
