// Telephone numbers as E.164.
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/min'
import { textOf } from './fold.ts'

const spanishPlain = /^[6789]\d{8}$/

/** The bare digits where the number is not a possible one; undefined below six digits. */
export function normalisePhone(value: unknown, country: string): string | undefined {
  const text = textOf(value)
  if (text === '') return undefined
  const digits = text.replaceAll(/\D/g, '')
  if (digits.length < 6 || /^(\d)\1+$/.test(digits)) return undefined
  // What nearly all numbers here look like needs no parser.
  if ((country === '' || country === 'ES') && spanishPlain.test(digits)) return `+34${digits}`
  const international = /^\D*\+/.test(text) ? `+${digits}` : text.replace(/^00/, '+')
  const home = (country === '' ? 'ES' : country) as CountryCode
  const parsed = parsePhoneNumberFromString(international, { defaultCountry: home, extract: false })
  return parsed?.isValid() === true ? parsed.number : digits
}
