// Promises of importing beyond plain CSV: NDJSON, tables that keep what sources say, tenants, a real file.
import { access } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { emptyTables, openShop, type Shop } from '../../test/support/intake/database.ts'

const people = new URL('../../../shared/data/people/historical_50k.csv', import.meta.url).pathname
const isThere = await access(people).then(
  () => true,
  () => false,
)

onEachEngine(() => {
  let db: Shop
  beforeAll(async () => {
    db = await openShop()
  })
  beforeEach(() => db.script(emptyTables))
  afterAll(() => db?.close())

  test('NDJSON brings its own types; unknown names refuse their row', async () => {
    const lines = [
      { code: 'a', name: 'A', stock: 3, isActive: false, launchedOn: null },
      { code: 'b', name: 'B', stok: 3 },
      { code: 'c', name: 'C', stock: '4', launched_on: '2020-01-31' },
      { code: 'd', name: 7 },
      { code: 'e' },
    ]
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"code":\n`
    const result = await db.import(await db.file(text, 'rows.ndjson'))
    expect(result).toMatchObject({ read: 6, inserted: 2, rejected: 4 })
    const rejects = await db.rejects(result.rejectsPath ?? '')
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [2, 'ACV203'],
      [4, 'ACV205'],
      [5, 'ACV305'],
      [6, 'ACV608'],
    ])
    expect(rejects[0]?.hint).toBe("Perhaps you meant 'stock'.")
  })

  describe('a table that keeps what sources say', () => {
    const map = { bornOn: 'born', age: 'age' }
    const text = 'id,born,age,other\n1,1990-01-01,33,x\n2,1630,many,y\n,2000-01-01,1,z\n'
    const options = { table: 'record', map, sourceName: 'census', key: 'id' } as const

    test('gets every row whole, and its fields where they fit', async () => {
      const result = await db.import(await db.file(text), options)
      expect(result).toMatchObject({ inserted: 2, unchanged: 0, rejected: 1 })
      expect(await db.rows('record', { orderBy: { recordKey: 'asc' } })).toMatchObject([
        {
          source: 'census',
          recordKey: '1',
          bornOn: '1990-01-01',
          age: 33,
          payload: { id: '1', born: '1990-01-01', age: '33', other: 'x' },
        },
        { recordKey: '2', bornOn: null, age: null, payload: { born: '1630', age: 'many' } },
      ])
    })

    test('adds nothing when the same rows come again', async () => {
      const path = await db.file(text)
      await db.import(path, options)
      expect(await db.import(path, options)).toMatchObject({ state: 'already done', inserted: 0 })
      expect(await db.import(path, { ...options, afresh: true })).toMatchObject({
        inserted: 0,
        unchanged: 2,
      })
    })

    test('needs to know the source and its key', async () => {
      const path = await db.file(text)
      await expect(db.import(path, { table: 'record', map })).rejects.toMatchObject({
        code: 'ACV200',
      })
      const keyless = { table: 'record', map, sourceName: 'census' } as const
      await expect(db.import(path, keyless)).rejects.toMatchObject({ details: 'Missing: its key.' })
      await expect(db.import(path, { ...options, key: 'ident' })).rejects.toMatchObject({
        code: 'ACV606',
        hint: expect.stringContaining('id'),
      })
      await expect(db.import(path, { sourceName: 'census' })).rejects.toMatchObject({
        code: 'ACV200',
      })
    })
  })

  test('the same file for two tenants is two imports, each under its policy', async () => {
    const tenants = ['0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d', '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c2e']
    const path = await db.file('reason\nfever\ncough\n')
    for (const tenant of tenants) {
      const context = { settings: { 'acervo.actor': 'user:1', 'acervo.tenant': tenant } }
      expect(await db.import(path, { table: 'visit', context })).toMatchObject({ inserted: 2 })
      expect((await db.rows('visit', { context })).length).toBe(2)
    }
  })

  test('rows for nobody are refused by the policy, each with its reason', async () => {
    const path = await db.file('reason\nfever\ncough\n')
    const result = await db.import(path, { table: 'visit' })
    expect(result).toMatchObject({ inserted: 0, rejected: 2 })
    const [first] = await db.rejects(result.rejectsPath ?? '')
    expect(['ACV305', 'ACV306']).toContain(first?.code)
  })

  test.runIf(isThere)(
    '50,578 people from a real file are in, and a re-run adds none',
    async () => {
      const options = {
        table: 'record',
        map: { bornOn: 'dob' },
        sourceName: 'wikidata',
        key: 'unique_id',
        rejectsPath: `${db.folder}/people.rejects.ndjson`,
      } as const
      const told: number[] = []
      const first = await db.import(people, {
        ...options,
        onProgress: ({ read }) => told.push(read),
      })
      expect(first).toMatchObject({ state: 'done', inserted: 50_578, unchanged: 0, rejected: 0 })
      expect(told.length).toBe(11)
      expect(await db.import(people, options)).toMatchObject({
        state: 'already done',
        inserted: 0,
        unchanged: 50_578,
      })
      expect(await db.import(people, { ...options, afresh: true })).toMatchObject({
        inserted: 0,
        unchanged: 50_578,
      })
    },
    120_000,
  )
})
