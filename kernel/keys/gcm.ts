// AES-256-GCM with nonces of 96 bits and tags of 128, as Node's OpenSSL does it. Nothing of it is ours but the
// choice of sizes; who calls gives each nonce once.
import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'

const algorithm = 'aes-256-gcm'
export const nonceBytes = 12
export const tagBytes = 16
const sizes = { authTagLength: tagBytes }

/** Writes ciphertext and tag into `into` from `at` on. */
export function encryptInto(
  into: Buffer,
  at: number,
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
  value: Uint8Array,
): void {
  const cipher = createCipheriv(algorithm, key, nonce, sizes)
  cipher.setAAD(associated)
  cipher.update(value).copy(into, at)
  cipher.final()
  cipher.getAuthTag().copy(into, at + value.length)
}

/** The value; undefined where key, nonce, associated data, ciphertext and tag do not belong together. */
export function decrypt(
  key: KeyObject,
  nonce: Uint8Array,
  associated: Uint8Array,
  sealed: Uint8Array,
): Buffer | undefined {
  const end = sealed.length - tagBytes
  if (end < 0) return undefined
  const decipher = createDecipheriv(algorithm, key, nonce, sizes)
  decipher.setAAD(associated)
  decipher.setAuthTag(sealed.subarray(end))
  const value = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
    return value
  } catch {
    return undefined
  }
}
