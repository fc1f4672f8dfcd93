// What may be a password: long enough, not the address, bounded. No rules of character classes (NIST 800-63B).
import { AcervoError } from '../../errors/index.ts'

const charactersMin = 12
const bytesMax = 1_024

/** One form for every keyboard: NFKC, as RFC 8265 wants it. */
export function toPassword(given: unknown): string | undefined {
  if (typeof given !== 'string' || Buffer.byteLength(given) > bytesMax) return undefined
  return given.normalize('NFKC')
}

/** @throws ACV622 */
export function assertPassword(given: unknown, address: string): string {
  const password = toPassword(given)
  const isRight =
    password !== undefined &&
    [...password].length >= charactersMin &&
    !password.includes('\0') &&
    new Set(password).size > 4 &&
    password.toLowerCase() !== address &&
    password.toLowerCase() !== address.slice(0, address.indexOf('@'))
  if (isRight) return password
  throw new AcervoError('ACV622', 'the password cannot be taken', {
    details: `Allowed: ${charactersMin} characters or more, at most ${bytesMax} bytes, of more than four different ones, and not the address.`,
    hint: 'Four words that nobody else would put together are enough.',
  })
}
