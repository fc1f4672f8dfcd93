// What is withheld from requests stays the migrator's.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { withheld } from './withheld.ts'

const entries = defineTable('entries', { body: text() }, [withheld('update', 'delete')])

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ entry: entries })
  })
  afterAll(() => opened?.close())

  test('rows are only added, by a request and by work beside requests', async () => {
    const target = opened.target
    for (const role of ['acervo_app', 'acervo_worker'] as const) {
      const ask = (text: string) => target.group({ settings: {}, role }, [{ text, values: [] }])
      await ask(`insert into t_shop.entries (body) values ('said')`)
      for (const text of ['delete from t_shop.entries', `update t_shop.entries set body = ''`])
        await expect(ask(text), `${role}: ${text}`).rejects.toMatchObject({ code: 'ACV306' })
    }
    await opened.query(`update t_shop.entries set body = 'mended'`)
    expect((await opened.query('delete from t_shop.entries')).count).toBe(2)
  })
})
