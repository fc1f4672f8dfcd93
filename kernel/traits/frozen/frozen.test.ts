// A row that is frozen keeps what it says, whoever writes; what may go on changing does.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { decimal, oneOf, text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { timestamped } from '../timestamped/timestamped.ts'
import { frozen } from './frozen.ts'

const bills = defineTable(
  'bills',
  {
    state: oneOf('DRAFT', 'ISSUED').default('DRAFT'),
    net: decimal(12, 2),
    tax: decimal(12, 2).generatedAs('net * 0.21'),
    note: text().optional(),
  },
  [frozen({ when: "state = 'ISSUED'", except: ['note'], message: 'it is issued' }), timestamped()],
)

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ bill: bills })
    await opened.query(`insert into t_shop.bills (state, net) values ('ISSUED', 5), ('DRAFT', 7)`)
  })
  afterAll(() => opened?.close())

  test.each([
    'update t_shop.bills set net = net + 1',
    `update t_shop.bills set state = 'DRAFT'`,
    'update t_shop.bills set id = acervo.uuid7()',
    'delete from t_shop.bills',
  ])('%s is refused, even to the migrator', async (text) => {
    const refused = { code: 'ACV304', message: 'it is issued' }
    await expect(opened.query(text)).rejects.toMatchObject(refused)
  })

  test('a request is refused as well', async () => {
    const change = opened.as({})('update t_shop.bills set net = 0')
    await expect(change).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('what is named goes on changing, and so does a row that is not frozen', async () => {
    await opened.query(`update t_shop.bills set note = 'seen'`)
    await opened.query(`update t_shop.bills set net = 8, state = 'ISSUED' where state = 'DRAFT'`)
    const { rows } = await opened.query('select net, tax, note from t_shop.bills order by net')
    expect(rows).toEqual([
      ['5.00', '1.05', 'seen'],
      ['8.00', '1.68', 'seen'],
    ])
  })
})
