// Promises of identifiers made in the process: their form, their order, their stamp.
import { expect, test } from 'vitest'
import { makeIdentifiers } from './identifier.ts'

const form = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('a batch larger than the counter rises without a repetition', () => {
  const ids = makeIdentifiers(10_000, 1_700_000_000_000)
  expect(ids.every((id) => form.test(id))).toBe(true)
  expect(new Set(ids).size).toBe(10_000)
  expect([...ids].sort()).toEqual(ids)
})

test('the first bits are the millisecond given', () => {
  const [id = ''] = makeIdentifiers(1, 0x0123456789ab)
  expect(id.slice(0, 13)).toBe('01234567-89ab')
})
