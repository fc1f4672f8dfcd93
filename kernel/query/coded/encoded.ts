// A value that is in the form of its column already: encrypted, hashed or blind. Only this folder makes them, so
// nothing plain can reach a coded column, whatever a request holds.
import { AcervoError } from '../../errors/index.ts'
import { plainColumn } from '../../model/coded.ts'
import type { ColumnModel } from '../../model/model.ts'

export class Encoded {
  /** As PostgreSQL reads bytea; null where nothing stands. */
  readonly text: string | null

  constructor(bytes: Uint8Array | null) {
    this.text = bytes === null ? null : `\\x${Buffer.from(bytes).toString('hex')}`
  }
}

/** A blind index is written with its column and by nobody else, null neither: uniques hold over it. */
export function isForged({ spec }: ColumnModel, value: unknown): boolean {
  return spec.codec?.form === 'blind' && !(value instanceof Encoded)
}

/** Of a value for a coded column. */
export function encodedText(column: ColumnModel, value: unknown): string {
  if (value instanceof Encoded && value.text !== null) return value.text
  const form = column.spec.codec?.form
  throw new AcervoError('ACV333', `'${column.name}' cannot be compared or written here`, {
    details: details[form ?? 'sealed'],
  })
}

const details = {
  sealed: 'It is encrypted.',
  hashed: 'It is kept as a digest.',
  blind: 'The platform makes it from the encrypted column: name that one.',
} as const

/** A coded column may be named in an answer only where its value comes back. */
export function assertReadable(column: ColumnModel): void {
  const form = column.spec.codec?.form
  if (form === undefined || form === 'sealed') return
  throw new AcervoError('ACV333', `'${column.name}' is never read`, {
    details: form === 'hashed' ? 'Only a digest is kept.' : 'It serves comparisons alone.',
  })
}

/** Bytes have an order, which means nothing. */
export function assertOrdered(column: ColumnModel, use: string): void {
  if (column.spec.codec === undefined) return
  throw new AcervoError('ACV333', `rows cannot be ${use} by '${column.name}'`, {
    details: 'Its order and its groups are not those of what it holds.',
    hint:
      plainColumn(column) === column ? '' : 'Read the rows, and order them where they are read.',
  })
}
