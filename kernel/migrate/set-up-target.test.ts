// A target before any table: its clock, its ids, its extensions, and who may do what with them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine, onEachEngine } from '../../test/support/database.ts'
import { type EmptyDatabase, openEmpty } from '../../test/support/migrate/empty.ts'
import type { Direct } from '../database/target.ts'
import { setUpTarget } from './set-up-target.ts'

const objects = [
  { type: 'extension', name: 'unaccent' },
  { type: 'extension', name: 'vector' },
  { type: 'textSearch', name: 'acervo.simple_unaccent', language: 'simple' },
] as const

onEachEngine(() => {
  let empty: EmptyDatabase
  beforeAll(async () => {
    empty = await openEmpty(engine)
  })
  afterAll(() => empty?.close())

  const setUp = async (options: Parameters<typeof setUpTarget>[1]) => {
    const direct = await empty.target.direct()
    const sent: string[] = []
    const counting: Direct = {
      ...direct,
      script: (text) => direct.script(text),
      query: (statement) => {
        sent.push(statement.text)
        return direct.query(statement)
      },
    }
    try {
      return { changed: await setUpTarget(counting, options), queries: sent.length }
    } finally {
      await direct.close()
    }
  }

  test('is set up once, then answers with one query, and again when something is new', async () => {
    expect((await setUp({ objects, testClock: true })).changed).toBe(true)
    expect(await setUp({ objects, testClock: true })).toEqual({ changed: false, queries: 1 })
    const scripts = ['create table if not exists acervo.extra (id int)']
    expect((await setUp({ objects, testClock: true, scripts })).changed).toBe(true)
  })

  test('an id tells its millisecond exactly, for every millisecond', async () => {
    const { rows } = await empty.query(`select count(*) from generate_series(0, 20000) g,
      lateral (select '2026-11-30T23:59:59.5Z'::timestamptz + g * interval '1.000777 ms' as at) t
      -- As the check of a partitioned table asks it.
      where substr(uuid_send(acervo.uuid7(at)), 1, 6)
            <> substr(int8send(floor(extract(epoch from at) * 1000)::bigint), 3)
         or substr(acervo.uuid7(at)::text, 15, 1) <> '7'
         or substr(acervo.uuid7(at)::text, 20, 1) not in ('8', '9', 'a', 'b')`)
    expect(rows[0]?.[0]).toBe('0')
  })

  test('a request has the clock and ids, and cannot touch what migrations record', async () => {
    const as = (text: string) =>
      empty.target.group({ settings: {}, role: 'acervo_app' }, [{ text, values: [] }])
    await as('select acervo.now(), acervo.uuid7(), acervo.clock()')
    await as('select version from acervo.migration')
    await expect(as('delete from acervo.migration')).rejects.toMatchObject({ code: 'ACV306' })
    await expect(as('select * from acervo.backfill')).rejects.toMatchObject({ code: 'ACV306' })
    await expect(as('create table acervo.mine (id int)')).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('the clock is settable in a test build alone', async () => {
    const fake = async () => {
      const context = { settings: { 'acervo.fake_now': '2031-05-06T00:00:00Z' } }
      const [result] = await empty.target.group(context, [
        { text: 'select extract(year from acervo.now())::text', values: [] },
      ])
      return result?.rows[0]?.[0]
    }
    expect(await fake()).toBe('2031')
    await setUp({ objects })
    expect(await fake()).not.toBe('2031')
  })

  test('an extension in another schema is refused with the way out', async () => {
    await empty.script('create schema elsewhere; create extension pg_trgm schema elsewhere')
    const wanted = { objects: [...objects, { type: 'extension', name: 'pg_trgm' } as const] }
    await expect(setUp(wanted)).rejects.toMatchObject({
      code: 'ACV312',
      hint: expect.stringContaining('alter extension pg_trgm set schema acervo'),
    })
  })
})
