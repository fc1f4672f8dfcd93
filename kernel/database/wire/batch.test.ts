import { expect, test } from 'vitest'
import { Answers } from './answers.ts'
import { encodeBatch, toWireStatement } from './batch.ts'
import { PreparedStatements } from './prepared.ts'
import { toWireValue } from './values.ts'

const wire = (text: string, name?: string, values: unknown[] = []) =>
  toWireStatement({ text, values, ...(name === undefined ? {} : { name }) })

/** The messages of a batch by their letters: C close, P parse, B bind, E execute, S sync. */
function letters(bytes: Buffer): string {
  let found = ''
  for (let at = 0; at < bytes.length; at += 1 + bytes.readInt32BE(at + 1)) {
    found += String.fromCharCode(bytes[at] as number)
  }
  return found
}

function confirm(prepared: PreparedStatements, batch: ReturnType<typeof encodeBatch>): void {
  const answers = new Answers(batch.parses, prepared)
  for (const _ of batch.parses) answers.parsed()
}

test('a batch has one Sync, at its end', () => {
  const batch = encodeBatch([wire('select 1'), wire('select 2')], undefined)
  expect(letters(batch.bytes)).toBe('PBEPBES')
})

test('the same unnamed text in a row is parsed once', () => {
  const batch = encodeBatch([wire('select $1', undefined, [1]), wire('select $1')], undefined)
  expect(letters(batch.bytes)).toBe('PBEBES')
})

test('a name is parsed once and only bound afterwards', () => {
  const prepared = new PreparedStatements(4)
  const first = encodeBatch([wire('select 1', 'one'), wire('select 1', 'one')], prepared)
  expect(letters(first.bytes)).toBe('CPBEBES')
  confirm(prepared, first)
  expect(letters(encodeBatch([wire('select 1', 'one')], prepared).bytes)).toBe('BES')
})

test('a name whose Parse the server never confirmed is parsed again', () => {
  const prepared = new PreparedStatements(4)
  encodeBatch([wire('select 1', 'one')], prepared)
  expect(letters(encodeBatch([wire('select 1', 'one')], prepared).bytes)).toBe('CPBES')
})

test('names leave least recently used first, and never one of the batch itself', () => {
  const prepared = new PreparedStatements(2)
  confirm(prepared, encodeBatch([wire('a', 'a'), wire('b', 'b')], prepared))
  confirm(prepared, encodeBatch([wire('a', 'a'), wire('c', 'c')], prepared))
  expect(prepared.size).toBe(2)
  expect(prepared.holds('a', 'a')).toBe(true)
  expect(prepared.holds('b', 'b')).toBe(false)
})

test('without a memory of names every statement is unnamed', () => {
  const { parses } = encodeBatch([wire('select 1', 'one')], undefined)
  expect(parses).toEqual([{ name: undefined, text: 'select 1' }])
})

test('names over 63 bytes and too many parameters are refused before anything is sent', () => {
  expect(() => wire('select 1', 'ñ'.repeat(32))).toThrow(
    expect.objectContaining({ code: 'ACV206' }),
  )
  const many = Array.from({ length: 65_536 }, () => 1)
  expect(() => wire('select 1', undefined, many)).toThrow(
    expect.objectContaining({ code: 'ACV206' }),
  )
})

test.each([
  [null, null],
  ['text', 'text'],
  [1.5, '1.5'],
  [12345678901234567890n, '12345678901234567890'],
  [true, 'true'],
  [new Date(Date.UTC(2024, 0, 2, 3, 4, 5, 6)), '2024-01-02T03:04:05.006Z'],
  [new Date(Date.UTC(12024, 0, 1)), '012024-01-01T00:00:00.000Z'],
  [Uint8Array.of(1, 255), Buffer.from([1, 255])],
  [[1, null, 'a"b\\c', ['x']], '{1,NULL,"a\\"b\\\\c",{"x"}}'],
  [[Uint8Array.of(255)], '{"\\\\xff"}'],
  [[''], '{""}'],
  [['NULL'], '{"NULL"}'],
  [{ a: [1] }, '{"a":[1]}'],
])('what has an honest text travels as text or bytes (%#)', (given, expected) => {
  expect(toWireValue(given, 1)).toEqual(expected)
})

const circle: Record<string, unknown> = {}
circle.itself = circle
test.each([
  undefined,
  Symbol('x'),
  () => 1,
  'a\0b',
  '\ud800',
  ['a\0b'],
  [undefined],
  new Date(Number.NaN),
  new Date(Date.UTC(-5, 0)),
  circle,
])('what has no honest text is refused (%#)', (value) => {
  expect(() => toWireValue(value, 7)).toThrow(
    expect.objectContaining({ code: 'ACV310', message: expect.stringContaining('$7') }),
  )
})
