// Promises of exporting: what goes out comes back as the same rows, in CSV and in NDJSON.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { emptyTables, openShop, type Shop } from '../../test/support/intake/database.ts'
import { toCsvLine } from './csv-text.ts'
import { formats } from './item.ts'

const full = {
  id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
  text: 'a "quoted", text\r\nof two lines; with é, 汉 and 🙂',
  short: ' five',
  integer: -1073741824,
  bigint: '9223372036854775807',
  decimal: '-12345678.0001',
  real: 1.5,
  double: 1e-300,
  boolean: false,
  uuid: '00000000-0000-0000-0000-000000000000',
  instant: '2026-11-21T07:43:42.123456Z',
  date: '0001-01-01',
  time: '23:59:59.999999',
  inet: '2001:db8::/32',
  bytes: 'AP8Q',
  json: { a: [1, null, { 'b"': 'c,d' }], ['__proto__']: 'x' },
  texts: ['a,b', '', 'NULL', '{"'],
  vector: [1, -0.5, 0.25],
}

const rows = [
  full,
  // Nothing, the empty text and words that look like nothing are four things.
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c2d' },
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c3d', text: '', texts: [], json: '', double: 'NaN' },
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c4d', text: 'null', json: null, double: '-Infinity' },
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c5d', text: '\\N', json: 'null', bytes: '' },
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c6d', text: '\\.', json: false, boolean: true },
  { id: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c7d', text: '=1+1', json: {}, integer: 0 },
]

onEachEngine(() => {
  let db: Shop
  beforeAll(async () => {
    db = await openShop()
  })
  beforeEach(() => db.script(emptyTables))
  afterAll(() => db?.close())

  test.each(formats)('every column type comes back equal from %s', async (format) => {
    const source = rows.map((row) => JSON.stringify(row)).join('\n')
    const first = await db.import(await db.file(source, `first-${format}.ndjson`), {
      table: 'sample',
    })
    expect(first).toMatchObject({ inserted: rows.length, rejected: 0 })
    const before = await db.rows('sample')
    expect(before[0]).toMatchObject({ ...full, twice: -2147483648 })
    const text = await db.export('sample', format)
    await db.script(emptyTables)
    const path = await db.file(text, `second.${format}`)
    expect(await db.import(path, { table: 'sample' })).toMatchObject({
      inserted: rows.length,
      rejected: 0,
      ignored: format === 'csv' ? ['twice'] : [],
    })
    expect(await db.rows('sample')).toEqual(before)
  })

  test('rows come in the order of the key, over as many pages as it takes', async () => {
    const lines = Array.from({ length: 2_500 }, (_, at) => `c${at},name ${at}`)
    await db.import(await db.file(`code,name\n${lines.join('\n')}\n`))
    const text = await db.export('product', 'csv')
    const [header, ...cells] = text.trimEnd().split('\r\n')
    expect(header).toBe('id,code,name,kind,price,stock,launchedOn,isActive,notes')
    expect(cells.length).toBe(2_500)
    const ids = cells.map((line) => line.slice(0, 36))
    expect(ids).toEqual([...ids].sort())
    expect(new Set(ids).size).toBe(2_500)
  })

  test('an empty table is a header in CSV and nothing in NDJSON', async () => {
    expect(await db.export('visit', 'csv')).toMatch(/^id,.*reason.*\r\n$/)
    expect(await db.export('visit', 'ndjson')).toBe('')
  })
})

test('cells are quoted where a reader would take them for something else', () => {
  const cells = [null, '', 'plain', 'a"b', 'a,b', 'a\nb', ' a', '\\.', 1.5, true, { a: 1 }]
  expect(toCsvLine(cells)).toBe(`,"",plain,"a""b","a,b","a\nb"," a","\\.",1.5,true,"{""a"":1}"\r\n`)
})
