// Keys: keyed, the same each time, and shared by what ought to be compared.
import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyedHash } from './keyed-hash.ts'
import { keysOf } from './keys.ts'
import { normalise } from './normalise.ts'

const secret = new TextEncoder().encode('a secret of this test')
const keys = (row: Record<string, unknown>) => keysOf(normalise({ kind: 'PERSON', ...row }), secret)
const person = {
  givenName: 'Begoña',
  firstSurname: 'Vázquez',
  birthDate: '1971-06-24',
  city: 'Lugo',
}

function shared(a: Record<string, unknown>, b: Record<string, unknown>): number {
  const there = new Set(keys(b).map(({ key }) => key))
  return keys(a).filter(({ key }) => there.has(key)).length
}

test('two spellings that sound alike meet', () => {
  expect(
    shared(person, {
      ...person,
      givenName: 'Vegoña',
      firstSurname: 'Basques',
      birthDate: undefined,
    }),
  ).toBeGreaterThan(0)
  expect(shared(person, { givenName: 'Luis', firstSurname: 'Soto', city: 'Cádiz' })).toBe(0)
})

test('a document meets without its letter, and never another country’s', () => {
  const dni = (documentNumber: string, documentCountry: string) => ({
    documentNumber,
    documentCountry,
    documentType: 'DNI',
  })
  expect(shared(dni('12345678Z', 'ES'), dni('12345678', 'ES'))).toBeGreaterThan(0)
  const strong = (row: Record<string, unknown>) =>
    keys(row)
      .filter((key) => key.strong)
      .map(({ key }) => key)
  expect(strong(dni('12345678', 'ES'))).not.toEqual(strong(dni('12345678', 'PE')))
})

test('another secret gives other keys, and every key is a signed int8 of its own', () => {
  const other = keysOf(normalise({ kind: 'PERSON', ...person }), new Uint8Array(32))
  const own = keys(person)
  expect(own.some(({ key }) => other.some((each) => each.key === key))).toBe(false)
  expect(new Set(own.map(({ key }) => key)).size).toBe(own.length)
  for (const { key } of own) expect(BigInt.asIntN(64, key)).toBe(key)
  expect(keys(person)).toEqual(own)
})

test('documents, telephones, mail and name with date of birth are strong', () => {
  const strong = keys({
    ...person,
    phone: '612345678',
    email: 'b@x.es',
    documentNumber: '12345678Z',
  }).filter((key) => key.strong)
  expect(strong.map(({ type }) => type).sort()).toEqual([1, 2, 3, 4])
})

test('the keyed hash is HMAC-SHA256 for any secret and text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.string({ unit: 'binary' }), (key, text) => {
      const expected = createHmac('sha256', key).update(text).digest('hex')
      expect(keyedHash(key)(text).toString('hex')).toBe(expected)
    }),
  )
})
