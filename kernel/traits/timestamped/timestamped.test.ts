// The database's clock stamps a row when it comes and when it changes; no request can say otherwise.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { timestamped } from './timestamped.ts'

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ note: defineTable('notes', { body: text() }, [timestamped()]) })
  })
  afterAll(() => opened?.close())

  const at = (instant: string) => opened.as({ 'acervo.fake_now': instant })

  test('a change moves updated_at and leaves created_at', async () => {
    await at('2031-01-01T00:00:00Z')(`insert into t_shop.notes (body) values ('a')`)
    await at('2031-02-01T00:00:00Z')(`update t_shop.notes set body = 'b'`)
    const stamps = await opened.query('select created_at, updated_at from t_shop.notes')
    expect(stamps.rows).toEqual([['2031-01-01 00:00:00+00', '2031-02-01 00:00:00+00']])
  })

  test.each(['created_at', 'updated_at'])('a request may not write %s', async (column) => {
    const ask = opened.as({})
    const set = ask(`update t_shop.notes set ${column} = '2000-01-01'`)
    await expect(set).rejects.toMatchObject({ code: 'ACV306' })
    const give = ask(`insert into t_shop.notes (body, ${column}) values ('x', '2000-01-01')`)
    await expect(give).rejects.toMatchObject({ code: 'ACV306' })
  })
})
