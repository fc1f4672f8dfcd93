// Random secrets as texts, and what is kept of them. 32 random bytes need no slow hash: nobody can guess them.
import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

export function randomText(bytes: number, characters: number): string {
  let number = BigInt(`0x${randomBytes(bytes).toString('hex')}`)
  let text = ''
  for (let at = 0; at < characters; at++) {
    text = alphabet.charAt(Number(number % 62n)) + text
    number /= 62n
  }
  return text
}

/** SHA-256. */
export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** Tells a typing mistake from a guess, without the database. */
export function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0')
}
