// An e-mail address in one form: two writings of one address must not be two accounts, nor two counts of guesses.
import { domainToASCII } from 'node:url'
import { AcervoError } from '../errors/index.ts'

const lengthMax = 320

/** NFKC, lower case, the domain in ASCII; undefined for what is no address. */
export function normaliseAddress(given: unknown): string | undefined {
  if (typeof given !== 'string' || given.length > lengthMax) return undefined
  const text = given.normalize('NFKC').trim().toLowerCase().normalize('NFKC')
  const at = text.lastIndexOf('@')
  const local = text.slice(0, at)
  const domain = domainToASCII(text.slice(at + 1))
  // Characters that are not seen (format, control, white space) would make twins of one address.
  if (at < 1 || domain === '' || /[\p{C}\p{Z}@]/u.test(local)) return undefined
  const address = `${local}@${domain}`
  return address.length > lengthMax ? undefined : address
}

/** @throws ACV205 */
export function assertAddress(given: unknown): string {
  const address = normaliseAddress(given)
  if (address !== undefined) return address
  throw new AcervoError('ACV205', "'email' is no e-mail address", {
    details: `Allowed: name@domain of at most ${lengthMax} characters.`,
  })
}
