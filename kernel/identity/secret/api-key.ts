// The form of an API key: acervo_live_<id>_<secret>_<checksum>. The id is public, the checksum lets a
// scanner tell a typing mistake from a leak, the prefix makes leaks findable.
import { checksum, digestOf, randomText } from './random.ts'

export interface ApiKey {
  /** The whole key: shown once, kept nowhere but in the file its owner reads. */
  readonly text: string
  readonly id: string
  readonly last4: string
  readonly digest: Buffer
}

const secretBytes = 32
/** 62^43 > 2^256 */
const secretCharacters = 43
const keyForm = /^acervo_live_([0-9a-zA-Z]{8})_([0-9a-zA-Z]{43})_([0-9a-f]{8})$/

export function createKey(): ApiKey {
  const id = randomText(8, 8)
  const body = `acervo_live_${id}_${randomText(secretBytes, secretCharacters)}`
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

/** `acervo_live_a1b2c3d4_…`: what may stand in a log. */
export function maskKey(text: string): string {
  const id = idOf(text)
  return id === undefined ? '…' : `acervo_live_${id}_…`
}
