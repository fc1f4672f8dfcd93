// People as they are spread in Spain: a few surnames for many, towns by size, one in ten without a document. Made
// from a seed; no file of real people is needed.
import { seededRandom } from '../../systems/ai-core/global/matching/random.ts'

export interface MadePerson {
  readonly kind: 'PERSON'
  readonly givenName: string
  readonly firstSurname: string
  readonly secondSurname: string
  readonly birthDate: string
  readonly documentType?: 'DNI'
  readonly documentNumber?: string
  readonly documentCountry?: 'ES'
  readonly email?: string
  readonly phone?: string
  readonly addressLine: string
  readonly postcode: string
  readonly city: string
  readonly country: 'ES'
}

const common =
  `García Rodríguez González Fernández López Martínez Sánchez Pérez Gómez Martín Jiménez Hernández Ruiz
Díaz Moreno Muñoz Álvarez Romero Gutiérrez Alonso Navarro Torres Domínguez Ramos Vázquez Ramírez Gil Serrano
Morales Molina Blanco Suárez Castro Ortega Delgado Ortiz Marín Rubio Núñez Medina Sanz Castillo Iglesias Cortés
Garrido Santos Guerrero Lozano Cano Cruz Méndez Flores Prieto Herrera Peña León Márquez Cabrera Gallego Calvo
Vidal Campos Reyes Vega Fuentes Carrasco Díez Aguilar Caballero Nieto Santana Vargas Pascual Giménez Herrero`.split(
    /\s+/,
  )
const given =
  `Antonio María Manuel Carmen José Ana Francisco Isabel David Laura Juan Cristina Javier Marta Daniel Dolores
Carlos Lucía Jesús Pilar Alejandro Elena Miguel Raquel Rafael Sara Pedro Rosa Pablo Paula Ángel Mercedes Sergio
Julia Fernando Beatriz Jorge Nuria Luis Silvia Alberto Rocío Álvaro Teresa Adrián Patricia Diego Inés Raúl Alba`.split(
    /\s+/,
  )
const towns =
  `Madrid Barcelona Valencia Sevilla Zaragoza Málaga Murcia Palma Bilbao Alicante Córdoba Valladolid Vigo Gijón
Toledo Cáceres Huesca Soria Teruel Lugo`.split(/\s+/)
const streets =
  `Mayor Real Nueva Constitución Iglesia Sol Luna Cervantes Goya Velázquez Colón Prim Alcalá Rosales`.split(
    /\s+/,
  )
const syllables =
  'ba be bi bo ca ce co da de do fa ga go la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se so ta te to va za'.split(
    ' ',
  )

export function makePeople(count: number, seed: number): readonly MadePerson[] {
  const random = seededRandom(seed)
  const below = (n: number) => Math.floor(random() * n)
  /** Zipf-like: the first are far more common. */
  const skewed = (n: number) => Math.floor(n * random() ** 2.2)
  const surname = () =>
    random() < 0.65
      ? (common[skewed(common.length)] ?? '')
      : capital(Array.from({ length: 3 }, () => syllables[below(syllables.length)]).join(''))
  return Array.from({ length: count }, (_, at): MadePerson => {
    const givenName = given[skewed(given.length)] ?? ''
    const [firstSurname, secondSurname] = [surname(), surname()]
    const year = 1935 + below(70)
    const birthDate = `${year}-${two(1 + below(12))}-${two(1 + below(28))}`
    const town = skewed(towns.length)
    return {
      kind: 'PERSON',
      givenName,
      firstSurname,
      secondSurname,
      birthDate,
      ...(random() < 0.9
        ? {
            documentType: 'DNI',
            documentNumber: toDni(10_000_000 + at * 37),
            documentCountry: 'ES',
          }
        : {}),
      ...(random() < 0.6 ? { email: toEmail(givenName, firstSurname, at) } : {}),
      ...(random() < 0.8
        ? { phone: `+346${String(10_000_000 + ((at * 7_919) % 90_000_000))}` }
        : {}),
      addressLine: `Calle ${streets[below(streets.length)]} ${1 + below(120)}`,
      postcode: `${two(1 + town * 2)}${String(1 + below(60)).padStart(3, '0')}`,
      city: towns[town] ?? '',
      country: 'ES',
    }
  })
}

/** The same person as somebody else wrote it: without a field or two, a letter gone, accents lost. */
export function misspell(person: Partial<MadePerson>, at: number): Partial<MadePerson> {
  const { firstSurname = '', addressLine: _, ...rest } = person
  const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '')
  if (at % 3 === 0) return { ...rest, firstSurname: plain(firstSurname).toUpperCase() }
  if (at % 3 === 1)
    return { ...rest, firstSurname: firstSurname.slice(0, 3) + firstSurname.slice(4) }
  const { email: __, ...less } = rest
  return { ...less, firstSurname }
}

function toDni(number: number): string {
  return `${number}${'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}`
}

function toEmail(givenName: string, surname: string, at: number): string {
  const plain = (text: string) => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  return `${plain(givenName)}.${plain(surname)}${at}@example.com`
}

const two = (n: number): string => String(n).padStart(2, '0')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
