// Control letters of Spain and Peru, by known numbers and by made ones.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { vetoOf } from './compare.ts'
import { normaliseDocuments } from './document.ts'
import { normalise } from './normalise.ts'

const first = (documentNumber: string, documentType?: string, documentCountry?: string) =>
  normaliseDocuments({ documentNumber, documentType, documentCountry })[0]

test('known numbers are valid, however they are written', () => {
  for (const [written, type, value] of [
    ['12345678Z', 'DNI', '12345678Z'],
    ['12.345.678-z', 'DNI', '12345678Z'],
    ['ES12345678Z', 'DNI', '12345678Z'],
    ['O0000001R', 'DNI', '00000001R'],
    ['1R', 'OTHER', '1R'],
    ['X1234567L', 'NIE', 'X1234567L'],
    ['Y-1234567-X', 'NIE', 'Y1234567X'],
    ['Z1234567R', 'NIE', 'Z1234567R'],
    ['A58818501', 'CIF', 'A58818501'],
    ['B12345674', 'CIF', 'B12345674'],
    ['Q2826000H', 'CIF', 'Q2826000H'],
    ['P2807900B', 'CIF', 'P2807900B'],
  ] as const) {
    expect(first(written)).toMatchObject({ type, value, valid: type !== 'OTHER' })
  }
})

test('a wrong letter is told, and eight bare digits prove nothing', () => {
  expect(first('12345678A', 'DNI')).toMatchObject({ type: 'DNI', valid: false })
  expect(first('12345678', 'DNI', 'ES')).toMatchObject({
    value: '12345678Z',
    valid: false,
    inferred: true,
  })
  expect(first('A58818502', 'CIF')).toMatchObject({ valid: false })
})

test('a Peruvian RUC carries the DNI of its natural person', () => {
  expect(normaliseDocuments({ documentNumber: '20100070970', documentType: 'RUC' })).toEqual([
    { country: 'PE', type: 'RUC', value: '20100070970', valid: true },
  ])
  const [ruc, dni] = normaliseDocuments({ documentNumber: '10467293417', documentCountry: 'PE' })
  expect(ruc?.type).toBe('RUC')
  expect(dni).toEqual({ country: 'PE', type: 'DNI', value: '46729341', valid: false })
  expect(first('46729341', 'DNI', 'PE')?.value).toBe('46729341')
})

test('any single wrong digit and any exchange of neighbours breaks the letter of a DNI', () => {
  const letters = 'TRWAGMYFPDXBNJZSQVHLCKE'
  const number = fc.integer({ min: 0, max: 99_999_999 })
  fc.assert(
    fc.property(number, fc.nat(7), fc.nat(9), (value, at, digit) => {
      const digits = String(value).padStart(8, '0')
      const letter = letters[value % 23]
      expect(first(`${digits}${letter}`, 'DNI')?.valid).toBe(true)
      const mistyped = digits.slice(0, at) + digit + digits.slice(at + 1)
      expect(first(`${mistyped}${letter}`, 'DNI')?.valid).toBe(mistyped === digits)
      const turned =
        digits.slice(0, at) + (digits[at + 1] ?? '') + digits[at] + digits.slice(at + 2)
      expect(first(`${turned}${letter}`, 'DNI')?.valid).toBe(turned === digits)
    }),
    { numRuns: 2000 },
  )
})

test('two valid and different documents of one kind are a veto; an unproved one is not', () => {
  const person = (documentNumber: string, documentType = 'DNI', documentCountry = 'ES') =>
    normalise({ kind: 'PERSON', givenName: 'Ana', documentNumber, documentType, documentCountry })
  expect(vetoOf(person('12345678Z'), person('00000001R'))).toBe('DOCUMENT')
  expect(vetoOf(person('12345678Z'), person('12345678Z'))).toBeUndefined()
  expect(vetoOf(person('12345678Z'), person('00000001A'))).toBeUndefined()
  expect(vetoOf(person('12345678Z'), person('X1234567L', 'NIE'))).toBeUndefined()
  expect(vetoOf(person('12345678Z'), person('00000001', 'DNI', 'PE'))).toBeUndefined()
})
