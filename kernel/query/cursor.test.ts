import { expect, test } from 'vitest'
import { press } from '../../test/support/query/press.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import type { Request } from './request.ts'

const secret = Buffer.alloc(32, 7)
const request: Request = {
  database: 'press',
  table: 'book',
  verb: 'findMany',
  orderBy: { isbn: 'asc' },
}
const cursor = encodeCursor(secret, press, request, ['a', null, 'ñ'])

test('a cursor gives back the keys it was made of', () => {
  expect(decodeCursor(secret, press, request, cursor)).toEqual(['a', null, 'ñ'])
  expect(
    decodeCursor(secret, press, { ...request, take: 3, include: { author: true } }, cursor),
  ).toHaveLength(3)
})

test('a cursor of another list, another Model or another process is ACV207', () => {
  const invalid = { code: 'ACV207' }
  const decode =
    (...args: Parameters<typeof decodeCursor>) =>
    () =>
      decodeCursor(...args)
  expect(decode(secret, press, { ...request, where: { isbn: '1' } }, cursor)).toThrow(
    expect.objectContaining(invalid),
  )
  expect(decode(secret, { ...press, hash: 'x' }, request, cursor)).toThrow(
    expect.objectContaining(invalid),
  )
  expect(decode(Buffer.alloc(32, 8), press, request, cursor)).toThrow(
    expect.objectContaining(invalid),
  )
})

test('a forged or broken cursor is ACV207', () => {
  const bytes = Buffer.from(cursor, 'base64url')
  for (let at = 0; at < bytes.length; at += 5) {
    const forged = Buffer.from(bytes)
    forged[at] = (forged[at] as number) ^ 1
    const text = forged.toString('base64url')
    expect(() => decodeCursor(secret, press, request, text)).toThrow(
      expect.objectContaining({ code: 'ACV207' }),
    )
  }
  for (const text of ['', 'x', '{}', '../../etc', 'A'.repeat(9000), cursor.slice(0, 20)])
    expect(() => decodeCursor(secret, press, request, text)).toThrow(
      expect.objectContaining({ code: 'ACV207' }),
    )
})
