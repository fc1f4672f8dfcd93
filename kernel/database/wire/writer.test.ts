import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { WireValue } from './values.ts'
import { Writer } from './writer.ts'

/** A Bind as the protocol describes it. */
function readBind(bytes: Buffer) {
  let at = 0
  const step = (size: number) => {
    at += size
    return at - size
  }
  const int16 = () => bytes.readInt16BE(step(2))
  const int32 = () => bytes.readInt32BE(step(4))
  const text = () => {
    const size = bytes.indexOf(0, at) - at
    const start = step(size + 1)
    return bytes.toString('utf8', start, start + size)
  }
  const type = String.fromCharCode(bytes[step(1)] as number)
  const length = int32()
  const portal = text()
  const statement = text()
  const formats = Array.from({ length: int16() }, int16)
  const values = Array.from({ length: int16() }, (_, index) => {
    const size = int32()
    if (size === -1) return null
    const start = step(size)
    const cell = bytes.subarray(start, start + size)
    return formats[index] === 1 ? cell : cell.toString()
  })
  const resultFormats = int16()
  return { type, length, portal, statement, values, resultFormats, end: at }
}

const value: fc.Arbitrary<WireValue> = fc.oneof(
  fc.constant(null),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  fc.constantFrom('ñ'.repeat(9_000), 'x'.repeat(40_000), '€'.repeat(20_000)),
)

test('a Bind says its name and every value, whatever their size', () => {
  const writer = new Writer()
  fc.assert(
    fc.property(fc.array(value, { maxLength: 6 }), (values) => {
      writer.start()
      writer.bind('a_name', values)
      const bytes = writer.take()
      const expected = { type: 'B', portal: '', statement: 'a_name', values, resultFormats: 0 }
      expect(readBind(bytes)).toEqual({ ...expected, length: bytes.length - 1, end: bytes.length })
    }),
  )
})

test('Execute and Sync are what the protocol wants', () => {
  const writer = new Writer()
  writer.start()
  writer.execute()
  writer.sync()
  expect(writer.take().toString('hex')).toBe('45000000090000000000' + '5300000004')
})

test('what was taken stays as it is, small or large', () => {
  const writer = new Writer()
  for (const text of ['small', 'large'.repeat(10_000)]) {
    writer.start()
    writer.bind('', [text])
    const bytes = writer.take()
    const before = bytes.toString('hex')
    writer.start()
    writer.bind('', ['another'.repeat(10_000)])
    writer.take()
    expect(bytes.toString('hex') === before).toBe(true)
  }
})

test('an encoding that failed half-way leaves nothing behind', () => {
  const writer = new Writer()
  writer.start()
  expect(() => writer.bind('', ['a', undefined as never])).toThrow()
  writer.start()
  writer.sync()
  expect(writer.take().toString('hex')).toBe('5300000004')
})
