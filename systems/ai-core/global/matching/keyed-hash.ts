// HMAC-SHA256 (RFC 2104) for many short texts under one secret: two one-shot hashes cost a fraction of an Hmac
// object, and a record has some thirty keys.
import { hash } from 'node:crypto'

const blockBytes = 64
const hashBytes = 32
const made = new WeakMap<Uint8Array, (text: string) => Buffer>()

/** Any secret; the longer ones are hashed first, as the RFC says. */
export function keyedHash(secret: Uint8Array): (text: string) => Buffer {
  const known = made.get(secret)
  if (known !== undefined) return known
  const key = secret.length > blockBytes ? hash('sha256', secret, 'buffer') : secret
  const inner = padded(key, 0x36)
  const outer = Buffer.concat([padded(key, 0x5c), Buffer.alloc(hashBytes)])
  const keyed = (text: string) => {
    const message = Buffer.allocUnsafe(blockBytes + Buffer.byteLength(text))
    inner.copy(message)
    message.write(text, blockBytes)
    hash('sha256', message, 'buffer').copy(outer, blockBytes)
    return hash('sha256', outer, 'buffer')
  }
  made.set(secret, keyed)
  return keyed
}

function padded(key: Uint8Array, pad: number): Buffer {
  const block = Buffer.alloc(blockBytes, pad)
  for (const [at, byte] of key.entries()) block[at] = byte ^ pad
  return block
}
