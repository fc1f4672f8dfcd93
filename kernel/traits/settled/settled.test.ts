// What statements make true only together is asked when the transaction commits, of every row they concern.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { atOnce } from '../../../test/support/at-once.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { belongsTo, integer } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { settled } from './settled.ts'

const full = (of: string) =>
  settled('full', {
    of,
    condition: `(select coalesce(sum(c.amount), 0) from {table:cups} c where c.jar_id = p.id) <= p.size`,
    message: 'the jar is too small',
  })
const jars = defineTable('jars', { size: integer() }, [full('id')])
const cups = defineTable(
  'cups',
  { jarId: belongsTo('jars', { onDelete: 'cascade' }), amount: integer() },
  [full('jarId')],
)
const jar = '01900000-0000-7000-8000-000000000001'
const other = '01900000-0000-7000-8000-000000000002'
const fill = (amount: number, into = jar) =>
  `insert into t_shop.cups (jar_id, amount) values ('${into}', ${amount})`
const refused = { code: 'ACV304', message: 'the jar is too small' }

onEachEngine(() => {
  let opened: OpenedDatabase
  const run = (...texts: readonly string[]) =>
    opened.within({}, async (session) => {
      for (const text of texts) await session.query({ text, values: [] })
    })
  beforeAll(async () => {
    opened = await openTables({ jar: jars, cup: cups })
  })
  afterAll(() => opened?.close())
  beforeEach(async () => {
    await opened.script('truncate t_shop.jars cascade')
    await opened.query(`insert into t_shop.jars (id, size) values ('${jar}', 10), ('${other}', 10)`)
  })

  test('it may be broken within a transaction and not beyond it', async () => {
    await run(fill(12), `update t_shop.jars set size = 12 where id = '${jar}'`)
    await expect(run(fill(1))).rejects.toMatchObject(refused)
    await expect(run('update t_shop.jars set size = 11')).rejects.toMatchObject(refused)
  })

  test('one statement alone is refused as well, as a group and by the migrator', async () => {
    await expect(opened.as({})(fill(11))).rejects.toMatchObject(refused)
    await expect(opened.query(fill(11))).rejects.toMatchObject(refused)
    expect(cellOf(await opened.query('select count(*) from t_shop.cups'))).toBe('0')
  })

  test('a child that moves is asked of at both ends', async () => {
    await run(fill(10), fill(5, other))
    const move = `update t_shop.cups set jar_id = '${jar}' where amount = 5`
    await expect(run(move)).rejects.toMatchObject(refused)
    await run(`delete from t_shop.cups where amount = 10`, move)
  })

  test('a parent that goes takes its children along', async () => {
    await run(fill(10), `delete from t_shop.jars where id = '${jar}'`)
  })

  test('of two that break it only together one is refused', async () => {
    const work = (session: {
      query: (statement: { text: string; values: [] }) => Promise<unknown>
    }) => session.query({ text: fill(6), values: [] })
    const results = await atOnce(opened.target, work, work)
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const serializable = { isolation: 'serializable' } as const
    await opened.script('truncate t_shop.cups')
    const strict = await atOnce(opened.target, work, work, serializable)
    expect(strict.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('a repeatable read, which would not see the other, is refused', async () => {
    const repeat = { isolation: 'repeatable read' } as const
    const work = opened.target.transaction(
      { settings: {}, role: 'acervo_app' },
      (session) => session.query({ text: fill(1), values: [] }),
      repeat,
    )
    await expect(work).rejects.toMatchObject({ code: 'ACV309' })
  })
})
