// Identity documents of Spain and Peru and their control letters.
import { textOf } from './fold.ts'
import type { IdentityDocument } from './normalised.ts'

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE'
const cifLetters = 'JABCDEFGHI'
const rucWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]

/** A RUC of a natural person carries a second document, the DNI. Empty where there is no number. */
export function normaliseDocuments(
  row: Readonly<Record<string, unknown>>,
): readonly IdentityDocument[] {
  const value = textOf(row.documentNumber)
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, '')
  if (value === '' || /^0+$/.test(value)) return []
  const type = textOf(row.documentType).toUpperCase()
  const country = textOf(row.documentCountry).toUpperCase()
  if (country === 'PE' || type === 'RUC') return peruvian(type, value)
  if (country === '' || country === 'ES') {
    const spanish = spanishDocument(value, type, country)
    if (spanish !== undefined) return [spanish]
  }
  return [{ country, type: type === '' ? 'OTHER' : type, value: trimZeros(value), valid: false }]
}

function spanishDocument(
  text: string,
  type: string,
  country: string,
): IdentityDocument | undefined {
  const isNamed = type === 'DNI' || type === 'NIE' || type === 'CIF'
  if (type === 'PASSPORT') return undefined
  // A VAT number is the document behind the country's letters.
  const value = /^ES[A-Z0-9]{9}$/.test(text) ? text.slice(2) : text
  const found = asNie(value) ?? asSpecialNif(value) ?? asCif(value) ?? asDni(value)
  // Without a word on what it is, only a right control letter makes it Spanish.
  if (found !== undefined && (isNamed || country === 'ES' || found.valid)) return found
  return undefined
}

function asDni(value: string): IdentityDocument | undefined {
  const match = /^([0-9OIL]{5,8})([A-Z]?)$/.exec(value)
  if (match === null) return undefined
  const digits = toDigits(match[1] ?? '').padStart(8, '0')
  const letter = match[2] ?? ''
  const right = dniLetters[Number(digits) % 23] ?? ''
  const found = { country: 'ES', type: 'DNI' }
  if (letter === '') return { ...found, value: digits + right, valid: false, inferred: true }
  return { ...found, value: digits + letter, valid: letter === right }
}

function asNie(value: string): IdentityDocument | undefined {
  const match = /^([XYZ])([0-9OIL]{5,8})([A-Z])$/.exec(value)
  if (match === null) return undefined
  const [, first = '', middle = '', letter = ''] = match
  // Old cards printed eight digits, the first of them a zero.
  const digits = toDigits(middle)
    .padStart(7, '0')
    .replace(/^0(?=\d{7}$)/, '')
  if (digits.length !== 7) return undefined
  const right = dniLetters[Number(`${'XYZ'.indexOf(first)}${digits}`) % 23]
  return { country: 'ES', type: 'NIE', value: first + digits + letter, valid: letter === right }
}

/** K, L and M: people without a DNI or NIE. */
function asSpecialNif(value: string): IdentityDocument | undefined {
  const match = /^([KLM])(\d{7})([A-Z])$/.exec(value)
  if (match === null) return undefined
  const [, first = '', digits = '', letter = ''] = match
  const valid = dniLetters[Number(digits) % 23] === letter
  return { country: 'ES', type: 'NIF', value: first + digits + letter, valid }
}

function asCif(value: string): IdentityDocument | undefined {
  const match = /^([ABCDEFGHJNPQRSUVW])(\d{7})([0-9A-J])$/.exec(value)
  if (match === null) return undefined
  const [, first = '', digits = '', control = ''] = match
  return { country: 'ES', type: 'CIF', value, valid: isCifControl(first, digits, control) }
}

function isCifControl(first: string, digits: string, control: string): boolean {
  let sum = 0
  for (let at = 0; at < 7; at++) {
    const digit = Number(digits[at])
    const doubled = digit * 2
    sum += at % 2 === 1 ? digit : doubled > 9 ? doubled - 9 : doubled
  }
  const check = (10 - (sum % 10)) % 10
  const isLetter = control >= 'A'
  if ('ABEH'.includes(first)) return control === String(check)
  if ('NPQRSW'.includes(first) || digits.startsWith('00')) return control === cifLetters[check]
  return isLetter ? control === cifLetters[check] : control === String(check)
}

function peruvian(type: string, value: string): readonly IdentityDocument[] {
  const digits = toDigits(value)
  if (/^\d{11}$/.test(digits) && type !== 'DNI') {
    const valid = isRuc(digits)
    const ruc = { country: 'PE', type: 'RUC', value: digits, valid }
    if (!digits.startsWith('10')) return [ruc]
    return [ruc, { country: 'PE', type: 'DNI', value: digits.slice(2, 10), valid: false }]
  }
  if (/^\d{7,8}$/.test(digits) && (type === 'DNI' || type === ''))
    return [{ country: 'PE', type: 'DNI', value: digits.padStart(8, '0'), valid: false }]
  return [{ country: 'PE', type: type === '' ? 'OTHER' : type, value, valid: false }]
}

function isRuc(digits: string): boolean {
  let sum = 0
  for (const [at, weight] of rucWeights.entries()) sum += weight * Number(digits[at])
  return Number(digits[10]) === (11 - (sum % 11)) % 10
}

/** O and I are read for 0 and 1 where only digits stand. */
function toDigits(text: string): string {
  return text.replaceAll('O', '0').replaceAll(/[IL]/g, '1')
}

function trimZeros(value: string): string {
  return value.replace(/^0+(?=.)/, '')
}
