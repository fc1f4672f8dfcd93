// Every column type, read every way, on both engines: the table of values of decision 0002.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  onEachEngine,
  openTestDatabase,
  type Row,
  type TestDatabase,
} from '../../test/support/query/database.ts'
import { press } from '../../test/support/query/press.ts'
import { bulkInsert } from './bulk.ts'
import { streamRows } from './stream.ts'

const instant = '2026-02-28T23:59:59.123456Z'
const uuid = '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d'
const bytes = Buffer.from(Array.from({ length: 100 }, (_, at) => at * 2)).toString('base64')

/** Given -> read. What differs says how a value is normalised. */
const given = {
  ofText: `a "b" 'c' \\ {d},\t\u{1F600}\n`,
  ofVarchar: 'ñandú',
  ofInteger: -2_147_483_648,
  ofBigint: '9223372036854775807',
  ofDecimal: '12345678901234.567890',
  ofReal: 0.1,
  ofDouble: 1.7976931348623157e308,
  ofBoolean: true,
  ofUuid: uuid.toUpperCase(),
  ofInstant: '2026-03-01T00:59:59.123456+01:00',
  ofDate: '0001-01-01',
  ofTime: '23:59:59.5',
  ofInet: '2001:db8::1',
  ofBytes: bytes,
  ofJson: { a: [1, null, 'x"y\\z'], b: { c: true } },
  ofWord: 'two',
  ofVector: [1, -0.5, 0],
  ofTexts: ['a', '', 'b"c\\d', 'NULL', '{e,f}'],
  ofBigints: ['1', '-9223372036854775808'],
  ofInstants: [instant],
  ofManyBytes: [bytes, ''],
}
const read = {
  ...given,
  ofUuid: uuid,
  ofInstant: instant,
  ofNothing: null,
}

onEachEngine((engine) => {
  let db: TestDatabase
  let id: string
  beforeAll(async () => {
    db = await openTestDatabase(engine, press)
  })
  afterAll(() => db?.close())

  const withoutId = ({ id: _, ...row }: Row) => row

  test('create answers what was written', async () => {
    const [row] = await db.rows({ table: 'sample', verb: 'create', data: given })
    id = row?.id
    expect(withoutId(row as Row)).toEqual(read)
  })

  test('what was read can be written again and is the same', async () => {
    const [row] = await db.rows({
      table: 'sample',
      verb: 'create',
      data: { ...read, ofNothing: null },
    })
    expect(withoutId(row as Row)).toEqual(read)
    const { id: _, ...rest } = row as Row
    const [updated] = await db.rows({
      table: 'sample',
      verb: 'update',
      where: { id: row?.id },
      data: rest,
    })
    expect(updated).toEqual(row)
  })

  test('findMany, findUnique, a stream and both bulk ways read the same', async () => {
    expect(
      withoutId((await db.rows({ table: 'sample', verb: 'findUnique', where: { id } }))[0] as Row),
    ).toEqual(read)
    await bulkInsert(db.caller, { database: 'press', table: 'sample' }, [given, given])
    await bulkInsert(
      db.caller,
      { database: 'press', table: 'sample' },
      Array.from({ length: 1_001 }, () => given),
    )
    let seen = 0
    for await (const page of streamRows(db.caller, { database: 'press', table: 'sample' }))
      for (const text of page) {
        expect(withoutId(JSON.parse(text))).toEqual(read)
        seen++
      }
    expect(seen).toBe(1_005)
  })

  test('every column finds its row by the value that was read', async () => {
    for (const [name, value] of Object.entries(read)) {
      if (name === 'ofVector' || name === 'ofReal') continue
      const where = {
        id,
        [name]:
          value !== null && typeof value === 'object' && !Array.isArray(value)
            ? { equals: value }
            : value,
      }
      expect((await db.ask({ table: 'sample', verb: 'count', where })).count, name).toBe(1)
    }
  })

  test('every column that has an order begins a page at the value that was read', async () => {
    const ordered = Object.keys(given).filter((name) => !['ofJson', 'ofVector'].includes(name))
    for (const name of ordered) {
      const request = {
        table: 'sample',
        verb: 'findMany',
        orderBy: { [name]: 'desc' },
        take: 1,
      } as const
      const first = await db.ask(request, { page: true })
      const next = await db.ask(
        { ...request, after: first.keys[0] as (string | null)[] },
        { page: true },
      )
      expect(next.rows, name).toHaveLength(1)
      expect(next.rows, name).not.toEqual(first.rows)
    }
  })

  test('numbers that JSON cannot hold come as texts', async () => {
    const data = { ...given, ofReal: 'NaN', ofDouble: 'Infinity' }
    const [row] = await db.rows({ table: 'sample', verb: 'create', data })
    expect(row).toMatchObject({ ofReal: 'NaN', ofDouble: 'Infinity' })
  })

  test('dates of TypeScript and addresses with a mask', async () => {
    const data = {
      ...given,
      ofInstant: new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6)),
      ofDate: new Date(Date.UTC(2026, 0, 2)),
      ofInet: '10.0.0.0/8',
      ofBytes: new Uint8Array([1, 2]),
    }
    const [row] = await db.rows({ table: 'sample', verb: 'create', data })
    expect(row).toMatchObject({
      ofInstant: '2026-01-02T03:04:05.006000Z',
      ofDate: '2026-01-02',
      ofInet: '10.0.0.0/8',
      ofBytes: 'AQI=',
    })
  })
})
