// Below a closed parent nothing is added, changed or removed, and it does not close while something is.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atOnce } from '../../../test/support/at-once.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { belongsTo, integer, oneOf } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { lockedBy } from './locked-by.ts'

const months = defineTable('months', { number: integer(), state: oneOf('OPEN', 'CLOSED') })
const days = defineTable('days', { monthId: belongsTo('months'), number: integer() }, [
  lockedBy('monthId', { when: "state = 'CLOSED'", message: 'the month is closed' }),
])
const notes = defineTable('notes', { monthId: belongsTo('months'), number: integer() }, [
  lockedBy('monthId', {
    when: "state = 'CLOSED'",
    of: 'number > 0',
    events: ['insert'],
    message: 'the month is closed',
  }),
])
const add = (month: number) =>
  `insert into t_shop.days (month_id, number) select id, 1 from t_shop.months where number = ${month}`
const close = `update t_shop.months set state = 'CLOSED' where number = 3`
const refused = { code: 'ACV304', message: 'the month is closed' }

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({ month: months, day: days, note: notes })
    const state = `case n when 2 then 'CLOSED' else 'OPEN' end`
    await opened.query(
      `insert into t_shop.months (number, state) select n, ${state} from generate_series(1, 3) n`,
    )
  })
  afterAll(() => opened?.close())

  test('a row goes where it is open, and neither into what is closed nor out of it', async () => {
    await opened.query(add(1))
    const move = (from: number, to: number) =>
      opened.query(`update t_shop.days set month_id = (select id from t_shop.months where number = ${to})
        where month_id = (select id from t_shop.months where number = ${from})`)
    await expect(opened.query(add(2))).rejects.toMatchObject(refused)
    await expect(move(1, 2)).rejects.toMatchObject(refused)
    await opened.query(`update t_shop.months set state = 'CLOSED' where number = 1`)
    await expect(move(1, 3)).rejects.toMatchObject(refused)
    await expect(opened.query('delete from t_shop.days')).rejects.toMatchObject(refused)
  })

  test('only the rows and the moments that were named are held to it', async () => {
    const note = (number: number) =>
      opened.query(
        `insert into t_shop.notes (month_id, number) select id, ${number} from t_shop.months where number = 2`,
      )
    await note(0)
    await expect(note(1)).rejects.toMatchObject(refused)
    await opened.query('update t_shop.notes set number = 1')
    await opened.query('delete from t_shop.notes')
  })

  test('of a closing and a row at once the row is in time or refused', async () => {
    const run = (text: string) => ({ text, values: [] })
    const results = await atOnce(
      opened.target,
      (session) => session.query(run(close)),
      (session) => session.query(run(add(3))),
    )
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const count = `select count(*) from t_shop.days d join t_shop.months m on m.id = d.month_id where m.number = 3`
    expect(cellOf(await opened.query(count))).toBe('0')
  })

  test('a closing waits for the row that was first', async () => {
    await opened.query(`insert into t_shop.months (number, state) values (4, 'OPEN')`)
    const run = (text: string) => ({ text, values: [] })
    const results = await atOnce(
      opened.target,
      (session) => session.query(run(add(4))),
      (session) => session.query(run(close.replace('3', '4'))),
    )
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
  })
})
