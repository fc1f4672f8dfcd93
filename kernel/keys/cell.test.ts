import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { blindIndex } from './blind-index.ts'
import { cellOverhead, keyIdOf, openCell, type Place, sealCell } from './cell.ts'
import { DataKey } from './data-key.ts'
import { unwrapKey, wrapKey } from './wrapping.ts'

const place: Place = {
  database: 'energy',
  table: 'partner',
  column: 'iban',
  row: ['0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'],
  tenant: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1e',
}
const value = Buffer.from('ES9121000418450200051332')

describe('a cell', () => {
  const key = DataKey.make()
  const cell = sealCell(key, place, value)

  test('opens at its place, and is 45 bytes longer than its value', () => {
    expect(openCell(key, place, cell)?.toString()).toBe(value.toString())
    expect([cellOverhead, cell.length - value.length]).toEqual([45, 45])
    expect(sealCell(key, place, Buffer.alloc(0))).toHaveLength(45)
  })

  test('is different each time, and holds nothing of its value', () => {
    expect(sealCell(key, place, value).equals(cell)).toBe(false)
    expect(cell.includes(value.subarray(0, 6))).toBe(false)
  })

  test.each<[string, Partial<Place>]>([
    ['row', { row: ['0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1f'] }],
    ['column', { column: 'ssn' }],
    ['table', { table: 'contract' }],
    ['database', { database: 'insurance' }],
    ['tenant', { tenant: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c20' }],
    ['no tenant', { tenant: null }],
    ['the row of a key of two columns', { row: [...place.row, ''] }],
    ['parts cut elsewhere', { table: 'partner.', column: 'iban' }],
  ])('moved to another %s it does not open', (_, other) => {
    expect(openCell(key, { ...place, ...other }, cell)).toBeUndefined()
  })

  test('opens under no other key, named or not', () => {
    const other = DataKey.make()
    expect(openCell(other, place, cell)).toBeUndefined()
    const renamed = Buffer.concat([cell.subarray(0, 1), other.id, cell.subarray(17)])
    expect(openCell(other, place, renamed)).toBeUndefined()
  })

  test('a key of another name than its own is refused: a cell commits to its key', () => {
    expect(DataKey.from(key.secret, key.id)).toBeDefined()
    expect(DataKey.from(key.secret, DataKey.make().id)).toBeUndefined()
    expect(DataKey.from(randomBytes(32), key.id)).toBeUndefined()
    expect(DataKey.from(randomBytes(16), key.id)).toBeUndefined()
  })

  test('what is too short or of another format names no key', () => {
    expect(keyIdOf(cell.subarray(0, 44))).toBeUndefined()
    expect(keyIdOf(Buffer.concat([Buffer.of(2), cell.subarray(1)]))).toBeUndefined()
    expect(openCell(key, place, cell.subarray(0, 50))).toBeUndefined()
  })
})

test('a wrapped key opens under its own key, name and context alone', () => {
  const kek = randomBytes(32)
  const wrapped = wrapKey(kek, 'kek-1', value, 'energy|id|subject')
  expect(unwrapKey(kek, 'kek-1', wrapped, 'energy|id|subject')?.equals(value)).toBe(true)
  expect(unwrapKey(kek, 'kek-2', wrapped, 'energy|id|subject')).toBeUndefined()
  expect(unwrapKey(kek, 'kek-1', wrapped, 'energy|id|other')).toBeUndefined()
  expect(unwrapKey(randomBytes(32), 'kek-1', wrapped, 'energy|id|subject')).toBeUndefined()
  expect(unwrapKey(kek, 'kek-1', wrapped.subarray(0, 5), 'energy|id|subject')).toBeUndefined()
})

test('a blind index is equal for equal normalised texts of one column, and for no others', () => {
  const key = DataKey.make()
  const of = (text: string, column = 'energy.partner.iban') =>
    blindIndex(key, column, text, ['trim', 'lower', 'unaccent', 'alphanumeric']).toString('hex')
  expect(of(' ES91 2100-0418 ')).toBe(of('es9121000418'))
  expect(of('José')).toBe(of('jose'))
  expect(of('es9121000418')).not.toBe(of('es9121000419'))
  expect(of('x')).not.toBe(of('x', 'energy.contract.iban'))
  expect(of('x')).toHaveLength(32)
  expect(of('x')).not.toBe(
    blindIndex(DataKey.make(), 'energy.partner.iban', 'x', []).toString('hex'),
  )
})
