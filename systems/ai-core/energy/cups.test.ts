// Promises of CUPS: published codes pass, and no single slip of a digit or a letter does.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toControlLetters, validateCups } from './cups.ts'

// From the test suites of public validators, and long division by hand for the edges.
const valid = [
  'ES1234123456789012JY',
  'ES1234123456789012JY1F',
  'ES0291000000000001DN',
  'ES0291000000000001DN0F',
  'ES0000000000000000TT',
  'ES0000000000000528EE',
  'ES9999999999999999SA',
]
const invalid = [
  'ES1234123456789012XY',
  'ES0291000000000001DX0F',
  'ES1234123456789012JY1T',
  'ES1234123456789012JY1',
  'ES1234123456789012JYFF',
  'es1234123456789012jy',
  ' ES1234123456789012JY',
  'ES1234123456789012JY\n',
  'PT1234123456789012JY',
  'ES123412345678901JY',
  '',
]
const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 16, maxLength: 16 })

describe('validateCups', () => {
  test.each(valid)('%j is a supply point', (cups) => expect(validateCups(cups)).toBe(true))
  test.each(invalid)('%j is none', (cups) => expect(validateCups(cups)).toBe(false))

  test('one wrong digit always shows in the control letters', () => {
    const place = fc.integer({ min: 0, max: 15 })
    const shift = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(digits, place, shift, (number, at, by) => {
        const control = toControlLetters(number.join(''))
        const slipped = number.map((digit, i) => (i === at ? (digit + by) % 10 : digit)).join('')
        return !validateCups(`ES${slipped}${control}`)
      }),
    )
  })

  test('two neighbours changed about always show', () => {
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 14 }), (number, at) => {
        const [left = 0, right = 0] = number.slice(at, at + 2)
        fc.pre(left !== right)
        const swapped = number.with(at, right).with(at + 1, left)
        return !validateCups(`ES${swapped.join('')}${toControlLetters(number.join(''))}`)
      }),
    )
  })
})
