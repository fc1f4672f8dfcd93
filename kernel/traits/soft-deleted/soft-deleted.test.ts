// A deleted row stays, out of the way: its unique values are free again and nothing removes it for good.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { clients } from '../../../test/support/migrate/shop.ts'

const claims = { 'acervo.tenant': '01900000-0000-7000-8000-00000000000a' }

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ client: clients })
  })
  afterAll(() => opened?.close())

  test('a request may not delete for good', async () => {
    const ask = opened.as(claims)
    await expect(ask('delete from t_shop.clients')).rejects.toMatchObject({ code: 'ACV306' })
  })

  test('a name is taken among live rows only', async () => {
    const ask = opened.as(claims)
    const add = () => ask(`insert into t_shop.clients (name) values ('ana')`)
    await add()
    await expect(add()).rejects.toMatchObject({ code: 'ACV302' })
    await ask('update t_shop.clients set deleted_at = acervo.now()')
    await add()
    expect(cellOf(await ask('select count(*) from t_shop.clients'))).toBe('2')
    const bringBack = ask('update t_shop.clients set deleted_at = null')
    await expect(bringBack).rejects.toMatchObject({ code: 'ACV302' })
  })
})
