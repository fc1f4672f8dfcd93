// Blocking keys: two records are compared when they share one. Keyed hashes, as a plain hash of an identity
// document is undone by trying all numbers.
import { birthDateText } from './birth-date.ts'
import { isGenericLocal } from './email.ts'
import { keyedHash } from './keyed-hash.ts'
import { canonicalName } from './name-words.ts'
import type { Normalised, PersonName } from './normalised.ts'
import { soundsLike } from './phonetic.ts'
import { postcodeArea } from './place.ts'

export interface MatchKey {
  /** Small number of the kind of key; part of the hashed text. */
  readonly type: number
  /** First 8 bytes of HMAC-SHA256(secret, type and value) as a signed int8. */
  readonly key: bigint
  /** Two new records that share a strong key are to be resolved one after the other. */
  readonly strong: boolean
}

/** Records fetched per key at most; a key held by more is too common to say much. */
export const keyCap = 60

/**
 * Records that a record is compared with, those first that share the rarest keys with it. Each one more costs every
 * look-up; against comparing all, the labelled files lose 0.002 of their F1.
 */
export const nearestMax = 16

/** What sharing a key says that so many hold; whole numbers, so that a sum is the same in any order. */
export function rarityOf(holders: number): number {
  return Math.round(100 * Math.log((2 * keyCap) / holders))
}

/** The same in SQL. */
export const rarity = (holders: string): string =>
  `round(100 * ln(${2 * keyCap}::float8 / ${holders}))::int`

export interface KeyText {
  readonly type: number
  /** Type and values. */
  readonly text: string
}

/** Types below this one are strong. */
const firstWeakType = 10

export function keysOf(fields: Normalised, secret: Uint8Array): readonly MatchKey[] {
  const hash = keyedHash(secret)
  return keyTextsOf(fields).map(({ type, text }) => {
    return { type, key: hash(text).readBigInt64BE(0), strong: type < firstWeakType }
  })
}

/** The keys before hashing, for work that never leaves the process. */
export function keyTextsOf(fields: Normalised): readonly KeyText[] {
  const keys = new Map<string, KeyText>()
  const add = (type: number, ...parts: readonly (string | undefined)[]) => {
    let text = `${type}`
    for (const part of parts) {
      if (part === undefined || part === '') return
      text += `|${part}`
    }
    keys.set(text, { type, text })
  }
  addContacts(fields, add)
  if (fields.name !== undefined) addPerson(fields, fields.name, add)
  if (fields.company !== undefined) addCompany(fields, fields.company.core, add)
  if (fields.company?.trade !== undefined) addCompany(fields, fields.company.trade, add)
  return [...keys.values()]
}

type Add = (type: number, ...parts: readonly (string | undefined)[]) => void

function addContacts(fields: Normalised, add: Add): void {
  for (const { country, value } of fields.documents ?? []) add(1, country, value)
  for (const { value } of fields.documents ?? []) add(10, value.replaceAll(/[A-Z]$/g, ''))
  add(2, fields.phone)
  add(11, fields.phone?.slice(-9))
  const { email, address } = fields
  if (email !== undefined) {
    add(3, email.local, email.domain)
    if (!isGenericLocal(email.local) && email.local.length > 4) add(12, email.local)
  }
  if (address?.number !== undefined)
    add(13, address.street, address.number, fields.postcode ?? fields.city)
}

function addPerson(fields: Normalised, name: PersonName, add: Add): void {
  const born = fields.birthDate
  const day = born?.day === undefined ? undefined : birthDateText(born)
  const year = born === undefined ? undefined : String(born.year)
  const town = fields.city ?? fields.birthPlace
  const area = fields.postcode === undefined ? undefined : postcodeArea(fields.postcode)
  // A name of one word is keyed in both places: it may be either.
  const isSingle = name.given.length + name.surnames.length === 1
  const single = isSingle ? (name.given[0] ?? name.surnames[0]) : undefined
  const first = name.given[0] ?? single
  const last = name.surnames[0] ?? single
  const given = first === undefined ? undefined : soundsLike(canonicalName(first))
  const surname = last === undefined ? undefined : soundsLike(last)
  const sorted = [first, last].filter((word) => word !== undefined).sort()
  if (!isSingle) add(4, sorted.join(' '), day)
  add(20, surname, year)
  add(21, given, day)
  add(22, day, area)
  add(23, day, town)
  add(24, given, surname)
  add(25, given, surname, year)
  add(26, given, surname, town)
  add(27, given, surname, area)
  add(28, surname, fields.postcode)
  add(29, given, fields.postcode)
  add(30, surname, town)
  add(31, surname, area)
  add(32, given, town, year)
  add(33, given, area, year)
  add(34, given, surname, fields.occupation)
  add(35, last?.slice(0, 3), first?.slice(0, 3), year)
  add(36, last?.slice(0, 4), first?.slice(0, 1), town)
  if (born?.month !== undefined && born.day !== undefined) {
    add(37, `${born.month}-${born.day}`, surname)
    add(38, `${born.month}-${born.day}`, given, town)
  }
  add(39, day, fields.occupation)
  add(40, fields.postcode, year)
  add(41, town, year, fields.occupation)
  add(42, given, town, fields.occupation)
  if (name.surnames.length > 1) {
    add(43, [...name.surnames].sort().join(' '))
    add(44, name.surnames[1] && soundsLike(name.surnames[1]), given, year)
  }
  if (fields.address !== undefined) add(45, surname, fields.address.street, fields.address.number)
  // Alone they serve where they are rare: held by many they are passed over.
  add(60, surname)
  add(61, given)
  add(62, day)
  add(63, fields.postcode)
  add(64, name.others.join(' '))
}

function addCompany(fields: Normalised, core: readonly string[], add: Add): void {
  const sounds = core.map(soundsLike)
  add(50, [...sounds].sort().join(' '))
  add(51, sounds.slice(0, 2).join(' '), fields.province ?? fields.city ?? fields.postcode)
  add(52, sounds[0], fields.postcode)
  add(53, sounds[0], fields.address?.street, fields.address?.number)
  add(54, sounds[0], fields.email?.domain)
  add(55, sounds.slice(0, 3).join(' '))
  if (fields.address?.number !== undefined) add(56, fields.address.street, fields.address.number)
}
