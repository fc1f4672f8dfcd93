// Promises of importing, on both engines: good rows are in, each bad one is explained, nothing is half done.
import { appendFileSync, existsSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { inPieces } from '../../test/support/intake/chunks.ts'
import { emptyTables, openShop, type Shop } from '../../test/support/intake/database.ts'
import { limits } from './limits.ts'

const header = 'code,name,kind,price,stock,launched_on,isActive,notes\n'

const many = (count: number, from = 1) =>
  Array.from({ length: count }, (_, at) => `c${at + from},name ${at + from}`).join('\n')

onEachEngine(() => {
  let db: Shop
  beforeAll(async () => {
    db = await openShop()
  })
  beforeEach(() => db.script(emptyTables))
  afterAll(() => db?.close())

  test('a file of good rows is in, and no file of rejects is left', async () => {
    const path = await db.file(
      `\ufeff${header}"a","say ""hi""\r\nthere",TOY,1.50,3,2020-02-29,false,\r\nb,B,,,,,,""\r\n`,
    )
    expect(await db.import(path)).toMatchObject({
      state: 'done',
      read: 2,
      inserted: 2,
      rejected: 0,
      rejectsPath: undefined,
      resumedFrom: 0,
      isResumable: true,
    })
    expect(existsSync(`${path}.rejects.ndjson`)).toBe(false)
    expect(await db.rows('product', { orderBy: { code: 'asc' } })).toMatchObject([
      {
        code: 'a',
        name: 'say "hi"\r\nthere',
        kind: 'TOY',
        price: '1.50',
        stock: 3,
        launchedOn: '2020-02-29',
        isActive: false,
        notes: null,
      },
      { code: 'b', name: 'B', kind: 'TOOL', price: null, stock: 7, isActive: true, notes: '' },
    ])
  })

  test('each bad row is told with line, code and reason; the others are in', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${header}a,A,TOOL,1,1,,true,\n`),
      Buffer.from('short,row\n'),
      Buffer.from('bad,utf8,TOOL,1,1,,true,'),
      Buffer.from([0xc3, 0x28, 10]),
      Buffer.from('kind,K,TOL,1,1,,true,\n'),
      Buffer.from('stock,S,TOOL,1,many,,true,\n'),
      Buffer.from('date,D,TOOL,1,1,2021-02-29,true,\n'),
      Buffer.from('price,P,TOOL,-1,1,,true,\n'),
      Buffer.from('a,Twice,TOOL,1,1,,true,\n'),
      Buffer.from('quote,"open,TOOL,1,1,,true,\n'),
      Buffer.from(',no code,TOOL,1,1,,true,\n'),
      Buffer.from('z,Z,TOOL,1,1,,true,"two\nlines"\n'),
    ])
    const path = await db.file(bytes)
    const result = await db.import(path)
    expect(result).toMatchObject({ read: 11, inserted: 2, rejected: 9 })
    const rejects = await db.rejects(result.rejectsPath ?? '')
    expect(rejects.map(({ line, code }) => [line, code])).toEqual([
      [3, 'ACV608'],
      [4, 'ACV608'],
      [5, 'ACV205'],
      [6, 'ACV205'],
      [7, 'ACV205'],
      [8, 'ACV304'],
      [9, 'ACV302'],
      [10, 'ACV608'],
      [11, 'ACV305'],
    ])
    expect(rejects[2]).toMatchObject({
      message: `'kind' cannot be "TOL"`,
      hint: "Perhaps you meant 'TOOL'.",
      row: { code: 'kind', kind: 'TOL' },
    })
    expect(rejects[6]?.message).toBe("'code' of 'product' is taken already")
    expect(rejects[0]?.text).toBe('short,row')
    expect((await db.rows('product')).map(({ code }) => code).sort()).toEqual(['a', 'z'])
  })

  test('names that nobody knows are refused before anything is written', async () => {
    const path = await db.file('code,nam\na,A\n')
    await expect(db.import(path)).rejects.toMatchObject({
      code: 'ACV203',
      hint: "Perhaps you meant 'name'.",
    })
    const known = await db.file('code,title\na,A\n')
    const map = { code: 'code', name: 'titel' }
    await expect(db.import(known, { map })).rejects.toMatchObject({
      code: 'ACV606',
      hint: "Perhaps you meant 'title'.",
    })
    expect(await db.rows('product')).toEqual([])
  })

  test.each([
    ['missing.csv', 'ACV607'],
    ['.', 'ACV607'],
    ['unknown.ending', 'ACV607'],
  ])('%s cannot be read', async (name, code) => {
    await expect(db.import(`${db.folder}/${name}`)).rejects.toMatchObject({ code })
  })

  test('a re-run of a finished file adds nothing and says so', async () => {
    const path = await db.file(`code,name\n${many(20)}\nc1,again\n`)
    const first = await db.import(path)
    expect(first).toMatchObject({ state: 'done', inserted: 20, rejected: 1 })
    expect(await db.import(path)).toMatchObject({
      state: 'already done',
      read: 21,
      inserted: 0,
      unchanged: 20,
      rejected: 1,
      rejectsPath: first.rejectsPath,
    })
    expect((await db.rows('product')).length).toBe(20)
    expect((await db.rejects(first.rejectsPath ?? '')).length).toBe(1)
  })

  test('rows that are there already count as unchanged when the key is named', async () => {
    const path = await db.file(`code,name\n${many(20)}\n`)
    await db.import(path)
    expect(await db.import(path, { afresh: true, key: 'code' })).toMatchObject({
      inserted: 0,
      unchanged: 20,
      rejected: 0,
    })
    const longer = await db.file(`code,name\n${many(25)}\n`)
    expect(await db.import(longer, { key: 'code' })).toMatchObject({ inserted: 5, unchanged: 20 })
    await expect(db.import(longer, { key: 'name' })).rejects.toMatchObject({ code: 'ACV203' })
  })

  test('a cancelled import says how far it came; the next one goes on there', async () => {
    const path = await db.file(`code,name\nc7,first\n${many(49)}\n`)
    const controller = new AbortController()
    const first = await db.import(path, {
      batchRows: 10,
      signal: controller.signal,
      onProgress: ({ read }) => read === 20 && controller.abort(),
    })
    expect(first).toMatchObject({ state: 'cancelled', read: 20, inserted: 19, rejected: 1 })
    expect((await db.rows('product')).length).toBe(19)
    const second = await db.import(path, { batchRows: 10 })
    expect(second).toMatchObject({ state: 'done', read: 50, resumedFrom: 20, inserted: 30 })
    const rejects = await db.rejects(second.rejectsPath ?? '')
    expect(rejects.map(({ line }) => line)).toEqual([9])
    expect((await db.rows('product')).length).toBe(49)
  })

  test('cancelled before its first row it has written nothing', async () => {
    const path = await db.file(`code,name\n${many(5)}\n`)
    const result = db.import(path, { signal: AbortSignal.abort() })
    await expect(result).rejects.toMatchObject({ code: 'ACV308' })
    expect(await db.rows('product')).toEqual([])
  })

  test('of two imports of one file one wins and the other is told', async () => {
    const path = await db.file(`code,name\n${many(200)}\n`)
    const both = await Promise.allSettled([db.import(path), db.import(path)])
    const told = both.map((one) => (one.status === 'rejected' ? one.reason.code : one.value.state))
    expect(told.sort()).toEqual(['ACV611', 'done'])
    expect((await db.rows('product')).length).toBe(200)
  })

  test('a dry run reports the same and writes nothing', async () => {
    const path = await db.file(`code,name\n${many(30)}\nc1,again\nshort\n`)
    const told = { read: 32, inserted: 30, rejected: 2 }
    const dry = await db.import(path, { dryRun: true })
    expect(dry).toMatchObject({ ...told, dryRun: true })
    expect((await db.rejects(dry.rejectsPath ?? '')).length).toBe(2)
    expect(await db.rows('product')).toEqual([])
    expect(await db.import(path)).toMatchObject({ ...told, resumedFrom: 0 })
  })

  test('a stream is read once, and says that it cannot be resumed', async () => {
    const rejectsPath = `${db.folder}/stdin.rejects.ndjson`
    const source = () => inPieces('code,name\na,A\nb\n', 5)
    const options = { format: 'csv', rejectsPath } as const
    expect(await db.import(source(), options)).toMatchObject({
      inserted: 1,
      rejected: 1,
      isResumable: false,
    })
    await expect(db.import(source(), { format: 'csv' })).rejects.toMatchObject({ code: 'ACV200' })
    // Nothing remembers it: the row meets itself.
    expect(await db.import(source(), options)).toMatchObject({ inserted: 0, rejected: 2 })
  })

  test('a file that changes while it is read is not called finished', async () => {
    const path = await db.file(`code,name\n${many(20)}\n`)
    const result = db.import(path, {
      batchRows: 10,
      onProgress: () => appendFileSync(path, 'late,row\n'),
    })
    await expect(result).rejects.toMatchObject({ code: 'ACV607' })
  })

  test('when no row is taken at all the import stops and gives the reason once', async () => {
    const rows = Array.from({ length: limits.refusedRowsMax + 10 }, (_, at) => `c${at},n,-1`)
    const path = await db.file(`code,name,price\n${rows.join('\n')}\n`)
    await expect(db.import(path)).rejects.toMatchObject({
      code: 'ACV609',
      message: "every row was refused: the row of 'product' does not meet its check",
    })
    expect(existsSync(`${path}.rejects.ndjson`)).toBe(false)
  })
})
