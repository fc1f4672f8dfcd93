// A text that never changes is prepared once per connection: its name is made of the text itself.
import { createHash } from 'node:crypto'
import type { Statement } from '../database/target.ts'

export type NamedText = (...values: readonly unknown[]) => Statement

/** Static text with `$1`..., parameters at each call. */
export function namedText(text: string): NamedText {
  const name = `acervo_work_${createHash('sha256').update(text).digest('hex').slice(0, 20)}`
  return (...values) => ({ text, name, values })
}
