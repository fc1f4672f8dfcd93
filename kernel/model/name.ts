// SQL names of what a table holds besides columns; shortened with a digest where PostgreSQL would cut.
import { identifierBytesMax } from '../table/name.ts'

export function toObjectName(parts: readonly string[], suffix: string): string {
  const full = [...parts, suffix].join('_')
  if (Buffer.byteLength(full) <= identifierBytesMax) return full
  // Here, not above: loading it would be a tenth of what a program pays for importing all systems.
  const { createHash } = process.getBuiltinModule('node:crypto')
  const digest = createHash('sha256').update(full).digest('hex').slice(0, 8)
  const room = identifierBytesMax - suffix.length - digest.length - 2
  return `${full.slice(0, room)}_${digest}_${suffix}`
}
