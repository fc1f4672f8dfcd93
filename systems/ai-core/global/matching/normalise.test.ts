// What the columns become: the same for every way of writing them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalise } from './normalise.ts'

const person = (row: Record<string, unknown>) => normalise({ kind: 'PERSON', ...row })

test('accents, case, particles, titles and abbreviations do not tell people apart', () => {
  const one = person({
    givenName: 'Mª Ángeles',
    firstSurname: 'de la Fuente',
    secondSurname: 'Núñez',
  })
  const other = person({
    givenName: 'Dña. MARIA ANGELES',
    firstSurname: 'FUENTE',
    secondSurname: 'NUNEZ',
  })
  expect(one.name).toMatchObject({ given: ['maria', 'angeles'], surnames: ['fuente', 'nunez'] })
  expect(one.name?.spelling).toContain('nuñez')
  expect(other.name).toMatchObject({ given: one.name?.given, surnames: one.name?.surnames })
})

test('a whole name is taken apart, surnames first or last', () => {
  const parts = { given: ['ana'], surnames: ['garcia', 'lopez'] }
  expect(person({ displayName: 'García López, Ana' }).name).toMatchObject(parts)
  expect(person({ displayName: 'Ana García López' }).name).toMatchObject(parts)
  expect(person({ displayName: 'José Luis García López' }).name).toMatchObject({
    given: ['jose', 'luis'],
    surnames: ['garcia', 'lopez'],
  })
})

test('a title in a column of names gives way to the name behind it', () => {
  const name = person({
    displayName: 'hon. john collier',
    givenName: 'hon.',
    firstSurname: 'collier',
  }).name
  expect(name).toEqual({ given: ['john'], surnames: ['collier'], others: ['hon'] })
})

test('telephone numbers meet in one form', () => {
  const phones = ['612 34 56 78', '+34 612345678', '0034-612-345-678', '(+34) 612.34.56.78']
  for (const phone of phones) expect(person({ phone }).phone).toBe('+34612345678')
  expect(person({ phone: '987654321', country: 'PE' }).phone).toBe('+51987654321')
  expect(person({ phone: '000000000' }).phone).toBeUndefined()
})

test('dates are read day first, and the impossible ones are kept', () => {
  const expected = { year: 1971, month: 6, day: 24 }
  for (const birthDate of ['1971-06-24', '24/06/1971', '24-6-71', '19710624', '06/24/1971'])
    expect(person({ birthDate }).birthDate).toEqual(expected)
  expect(person({ birthDate: '1855-86-20' }).birthDate).toEqual({ year: 1855, month: 86, day: 20 })
  expect(person({ birthDate: '1900-01-01' }).birthDate).toBeUndefined()
})

test('one door has one address', () => {
  const expected = { street: 'mayor', number: '12', unit: '3 b' }
  for (const addressLine of [
    'C/ Mayor, 12, 3º B',
    'Calle Mayor nº 12 piso 3 puerta B',
    'CL MAYOR 12 03 B',
  ])
    expect(person({ addressLine }).address).toEqual(expected)
  expect(person({ addressLine: '51 E Main St Apt 3' }).address).toEqual({
    street: 'main',
    number: '51',
    unit: '3',
  })
})

test('towns with two names are one town, and postcodes get their zero back', () => {
  expect(person({ city: 'Donostia' }).city).toBe(person({ city: 'San Sebastián' }).city)
  expect(person({ city: 'A Coruña' }).city).toBe(person({ city: 'La Coruña' }).city)
  expect(person({ postcode: 8012, country: 'ES' }).postcode).toBe('08012')
  expect(person({ postcode: 'TQ13 8DF' }).postcode).toBe('tq138df')
})

test('a company is its name without its legal form', () => {
  const names = [
    'Aceros del Norte, S.L.',
    'ACEROS DEL NORTE SLU',
    'Aceros del Norte S.A. (antes Hierros Vega)',
  ]
  for (const legalName of names)
    expect(normalise({ kind: 'ORGANISATION', legalName }).company?.core).toEqual([
      'aceros',
      'norte',
    ])
})

test('anything at all is normalised, and once more changes nothing', () => {
  const columns = [
    'kind',
    'givenName',
    'firstSurname',
    'displayName',
    'birthDate',
    'phone',
    'email',
    'addressLine',
    'documentNumber',
    'postcode',
    'city',
    'legalName',
    'gender',
  ]
  const row = fc.record(Object.fromEntries(columns.map((column) => [column, fc.anything()])), {
    requiredKeys: [],
  })
  fc.assert(
    fc.property(row, fc.string({ unit: 'binary' }), (values, text) => {
      const all = {
        ...values,
        givenName: text,
        city: text,
        addressLine: text,
        email: text,
        phone: text,
      }
      const fields = normalise(all)
      expect(JSON.parse(JSON.stringify(fields))).toEqual(fields)
      const again = normalise({
        kind: fields.kind,
        city: fields.city,
        birthPlace: fields.birthPlace,
        postcode: fields.postcode,
      })
      expect(again.city).toEqual(fields.city)
      expect(again.postcode).toEqual(fields.postcode)
    }),
    { numRuns: 500 },
  )
})
