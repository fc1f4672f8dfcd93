// UUIDv7 made here, for rows whose ids must be known before they are sent: a batch links its records to
// its parties without asking the database in between. All other ids are the database's.
import { randomFillSync } from 'node:crypto'

/** `count` identifiers in rising order, stamped `nowMs`. */
export function makeIdentifiers(count: number, nowMs: number = Date.now()): readonly string[] {
  const random = randomFillSync(new Uint8Array(count * 8))
  const stamp = nowMs.toString(16).padStart(12, '0')
  return Array.from({ length: count }, (_, at) => {
    // 12 counter bits keep the order inside one millisecond; past 4,096 the stamp moves on.
    const moved = at >>> 12
    const time = moved === 0 ? stamp : (nowMs + moved).toString(16).padStart(12, '0')
    const counter = (at & 0xfff).toString(16).padStart(3, '0')
    const tail = Buffer.from(random.subarray(at * 8, at * 8 + 8))
    tail[0] = ((tail[0] ?? 0) & 0x3f) | 0x80
    const rest = tail.toString('hex')
    return `${time.slice(0, 8)}-${time.slice(8)}-7${counter}-${rest.slice(0, 4)}-${rest.slice(4)}`
  })
}
