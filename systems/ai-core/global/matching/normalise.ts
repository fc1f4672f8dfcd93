// From the party's columns to what the matcher compares. Deterministic; `normVersion` rises with any change.
import { normaliseAddress } from './address.ts'
import { normaliseBirthDate } from './birth-date.ts'
import { normaliseCompany } from './company.ts'
import { normaliseDocuments } from './document.ts'
import { normaliseEmail } from './email.ts'
import { fold, textOf, tokensOf } from './fold.ts'
import { normaliseName } from './name.ts'
import type { Normalised, PartyKind } from './normalised.ts'
import { normalisePhone } from './phone.ts'
import { normalisePostcode, normaliseTown } from './place.ts'

export type { Normalised } from './normalised.ts'

export const normVersion = 1

const male: ReadonlySet<string> = new Set(
  'm male man hombre h v varon masculino masculine'.split(' '),
)
const female: ReadonlySet<string> = new Set('f female woman mujer femenino feminine'.split(' '))

/** Party columns; what is missing or unreadable is left out. Never throws. */
export function normalise(row: Readonly<Record<string, unknown>>): Normalised {
  const country = textOf(row.country).toUpperCase()
  const documents = normaliseDocuments(row)
  const kind = kindOf(row)
  const isPerson = kind === 'PERSON'
  const fields = {
    name: isPerson ? normaliseName(row) : undefined,
    company: isPerson ? undefined : normaliseCompany(row),
    birthDate: normaliseBirthDate(row.birthDate),
    birthPlace: normaliseTown(row.birthPlace),
    gender: genderOf(row.gender),
    occupation: wordsOf(row.occupation),
    documents: documents.length === 0 ? undefined : documents,
    phone: normalisePhone(row.phone, country || textOf(row.documentCountry).toUpperCase()),
    email: normaliseEmail(row.email),
    address: normaliseAddress(row.addressLine),
    postcode: normalisePostcode(row.postcode, country),
    city: normaliseTown(row.city),
    province: normaliseTown(row.province),
    country: country === '' ? undefined : country,
  }
  const present = Object.entries(fields).filter(([, value]) => value !== undefined)
  return { kind, ...Object.fromEntries(present) }
}

function kindOf(row: Readonly<Record<string, unknown>>): PartyKind {
  if (row.kind === 'ORGANISATION' || row.kind === 'PERSON') return row.kind
  const isNamed = textOf(row.givenName) !== '' || textOf(row.firstSurname) !== ''
  return !isNamed && textOf(row.legalName) !== '' ? 'ORGANISATION' : 'PERSON'
}

function genderOf(value: unknown): 'M' | 'F' | undefined {
  const text = fold(textOf(value))
  if (male.has(text)) return 'M'
  return female.has(text) ? 'F' : undefined
}

function wordsOf(value: unknown): string | undefined {
  const words = tokensOf(fold(textOf(value))).join(' ')
  return words === '' ? undefined : words
}
