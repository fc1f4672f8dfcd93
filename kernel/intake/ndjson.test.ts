// Promises of reading NDJSON.
import { describe, expect, test } from 'vitest'
import { readAll } from '../../test/support/intake/chunks.ts'
import { limits } from './limits.ts'

describe.each([1, 7, 1_000_000])('in pieces of %d bytes', (size) => {
  const read = (bytes: Uint8Array | string) => readAll(bytes, { format: 'ndjson', size })

  test('each line is an object; CRLF, a byte order mark and empty lines are understood', async () => {
    const { told } = await read('\ufeff{"a":1}\r\n\r\n{"a":"x\\ny"}')
    expect(told).toEqual([
      [1, { a: 1 }],
      [3, { a: 'x\ny' }],
    ])
  })

  test('a line that is no object is a reject, its neighbours are not', async () => {
    const { told } = await read('{"a":1}\n{"a":\n[1]\n7\nnull\n{"a":2}\n')
    expect(told.map(([line, what]) => [line, typeof what])).toEqual([
      [1, 'object'],
      [2, 'string'],
      [3, 'string'],
      [4, 'string'],
      [5, 'string'],
      [6, 'object'],
    ])
    expect(told[1]?.[1]).toBe('the line is not JSON')
    expect(told[2]?.[1]).toBe('the line is not a JSON object')
  })

  test('invalid UTF-8 and zero bytes are rejects', async () => {
    const bytes = Buffer.from('{"a":"\xff"}\n{"a":"\0"}\n{"a":1}', 'latin1')
    expect((await read(bytes)).told).toEqual([
      [1, 'the line is not valid UTF-8'],
      [2, 'the line holds a zero byte'],
      [3, { a: 1 }],
    ])
  })
})

test('keys such as __proto__ are plain keys', async () => {
  const { items } = await readAll('{"__proto__":{"isAdmin":true},"a":1}\n', { format: 'ndjson' })
  const [item] = items
  const object = item && 'object' in item ? item.object : {}
  expect(Object.keys(object)).toEqual(['__proto__', 'a'])
  expect(Object.getPrototypeOf(object)).toBe(Object.prototype)
  expect(object.isAdmin).toBeUndefined()
})

test('lines too long or too deep are rejects', async () => {
  const long = `{"a":"${'x'.repeat(limits.recordBytesMax)}"}`
  const brackets = `{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
  const atBound = `{"a":${'['.repeat(limits.jsonDepthMax - 1)}${']'.repeat(limits.jsonDepthMax - 1)}}`
  const { told } = await readAll([long, brackets, atBound].join('\n'), {
    format: 'ndjson',
    size: 65_536,
  })
  expect(told.map(([, what]) => (typeof what === 'string' ? what : 'read'))).toEqual([
    'the record is too long',
    'the line is nested too deeply',
    'read',
  ])
})

test('an empty file has no rows', async () => {
  expect((await readAll('', { format: 'ndjson' })).told).toEqual([])
})
