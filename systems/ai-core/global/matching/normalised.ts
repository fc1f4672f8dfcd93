// What a record says once normalised: plain JSON, stored beside the payload. What is missing is absent.

export type PartyKind = 'PERSON' | 'ORGANISATION'

export interface PersonName {
  /** Folded tokens; compound names are spelled out (M. Carmen -> maria carmen). */
  readonly given: readonly string[]
  /** One folded string per surname, particles left out (de la Fuente -> fuente). */
  readonly surnames: readonly string[]
  /** Tokens of the display name that are neither: middle names, titles, nicknames. */
  readonly others: readonly string[]
  /** The whole name with its ñ, only where folding lost one. */
  readonly spelling?: string
}

export interface BirthDate {
  readonly year: number
  /** 1-12 and 1-31; absent where only the year is known. */
  readonly month?: number
  readonly day?: number
}

export interface IdentityDocument {
  /** ISO 3166-1, or '' where nobody said. */
  readonly country: string
  readonly type: string
  readonly value: string
  /** The control letter or digit is right. Only then may the document veto. */
  readonly valid: boolean
  /** The letter was computed here: eight digits say nothing about their own correctness. */
  readonly inferred?: boolean
}

export interface Email {
  readonly local: string
  readonly domain: string
}

export interface Address {
  /** Folded street name without its type. */
  readonly street: string
  readonly number?: string
  /** Floor and door in one canonical form. */
  readonly unit?: string
}

export interface CompanyName {
  /** Distinguishing tokens, legal forms left out. */
  readonly core: readonly string[]
  /** Tokens of the trade name where the source gives one beside the legal name. */
  readonly trade?: readonly string[]
}

export interface Normalised {
  readonly kind: PartyKind
  readonly name?: PersonName
  readonly company?: CompanyName
  readonly birthDate?: BirthDate
  readonly birthPlace?: string
  readonly gender?: 'M' | 'F'
  readonly occupation?: string
  readonly documents?: readonly IdentityDocument[]
  /** E.164, or the bare digits where the number is not a valid one. */
  readonly phone?: string
  readonly email?: Email
  readonly address?: Address
  readonly postcode?: string
  readonly city?: string
  readonly province?: string
  readonly country?: string
}
