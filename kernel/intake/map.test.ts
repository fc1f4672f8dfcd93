// Promises of the map file: its mistakes are told by name, before anything is read.
import { describe, expect, test } from 'vitest'
import { readAll } from '../../test/support/intake/chunks.ts'
import { tableOf } from '../../test/support/intake/shop.ts'
import { type Conversion, toConversion } from './conversion.ts'
import { parseMap, toMap } from './map.ts'

const table = tableOf('product')

describe('a map', () => {
  test.each([
    ['[]', 'the map is not a JSON object'],
    ['{', 'the map is not JSON'],
    ['{"a": 7}', "the map of 'a' is neither a name nor an object"],
    ['{"a": {"colum": "x"}}', "the map of 'a' does not know 'colum'"],
    ['{"a": {"column": ""}}', "the map of 'a' has a wrong 'column'"],
    ['{"a": {"column": "x", "as": "dat"}}', "the map of 'a' has a wrong 'as'"],
    ['{"a": {"as": "date"}}', "the map of 'a' needs either 'column' or 'constant'"],
    ['{"a": {"column": "x", "constant": 1}}', "the map of 'a' needs either 'column' or 'constant'"],
    ['{"a": {"column": "x", "values": {"y": 1}}}', "the map of 'a' has a wrong 'values'"],
    ['{"a": {"column": "x", "key": false}}', "the map of 'a' has a wrong 'key'"],
    ['{"a": {"column": "x", "zone": 6}}', "the map of 'a' has a wrong 'zone'"],
    ['{"a": {"__proto__": "x"}}', "the map of 'a' does not know '__proto__'"],
  ])('%s is refused', (text, message) => {
    expect(() => parseMap(text, 'map.json')).toThrow(
      expect.objectContaining({ code: 'ACV606', message }),
    )
  })

  test('tells all its mistakes at once, with the nearest names', () => {
    const text = '{"a": {"colum": "x"}, "b": {"column": "x", "trimm": true}}'
    expect(() => parseMap(text, 'map.json')).toThrow(
      expect.objectContaining({
        hint: "Perhaps you meant 'column'.",
        details: expect.stringContaining("Perhaps you meant 'trim'."),
      }),
    )
  })
})

const open = (fields: readonly string[], map?: Record<string, unknown>, keepsRaw = false) =>
  toConversion({ table, fields, map: map === undefined ? undefined : toMap(map), keepsRaw })

describe('names', () => {
  test('of the header are TypeScript or SQL names of columns', () => {
    expect(open(['code', 'name', 'launched_on', 'isActive']).ignored).toEqual([])
  })

  test.each([
    [['code', 'nam'], undefined, 'ACV203', "Perhaps you meant 'name'."],
    [['code', 'name'], { code: 'code', nam: 'name' }, 'ACV203', "Perhaps you meant 'name'."],
    [['code', 'name'], { code: 'code', name: 'nme' }, 'ACV606', "Perhaps you meant 'name'."],
    [['launchedOn', 'launched_on'], undefined, 'ACV608', undefined],
  ])('%j with the map %j are refused', (fields, map, code, hint) => {
    expect(() => open(fields, map)).toThrow(
      expect.objectContaining(hint === undefined ? { code } : { code, hint }),
    )
  })

  test('that every row needs and the file lacks are told before the first row', () => {
    expect(() => open(['name'])).toThrow(
      expect.objectContaining({ code: 'ACV305', details: 'Missing in the file: code.' }),
    )
  })

  test('of columns that the map does not read are said', () => {
    const { ignored } = open(['code', 'name', 'other'], { code: 'code', name: 'name' })
    expect(ignored).toEqual(['other'])
  })

  test('a constant that does not fit is a mistake of the map', () => {
    const map = { code: 'code', name: 'name', kind: { constant: 'TOL' } }
    expect(() => open(['code', 'name'], map)).toThrow(
      expect.objectContaining({ code: 'ACV606', hint: "Perhaps you meant 'TOOL'." }),
    )
  })
})

async function convert(text: string, map: Record<string, unknown>, keepsRaw = false) {
  const { fields, items } = await readAll(text)
  const conversion: Conversion = open(fields ?? [], map, keepsRaw)
  return items.map((item) => {
    if ('reject' in item) throw new Error(item.reject.message)
    return conversion.convert(item)
  })
}

