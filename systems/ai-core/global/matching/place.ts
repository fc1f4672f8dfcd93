// Towns, provinces and postcodes under one name each.
import { fold, textOf, tokensOf } from './fold.ts'

const articles: ReadonlySet<string> = new Set(
  'la el los las a o as os l s de del d en the of'.split(' '),
)

/** Towns with two official names, and the usual exonyms. */
const twoNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    alicante: 'alacant',
    'san sebastian': 'donostia/donostia san sebastian',
    vitoria: 'gasteiz/vitoria gasteiz',
    bilbao: 'bilbo',
    pamplona: 'iruna/pamplona iruna',
    elche: 'elx/elche elx',
    castellon: 'castello/castello plana/castellon plana',
    jativa: 'xativa',
    sagunto: 'sagunt',
    alcoy: 'alcoi/alcoy alcoi',
    gerona: 'girona',
    lerida: 'lleida',
    ibiza: 'eivissa',
    mahon: 'mao',
    ciudadela: 'ciutadella',
    orense: 'ourense',
    gijon: 'xixon',
    oviedo: 'uvieu',
    fuenterrabia: 'hondarribia',
    mondragon: 'arrasate',
    palma: 'palma mallorca',
    baleares: 'illes balears/islas baleares/balears',
    vizcaya: 'bizkaia',
    guipuzcoa: 'gipuzkoa',
    alava: 'araba',
    navarra: 'nafarroa',
  }).flatMap(([town, others]) => others.split('/').map((other): [string, string] => [other, town])),
)

export function normaliseTown(value: unknown): string | undefined {
  const text = textOf(value)
  if (text === '') return undefined
  const words = tokensOf(fold(text))
  const named = words.filter((word) => !articles.has(word))
  const town = (named.length > 0 ? named : words).join(' ')
  return town === '' ? undefined : (twoNames.get(town) ?? town)
}

/** No spaces, lower case; a Spanish one gets back the zero that spreadsheets take. */
export function normalisePostcode(value: unknown, country: string): string | undefined {
  const text = fold(textOf(value)).replaceAll(/[^a-z0-9]/g, '')
  if (text === '' || /^0+$/.test(text)) return undefined
  if (/^\d{4}$/.test(text) && (country === '' || country === 'ES')) return `0${text}`
  return /^\d{9}$/.test(text) ? text.slice(0, 5) : text
}

/** The larger district: a British outward code, else all but the last two figures. */
export function postcodeArea(postcode: string): string {
  return postcode.slice(0, /[a-z]/.test(postcode) ? -3 : -2)
}
