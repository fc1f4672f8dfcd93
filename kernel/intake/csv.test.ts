// Promises of reading CSV, each with the bytes arriving whole and one by one.
import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { inPieces, readAll } from '../../test/support/intake/chunks.ts'
import { limits } from './limits.ts'
import { readRows } from './rows.ts'

describe.each([1, 3, 100_000])('in pieces of %d bytes', (size) => {
  const read = (bytes: Uint8Array | string) => readAll(bytes, { size })

  test('a byte order mark, CRLF and line breaks in quotes are understood', async () => {
    const { fields, told } = await read('\ufeffa,b\r\n1,"x\r\ny"\r\n2,"say ""hi"""\r\n')
    expect(fields).toEqual(['a', 'b'])
    expect(told).toEqual([
      [2, ['1', 'x\r\ny']],
      [4, ['2', 'say "hi"']],
    ])
  })

  test('the last line needs no end, and empty lines count as lines only', async () => {
    const { told } = await read('a\n1\n\n\n2')
    expect(told).toEqual([
      [2, ['1']],
      [5, ['2']],
    ])
  })

  test('files of old Macs end their lines with CR', async () => {
    const { told } = await read('a;b\r1;2\r3;4\r')
    expect(told).toEqual([
      [2, ['1', '2']],
      [3, ['3', '4']],
    ])
  })

  test('a row with too few or too many cells is a reject, its neighbours are not', async () => {
    const { told, items } = await read('a,b\n1,2\n3\n4,5,6\n7,8\n')
    expect(told).toEqual([
      [2, ['1', '2']],
      [3, 'the row has 1 cells, the header 2'],
      [4, 'the row has 3 cells, the header 2'],
      [5, ['7', '8']],
    ])
    expect(items[1]).toMatchObject({ reject: { code: 'ACV608', line: 3, text: '3' } })
  })

  test('a quote that is never closed costs its own line only', async () => {
    const { told } = await read('a,b\n1,"open\n2,x\n3,"y"\n4,z\n')
    expect(told).toEqual([
      [2, 'a quote is not closed, or text follows a closing one'],
      [3, ['2', 'x']],
      [4, ['3', 'y']],
      [5, ['4', 'z']],
    ])
  })

  test('a quote that is open at the end of the file costs its own line only', async () => {
    const { told } = await read('a,b\n1,x\n2,"open\n3,y\n4,z')
    expect(told).toEqual([
      [2, ['1', 'x']],
      [3, 'a quote is never closed'],
      [4, ['3', 'y']],
      [5, ['4', 'z']],
    ])
  })

  test('invalid UTF-8 and zero bytes are rejects and never become other characters', async () => {
    const bytes = Buffer.concat([
      Buffer.from('a,b\n1,x\n2,'),
      Buffer.from([0xff, 0xfe]),
      Buffer.from('\n3,\0\n4,€\n'),
    ])
    const { told } = await read(bytes)
    expect(told).toEqual([
      [2, ['1', 'x']],
      [3, 'the line is not valid UTF-8'],
      [4, 'the line holds a zero byte'],
      [5, ['4', '€']],
    ])
  })

  test('an empty text in quotes is told apart from nothing', async () => {
    const { items } = await read('a,b,c\n1,,""\n"",2,""""\n')
    expect(items).toMatchObject([
      { cells: { texts: ['1', '', ''], emptyTexts: [2] } },
      { cells: { texts: ['', '2', '"'], emptyTexts: [0] } },
    ])
  })
})

