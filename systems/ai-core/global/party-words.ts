// What the columns of a party, the criteria of survivorship and the levels of comparisons are called among people.
import type { Said, SpokenLanguage } from '../../../kernel/index.ts'

type Phrases = Readonly<Record<string, readonly [en: string, es: string]>>

const attributes: Phrases = {
  kind: ['kind', 'clase'],
  displayName: ['name', 'nombre'],
  name: ['name', 'nombre'],
  givenName: ['given name', 'nombre de pila'],
  firstSurname: ['first surname', 'primer apellido'],
  secondSurname: ['second surname', 'segundo apellido'],
  legalName: ['legal name', 'razón social'],
  birthDate: ['born', 'nacimiento'],
  birthPlace: ['birthplace', 'lugar de nacimiento'],
  gender: ['gender', 'género'],
  occupation: ['occupation', 'ocupación'],
  email: ['e-mail', 'correo'],
  phone: ['phone', 'teléfono'],
  document: ['document', 'documento'],
  documentType: ['document type', 'tipo de documento'],
  documentNumber: ['document number', 'número de documento'],
  documentCountry: ['document country', 'país del documento'],
  address: ['address', 'dirección'],
  addressLine: ['street', 'calle'],
  postcode: ['postcode', 'código postal'],
  city: ['town', 'población'],
  province: ['province', 'provincia'],
  country: ['country', 'país'],
  language: ['language', 'idioma'],
  policiesInForce: ['policies in force', 'pólizas en vigor'],
  premiumYear: ['premiums a year', 'primas al año'],
  openClaims: ['open claims', 'siniestros abiertos'],
  unpaidReceipts: ['unpaid receipts', 'recibos sin pagar'],
  energyContracts: ['energy contracts', 'contratos de energía'],
  lastContactAt: ['last contact', 'último contacto'],
}

const rules: Phrases = {
  only: ['nobody says otherwise', 'nadie dice otra cosa'],
  pin: ['a person fixed it', 'lo fijó una persona'],
  verified: ['its source verified it', 'su fuente lo verificó'],
  trust: ['its source is trusted more', 'su fuente es más fiable'],
  valid: ['the other is not valid', 'el otro no es válido'],
  recency: ['it is newer', 'es más reciente'],
  frequency: ['more sources say so', 'lo dicen más fuentes'],
  completeness: ['it says more', 'dice más'],
  tie: ['a tie: the first record', 'empate: el primer registro'],
}

const compared: Phrases = {
  given: ['given name', 'nombre de pila'],
  surname: ['surnames', 'apellidos'],
  middle: ['other names', 'otros nombres'],
  place: ['address', 'dirección'],
  company: ['company name', 'nombre de empresa'],
  household: ['same home', 'mismo hogar'],
}

const levels: Phrases = {
  exact: ['the same', 'igual'],
  same: ['the same', 'igual'],
  valid: ['the same valid document', 'el mismo documento válido'],
  typo: ['a typing mistake apart', 'igual salvo una errata'],
  similar: ['similar', 'parecido'],
  loose: ['loosely similar', 'algo parecido'],
  variant: ['forms of one name', 'formas del mismo nombre'],
  partial: ['one has more names', 'uno tiene más nombres'],
  initial: ['fits the initial', 'coincide con la inicial'],
  elsewhere: ['stands in another field', 'está en otro campo'],
  gender: ['differs in gender', 'difiere en el género'],
  different: ['different', 'distinto'],
  both: ['both the same', 'los dos iguales'],
  first: ['the first the same', 'el primero igual'],
  bothTypo: ['both, a typing mistake apart', 'los dos, salvo una errata'],
  moved: ['in another order', 'en otro orden'],
  firstOnly: ['only the first', 'solo el primero'],
  secondOnly: ['only the second', 'solo el segundo'],
  contained: ['one within the other', 'uno dentro del otro'],
  some: ['partly the same', 'igual en parte'],
  most: ['mostly the same', 'casi igual'],
  none: ['nothing in common', 'nada en común'],
  exchanged: ['day and month exchanged', 'día y mes cambiados'],
  yearKnown: ['the same as far as known', 'igual en lo que se sabe'],
  twoParts: ['two of three parts', 'dos de tres partes'],
  yearOnly: ['the year alone', 'solo el año'],
  dayMonth: ['day and month alone', 'solo día y mes'],
  near: ['close', 'próximo'],
  local: ['the same before the @', 'igual antes de la @'],
  domain: ['the same domain', 'el mismo dominio'],
  shared: ['what a household shares says less', 'lo que comparte un hogar dice menos'],
  door: ['the same door', 'la misma puerta'],
  building: ['the same building', 'el mismo edificio'],
  street: ['the same street', 'la misma calle'],
  'another number': ['another number', 'otro número'],
  'another street': ['another street', 'otra calle'],
  area: ['the same area', 'la misma zona'],
  unknown: ['not known', 'no se sabe'],
  postcode: ['postcode', 'código postal'],
  town: ['town', 'población'],
}

const vetoes: Phrases = {
  DOCUMENT: ['valid documents that differ', 'documentos válidos distintos'],
  KIND: ['a person and an organisation', 'una persona y una organización'],
}

const kinds: Phrases = {
  LINK: ['attached', 'unido'],
  UNLINK: ['detached', 'separado'],
  MERGE: ['merged', 'fusionado'],
  UNMERGE: ['unmerged', 'fusión deshecha'],
  VETO: ['kept apart', 'mantenido aparte'],
}

function lookUp(phrases: Phrases, word: string, language: SpokenLanguage): string {
  const found = Object.hasOwn(phrases, word) ? phrases[word] : undefined
  return found?.[language === 'es' ? 1 : 0] ?? word
}

export const sayAttribute = (name: string, language: SpokenLanguage): string =>
  lookUp(attributes, name, language)
export const sayRule = (rule: string, language: SpokenLanguage): string =>
  lookUp(rules, rule, language)
export const sayVeto = (veto: string, language: SpokenLanguage): string =>
  lookUp(vetoes, veto, language)
export const sayDecision = (kind: string, language: SpokenLanguage): string =>
  lookUp(kinds, kind, language)

export function sayCompared(name: string, language: SpokenLanguage): string {
  return lookUp(Object.hasOwn(compared, name) ? compared : attributes, name, language)
}

/** `postcode exact, town typo` is two levels in one. */
export function sayLevel(level: string, language: SpokenLanguage): string {
  return level
    .split(', ')
    .map((part) => {
      const [first = '', ...rest] = part.split(' ')
      const isPair = first === 'postcode' || first === 'town'
      const words = isPair ? [first, rest.join(' ')] : [part]
      return words.map((word) => lookUp(levels, word, language)).join(' ')
    })
    .join(', ')
}

/** All sentences of a list in one language. */
export function inLanguage<K extends string>(
  said: Readonly<Record<K, Said>>,
  language: SpokenLanguage,
): Readonly<Record<K, string>> {
  const entries = Object.entries<Said>(said).map(([name, text]) => [name, text[language]])
  return Object.fromEntries(entries) as Record<K, string>
}
