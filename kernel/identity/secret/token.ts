// The form of every other token: acervo_<kind>_<system>_<secret>_<checksum>. The system says in whose store it
// stands; the kind keeps one from being taken for another.
import { checksum, digestOf, randomText } from './random.ts'

export type TokenKind = 'session' | 'verify' | 'reset' | 'invite' | 'flow'

export interface Token {
  /** Shown once. */
  readonly text: string
  readonly digest: Buffer
}

const form = /^acervo_([a-z]+)_([a-z][a-z0-9-]{0,62})_([0-9A-Za-z]{43})_([0-9a-f]{8})$/

export function createToken(kind: TokenKind, system: string): Token {
  const body = `acervo_${kind}_${system}_${randomText(32, 43)}`
  const text = `${body}_${checksum(body)}`
  return Object.freeze({ text, digest: digestOf(text) })
}

/** The system of a well-formed token of that kind. */
export function systemOf(kind: TokenKind, text: string): string | undefined {
  const match = form.exec(text)
  if (match === null || match[1] !== kind) return undefined
  return match[4] === checksum(text.slice(0, -9)) ? match[2] : undefined
}
