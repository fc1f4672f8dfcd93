// Comparisons of two people and two companies, level by level.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare, unpack, vetoOf } from './compare.ts'
import { comparisons } from './comparisons.ts'
import { explainPair } from './explain.ts'
import { priorModel, scorePair } from './model.ts'
import { normalise } from './normalise.ts'

const person = (row: Record<string, unknown>) => normalise({ kind: 'PERSON', ...row })
const company = (row: Record<string, unknown>) => normalise({ kind: 'ORGANISATION', ...row })

function levelOf(
  comparison: string,
  a: Record<string, unknown>,
  b: Record<string, unknown>,
): string {
  const make = 'legalName' in a ? company : person
  const pattern = unpack(compare(make(a), make(b)))
  const at = comparisons.findIndex(({ name }) => name === comparison)
  return comparisons[at]?.levels[(pattern[at] ?? 0) - 1] ?? 'unobserved'
}

const surnames = (text: string) => {
  const [firstSurname, secondSurname] = text.split(' ')
  return { givenName: 'Ana', firstSurname, secondSurname }
}

test('two surnames: whole, half, exchanged, and those of cousins', () => {
  const level = (a: string, b: string) => levelOf('surname', surnames(a), surnames(b))
  expect(level('García López', 'Garcia Lopez')).toBe('both')
  expect(level('García López', 'García')).toBe('first')
  expect(level('García López', 'López García')).toBe('moved')
  expect(level('García López', 'López')).toBe('moved')
  expect(level('García López', 'García Ruiz')).toBe('firstOnly')
  expect(level('García López', 'Pérez López')).toBe('secondOnly')
  expect(level('García López', 'Garcai Lopez')).toBe('bothTypo')
  expect(level('García López', 'Ibarra Mendoza')).toBe('different')
})

test('given names: short forms, other languages, parts, and genders', () => {
  const level = (a: string, b: string) => levelOf('given', { givenName: a }, { givenName: b })
  expect(level('Francisco', 'Paco')).toBe('variant')
  expect(level('Jordi', 'Jorge')).toBe('variant')
  expect(level('María del Carmen', 'Mª Carmen')).toBe('exact')
  expect(level('José Luis', 'J. Luis')).toBe('initial')
  expect(level('María Carmen', 'María')).toBe('partial')
  expect(level('Francisco', 'Francisca')).toBe('gender')
  expect(level('José Luis', 'José Antonio')).toBe('different')
})

test('columns in the wrong order are seen through', () => {
  const a = { givenName: 'Frederick', firstSurname: 'Wright' }
  const b = { givenName: 'Wright', firstSurname: 'Frederick' }
  expect(levelOf('surname', a, b)).toBe('moved')
  expect(levelOf('surname', { givenName: 'Wright' }, a)).toBe('first')
  expect(levelOf('given', { givenName: 'Wright' }, a)).toBe('unobserved')
})

test('dates: a digit, day and month, the year only', () => {
  const level = (a: string, b: string) => levelOf('birthDate', { birthDate: a }, { birthDate: b })
  expect(level('1971-06-24', '1971-05-24')).toBe('typo')
  expect(level('1971-06-04', '1971-04-06')).toBe('exchanged')
  expect(level('1971-01-01', '1971-05-24')).toBe('yearKnown')
  expect(level('1971-06-24', '1945-11-30')).toBe('different')
})

test('a company is its trade name as well as its legal one', () => {
  const legal = {
    legalName: 'Distribuciones Vega e Hijos SL',
    displayName: 'Ferretería El Tornillo',
  }
  expect(levelOf('company', legal, { legalName: 'FERRETERIA EL TORNILLO' })).toBe('exact')
  expect(levelOf('company', legal, { legalName: 'Panadería Sol' })).toBe('different')
})

test('streets with numbers for names are not forgiven a digit', () => {
  const at = (addressLine: string) => ({ addressLine, postcode: '28001' })
  expect(levelOf('place', at('C/ Mayor 12, 3º B'), at('Calle Mayor, 12 3 B'))).toBe('door')
  expect(levelOf('place', at('C/ Mayor 12, 3º B'), at('Calle Maior, 12'))).toBe('building')
  expect(levelOf('place', at('2701 W 18th St'), at('2701 W 19th St'))).toBe(
    'postcode exact, town unknown',
  )
})

const text = (...values: string[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
const anybody = fc.record({
  kind: fc.constantFrom('PERSON', 'ORGANISATION'),
  givenName: text('Ana', 'Anna', 'Paco', 'Francisco', 'Francisca', 'J.', 'José Luis', 'García'),
  firstSurname: text('García', 'Garcia', 'Gracia', 'López', 'Wright'),
  secondSurname: text('López', 'Lopes', 'García'),
  displayName: text('Ana García López', 'Sir John Wright', 'Aceros Vega'),
  legalName: text('Aceros Vega SL', 'Aceros del Norte', 'Vega'),
  birthDate: text('1971-06-24', '1971-05-24', '1971-01-01', '1945', '24/06/1971'),
  city: text('Madrid', 'Madird', 'Donostia'),
  birthPlace: text('Toledo', 'Madrid'),
  postcode: text('28001', '28010', '8001'),
  addressLine: text('C/ Mayor 12, 3 B', 'Mayor 12', 'Mayor 14', 'Sol 1'),
  email: text('ana@x.es', 'ana.garcia@x.es', 'ana.garcai@x.es', 'info@x.es'),
  phone: text('612345678', '612345679', '5551234'),
  documentType: fc.constant('DNI'),
  documentCountry: fc.constant('ES'),
  documentNumber: text('12345678Z', '00000001R', '12345678A', '12345678'),
  gender: text('M', 'F'),
})

test('the order of the two does not matter, and the pattern holds every level', () => {
  fc.assert(
    fc.property(anybody, anybody, (a, b) => {
      const [left, right] = [normalise(a), normalise(b)]
      expect(compare(left, right)).toBe(compare(right, left))
      expect(vetoOf(left, right)).toBe(vetoOf(right, left))
      const there = scorePair(priorModel, left, right).bits
      expect(scorePair(priorModel, right, left).bits).toBeCloseTo(there, 9)
      expect(Number.isSafeInteger(compare(left, right))).toBe(true)
      expect(explainPair(priorModel, left, right).bits).toBeCloseTo(there, 9)
    }),
    { numRuns: 3000 },
  )
})

test('no pattern is beyond a safe integer', () => {
  const most = comparisons.reduce((product, { levels }) => product * (levels.length + 1), 1)
  expect(most).toBeLessThan(Number.MAX_SAFE_INTEGER)
})