describe('the header', () => {
  const fieldsOf = async (text: string) => (await readAll(text)).fields

  test('tells the delimiter, also beside others in quotes', async () => {
    expect(await fieldsOf('a;b;"c,d,e,f"\n')).toEqual(['a', 'b', 'c,d,e,f'])
    expect(await fieldsOf('a\tb,c\td\n')).toEqual(['a', 'b,c', 'd'])
    expect(await fieldsOf('alone\n')).toEqual(['alone'])
  })

  test('with a space after each delimiter means that cells have one too', async () => {
    const { fields, told } = await readAll('id, name\n1, Ana\n2, "Eva"\n')
    expect(fields).toEqual(['id', 'name'])
    expect(told.map(([, cells]) => cells)).toEqual([
      ['1', 'Ana'],
      ['2', 'Eva'],
    ])
  })

  test('without such a space leaves the spaces of cells alone', async () => {
    expect((await readAll('id,name\n1, Ana \n')).told).toEqual([[2, ['1', ' Ana ']]])
  })

  test.each([
    ['', 'the file is empty'],
    ['\n1\n', 'the file has no header'],
    ['a,b,a\n', 'the header names a column twice'],
    ['a,"b\n', 'the header cannot be read'],
    ['\xff\xfe', 'the file is UTF-16'],
    [`${'a,'.repeat(2000)}\n`, 'the header names too many columns'],
  ])('%j is refused', async (text, message) => {
    const bytes = Buffer.from(text, 'latin1')
    // Empty names are no duplicates of each other.
    const named = text.length > 100 ? Buffer.from(text.replace(/a/g, () => `a${++count}`)) : bytes
    await expect(readAll(named)).rejects.toMatchObject({ code: 'ACV608', message })
  })
  let count = 0

  test('that is not UTF-8 is refused before any row', async () => {
    const bytes = Buffer.from('a\xf1o,b\n1,2\n', 'latin1')
    await expect(readAll(bytes)).rejects.toMatchObject({ details: 'the line is not valid UTF-8' })
  })
})

describe('bounds', () => {
  const long = 'x'.repeat(limits.recordBytesMax + 10)

  test('a line longer than the bound is one reject, kept short', async () => {
    const { told, items } = await readAll(`a,b\n1,${long}\n2,y\n`, { size: 50_000 })
    expect(told).toEqual([
      [2, 'the record is too long'],
      [3, ['2', 'y']],
    ])
    const [first] = items
    expect(first && 'reject' in first && first.reject.text?.length).toBe(limits.rejectTextMax)
  })

  test('a quote left open before megabytes of good lines costs one row', async () => {
    const good = '7,abcdefghij\n'.repeat(120_000)
    const { told } = await readAll(`a,b\n1,"x\n${good}`, { size: 50_000 })
    expect(told.length).toBe(120_001)
    expect(told.filter(([, what]) => typeof what === 'string')).toEqual([
      [2, 'the record is too long'],
    ])
  })
})

test('twenty thousand broken lines are as many rejects', async () => {
  const { told } = await readAll(`a,b\n${'1,"x"y\n'.repeat(20_000)}2,z\n`, { size: 100_000 })
  expect(told.length).toBe(20_001)
  expect(told.at(-1)).toEqual([20_002, ['2', 'z']])
})

test('reading stops its source when the reader stops', async () => {
  let isStopped = false
  async function* source() {
    try {
      for (;;) yield* inPieces('a,b\n1,2\n', 8)
    } finally {
      isStopped = true
    }
  }
  const { items } = await readRows(source(), { format: 'csv' })
  for await (const _ of items) break
  expect(isStopped).toBe(true)
})

const people = new URL('../../../shared/data/people/', import.meta.url)
const files = await readFile(new URL('README.md', people)).then(
  () => true,
  () => false,
)

describe.runIf(files)('real files beside the project', () => {
  test.each([
    ['childcare_sites.csv', 33, 3337, 3682],
    ['fake_1000.csv', 7, 1000, 1001],
    ['febrl1.csv', 11, 1000, 1001],
    ['febrl2.csv', 11, 5000, 5001],
    ['historical_50k.csv', 11, 50_578, 50_579],
  ])('%s is read whole', async (name, width, rows, lastLine) => {
    const { fields, told } = await readAll(await readFile(new URL(name, people)), { size: 65_536 })
    expect(fields?.length).toBe(width)
    expect(told.filter(([, what]) => typeof what === 'string')).toEqual([])
    expect(told.length).toBe(rows)
    expect(told.at(-1)?.[0]).toBe(lastLine)
  })
})