describe('values', () => {
  const needed = { code: 'code', name: 'code' }

  test('are read by their pattern', async () => {
    const text = 'code;day;price\na;1/2/1990;1.234,56\nb;31/12/2001;7\nc;;0,5\n'
    const map = {
      ...needed,
      launchedOn: { column: 'day', format: 'DD/MM/YYYY' },
      price: { column: 'price', format: '1.234,56' },
    }
    expect(await convert(text, map)).toMatchObject([
      { launchedOn: '1990-02-01', price: '1234.56' },
      { launchedOn: '2001-12-31', price: '7' },
      { launchedOn: null, price: '0.5' },
    ])
  })

  test('without marks between their parts are read at full width only', async () => {
    const map = { ...needed, launchedOn: { column: 'day', format: 'YYYYMMDD' } }
    expect(await convert('code,day\na,19081209\n', map)).toMatchObject([
      { launchedOn: '1908-12-09' },
    ])
    await expect(convert('code,day\na,1908129\n', map)).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('are translated, trimmed, joined and set', async () => {
    const map = {
      code: { column: 'code', trim: true },
      name: { column: ['first', 'last'] },
      isActive: { column: 'active', values: { si: 'true', no: 'false' } },
      notes: { column: 'notes', values: { 'N/A': null } },
      kind: { constant: 'TOY' },
    }
    const text = 'code,first,last,active,notes\n" a ",Ana, Ruiz ,si,N/A\nb,,Gil,no,x\n'
    expect(await convert(text, map)).toEqual([
      { code: 'a', name: 'Ana Ruiz', isActive: true, notes: null, kind: 'TOY' },
      { code: 'b', name: 'Gil', isActive: false, notes: 'x', kind: 'TOY' },
    ])
  })

  test('that are empty are null, the default, or a reason to refuse the row', async () => {
    const map = { ...needed, stock: 'stock', notes: 'notes' }
    expect(await convert('code,stock,notes\na,,\nb,1,""\n', map)).toEqual([
      { code: 'a', name: 'a', notes: null },
      { code: 'b', name: 'b', stock: '1', notes: '' },
    ])
    await expect(convert('code,x\n,1\n', needed)).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('that are empty stay as the map says', async () => {
    const kept = { ...needed, notes: { column: 'notes', empty: 'keep' } }
    expect(await convert('code,notes\na,\n', kept)).toMatchObject([{ notes: '' }])
    const nulled = { ...needed, notes: { column: 'notes', empty: 'null' } }
    expect(await convert('code,notes\na,""\n', nulled)).toMatchObject([{ notes: null }])
    const required = { ...needed, notes: { column: 'notes', required: true } }
    await expect(convert('code,notes\na,\n', required)).rejects.toMatchObject({ code: 'ACV305' })
  })

  test('that do not fit are left out where the raw row is kept, unless they are required', async () => {
    const map = { ...needed, launchedOn: { column: 'day', as: 'date' }, stock: 'stock' }
    const text = 'code,day,stock\na,1630,many\n'
    expect(await convert(text, map, true)).toEqual([{ code: 'a', name: 'a' }])
    const required = { ...map, launchedOn: { column: 'day', required: true } }
    await expect(convert(text, required, true)).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('read as something else than their column holds are held to both', async () => {
    const map = { ...needed, notes: { column: 'day', as: 'date' } }
    expect(await convert('code,day\na,2020-02-29\n', map)).toMatchObject([{ notes: '2020-02-29' }])
    await expect(convert('code,day\na,2021-02-29\n', map)).rejects.toMatchObject({ code: 'ACV205' })
  })

  test('with a zone or a key are refused where their column has neither', () => {
    const asked = (field: string, entry: object) => () =>
      open(['x'], { code: 'x', name: 'x', [field]: { column: 'x', ...entry } })
    const zone = { zone: 'Europe/Madrid' }
    expect(asked('launchedOn', zone)).toThrow(expect.objectContaining({ code: 'ACV606' }))
    expect(asked('stock', { key: true })).toThrow(expect.objectContaining({ code: 'ACV606' }))
  })

  test('of a clock are read by their pattern and in its zone', () => {
    const entry = { column: 'at', format: 'DD/MM/YYYY HH:mm', zone: 'Europe/Madrid' }
    const { convert } = toConversion({
      table: tableOf('sample'),
      fields: ['at'],
      map: toMap({ instant: entry }),
      keepsRaw: false,
    })
    const cells = { texts: ['29/03/2026 03:30'], emptyTexts: [] }
    expect(convert({ line: 2, bytes: 1, cells })).toEqual({ instant: '2026-03-29T01:30:00Z' })
  })

  test.each(['DD/MM', 'DD/MM/YYYY/DD', 'x'])('the pattern %s is refused', async (format) => {
    const map = { ...needed, launchedOn: { column: 'day', format } }
    await expect(convert('code,day\na,1\n', map)).rejects.toMatchObject({ code: 'ACV606' })
  })
})
