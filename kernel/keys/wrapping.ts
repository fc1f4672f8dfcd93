// Wraps a data key under a key-encryption key: AES-256-GCM bound to the wrapping key's name and to what the key
// is for. In bytes: nonce (12), ciphertext (32), tag (16).
import { createSecretKey, randomBytes } from 'node:crypto'
import { decrypt, encryptInto, nonceBytes, tagBytes } from './gcm.ts'

export function wrapKey(kek: Uint8Array, name: string, key: Uint8Array, context: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const wrapped = Buffer.concat([nonce, Buffer.alloc(key.length + tagBytes)])
  encryptInto(wrapped, nonceBytes, createSecretKey(kek), nonce, toAssociated(name, context), key)
  return wrapped
}

/** Undefined where the bytes were not wrapped by this key for this context. */
export function unwrapKey(
  kek: Uint8Array,
  name: string,
  wrapped: Uint8Array,
  context: string,
): Buffer | undefined {
  const nonce = wrapped.subarray(0, nonceBytes)
  if (nonce.length < nonceBytes) return undefined
  return decrypt(
    createSecretKey(kek),
    nonce,
    toAssociated(name, context),
    wrapped.subarray(nonceBytes),
  )
}

function toAssociated(name: string, context: string): Buffer {
  return Buffer.from(`acervo wrapped key v1|${Buffer.byteLength(name)}:${name}|${context}`)
}
