// Ids that are the same whenever they are made: of what a handler writes, from the event that it writes for.

/** UUIDv8 of SHA-256; with `at` (ISO) a UUIDv7 of that millisecond, whose other bits are the digest's. */
export function deriveId(seed: string, part: string, at?: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto')
  const digest = createHash('sha256').update(`${seed}/${part}`).digest()
  const stamp = at === undefined ? digest.toString('hex', 0, 6) : toStamp(at)
  return format(stamp, at === undefined ? '8' : '7', digest)
}

let lastMs = 0
let count = 0

/** UUIDv7 that rises within the process: the order in which events reached an inbox. */
export function makeArrivalId(random: Uint8Array, nowMs: number = Date.now()): string {
  count = nowMs > lastMs ? 0 : count + 1
  lastMs = Math.max(nowMs, lastMs)
  // 12 counter bits keep the order inside one millisecond; past 4,096 the stamp moves on.
  if (count > 0xfff) {
    lastMs += 1
    count = 0
  }
  const tail = Buffer.from(random)
  tail.writeUInt16BE(count, 6)
  return format(lastMs.toString(16).padStart(12, '0'), '7', tail)
}

function toStamp(at: string): string {
  return Math.floor(Date.parse(at)).toString(16).padStart(12, '0')
}

/** Bytes 6 to 15 follow the stamp; version and variant take their bits. */
function format(stamp: string, version: '7' | '8', bytes: Buffer): string {
  const a = (bytes.readUInt16BE(6) & 0xfff).toString(16).padStart(3, '0')
  const b = ((bytes.readUInt16BE(8) & 0x3fff) | 0x8000).toString(16)
  const node = bytes.toString('hex', 10, 16)
  return `${stamp.slice(0, 8)}-${stamp.slice(8)}-${version}${a}-${b}-${node}`
}
