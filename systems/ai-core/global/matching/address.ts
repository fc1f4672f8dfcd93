// Street, number and door out of one line, Spanish first. What it cannot read stays in the street.
import { fold, textOf, tokensOf } from './fold.ts'
import type { Address } from './normalised.ts'

const streetTypes: ReadonlySet<string> = new Set(
  `c cl calle av avd avda avenida pza plza pl plaza ps pso paseo p ctra carretera rda ronda trav trva
  travesia urb urbanizacion pol poligono ind industrial cm cmno camino gta glorieta gv via pje pasaje
  rbla rambla carrer cr avinguda placa passeig kalea k etorbidea plazoleta rua praza estrada jr jiron
  st street ave avenue rd road blvd boulevard dr drive ln lane ct court way pkwy place circuit crescent
  cct cres terrace close grove highway hwy parade`.split(/\s+/),
)
const smallWords: ReadonlySet<string> = new Set(
  'de del la las los el l d en i y s n sn num numero no nro n e w north south east west'.split(' '),
)
const unitWords: ReadonlySet<string> = new Set(
  `piso planta pta puerta esc escalera bl bloque blq bajo bjo bj atico at entresuelo ent izq izda
  izquierda dcha derecha der dpto apt apto apartment unit suite ste fl floor local portal`.split(
    /\s+/,
  ),
)
const shortUnits: ReadonlyMap<string, string> = new Map([
  ['izda', 'izq'],
  ['izquierda', 'izq'],
  ['derecha', 'dcha'],
  ['der', 'dcha'],
  ['bjo', 'bajo'],
  ['bj', 'bajo'],
  ['at', 'atico'],
])
const silentUnits: ReadonlySet<string> = new Set(
  'piso planta pta puerta esc escalera bl bloque blq portal dpto apt apto apartment unit suite ste fl floor local'.split(
    ' ',
  ),
)

export function normaliseAddress(value: unknown): Address | undefined {
  const text = textOf(value)
  if (text === '') return undefined
  const words = tokensOf(fold(text.replaceAll(/[ºª°]/g, ' ').replaceAll(/\bs\/n\b/gi, ' ')))
  // A postcode at the end of the line.
  if (words.length > 3 && /^\d{5}$/.test(words.at(-1) ?? '')) words.pop()
  const leading = /^\d+[a-z]?$/.test(words[0] ?? '') && words.length > 1
  return leading ? ofNumberFirst(words) : ofStreetFirst(words)
}

/** "51 E Main St Apt 3". */
function ofNumberFirst(words: readonly string[]): Address | undefined {
  const rest = words.slice(1)
  const unitAt = rest.findIndex((word) => unitWords.has(word))
  const street = streetOf(unitAt < 0 ? rest : rest.slice(0, unitAt))
  return make(street, words[0], unitAt < 0 ? [] : rest.slice(unitAt))
}

/** "C/ Mayor, 12, 3º B". */
function ofStreetFirst(words: readonly string[]): Address | undefined {
  const at = words.findIndex((word, index) => index > 0 && /^\d+[a-z]?$/.test(word))
  if (at < 0) return make(streetOf(words), undefined, [])
  return make(streetOf(words.slice(0, at)), words[at], words.slice(at + 1))
}

function streetOf(words: readonly string[]): string {
  const named = words.filter((word) => !streetTypes.has(word) && !smallWords.has(word))
  return (named.length > 0 ? named : words).join(' ')
}

function make(
  street: string,
  number: string | undefined,
  rest: readonly string[],
): Address | undefined {
  if (street === '') return undefined
  const unit = rest
    .filter((word) => !silentUnits.has(word))
    .map((word) => (shortUnits.get(word) ?? word).replace(/^0+(?=.)/, ''))
    .slice(0, 4)
    .join(' ')
  return {
    street,
    ...(number === undefined ? {} : { number: number.replace(/^0+(?=.)/, '') }),
    ...(unit === '' ? {} : { unit }),
  }
}
