// The form of an API key: acervo_live_<id>_<secret>_<checksum>. The id is public, the checksum lets a
// scanner tell a typing mistake from a leak, the prefix makes leaks findable.
import { hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

export interface ApiKey {
  /** The whole key: shown once, kept nowhere but in the file its owner reads. */
  readonly text: string
  readonly id: string
  readonly last4: string
  readonly digest: Buffer
}

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const secretBytes = 32
/** 62^43 > 2^256 */
const secretCharacters = 43
const keyForm = /^acervo_live_([0-9a-zA-Z]{8})_([0-9a-zA-Z]{43})_([0-9a-f]{8})$/

export function createKey(): ApiKey {
  const id = toBase62(randomBytes(8), 8)
  const body = `acervo_live_${id}_${toBase62(randomBytes(secretBytes), secretCharacters)}`
  const text = `${body}_${checksum(body)}`
  return Object.freeze({ text, id, last4: text.slice(-4), digest: digestOf(text) })
}

/** The public id of a well-formed key; undefined for anything else. */
export function idOf(text: string): string | undefined {
  const match = keyForm.exec(text)
  if (match === null) return undefined
  const body = text.slice(0, -9)
  return match[3] === checksum(body) ? match[1] : undefined
}

export function digestOf(text: string): Buffer {
  return hash('sha256', text, 'buffer')
}

/** `acervo_live_a1b2c3d4_…`: what may stand in a log. */
export function maskKey(text: string): string {
  const id = idOf(text)
  return id === undefined ? '…' : `acervo_live_${id}_…`
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, '0')
}

function toBase62(bytes: Buffer, characters: number): string {
  let number = BigInt(`0x${bytes.toString('hex')}`)
  let text = ''
  for (let at = 0; at < characters; at++) {
    text = alphabet.charAt(Number(number % 62n)) + text
    number /= 62n
  }
  return text
}
