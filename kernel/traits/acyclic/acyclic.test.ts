// Links never lead back to where they started: not in one statement, not over several, not by two writers at once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { atOnce } from '../../../test/support/at-once.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { belongsTo, text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { softDeleted } from '../soft-deleted/soft-deleted.ts'
import { acyclic } from './acyclic.ts'

const people = defineTable('people', { name: text(), chiefId: belongsTo('people').optional() }, [
  acyclic('chiefId'),
])
const edges = defineTable('edges', { fromId: belongsTo('people'), toId: belongsTo('people') }, [
  acyclic('fromId', 'toId'),
  softDeleted(),
])
const person = (name: string) => `(select id from t_shop.people where name = '${name}')`
const obey = (name: string, chief: string) =>
  `update t_shop.people set chief_id = ${person(chief)} where name = '${name}'`
const edge = (from: string, to: string) =>
  `insert into t_shop.edges (from_id, to_id) values (${person(from)}, ${person(to)})`
const refused = { code: 'ACV304', message: 'the links lead back to where they started' }

onEachEngine(() => {
  let opened: OpenedDatabase
  const run = (text: string) => opened.as({})(text)
  beforeAll(async () => {
    opened = await openTables({ person: people, edge: edges })
  })
  afterAll(() => opened?.close())
  beforeEach(async () => {
    await opened.script('truncate t_shop.people cascade')
    await run(`insert into t_shop.people (name) values ('ana'), ('bea'), ('eva'), ('ida')`)
  })

  test('a tree takes no circle, however long', async () => {
    await run(obey('bea', 'ana'))
    await run(obey('eva', 'bea'))
    await expect(run(obey('ana', 'eva'))).rejects.toMatchObject(refused)
    await expect(run(obey('ida', 'ida'))).rejects.toMatchObject(refused)
    const everybody = `update t_shop.people set chief_id = ${person('ana')}`
    await expect(run(everybody)).rejects.toMatchObject(refused)
    await run(obey('ida', 'eva'))
  })

  test('a graph takes two ways to one place and none back', async () => {
    for (const [from = '', to = ''] of [
      ['ana', 'bea'],
      ['ana', 'eva'],
      ['bea', 'ida'],
      ['eva', 'ida'],
    ])
      await run(edge(from, to))
    await expect(run(edge('ida', 'ana'))).rejects.toMatchObject(refused)
  })

  test('an edge that was taken away counts again when it is back', async () => {
    await run(edge('ana', 'bea'))
    await run('update t_shop.edges set deleted_at = acervo.now()')
    await run(edge('bea', 'ana'))
    const back = run('update t_shop.edges set deleted_at = null where deleted_at is not null')
    await expect(back).rejects.toMatchObject(refused)
  })

  test('of two writers who close a circle together one is refused', async () => {
    const write =
      (text: string) =>
      (session: { query: (s: { text: string; values: [] }) => Promise<unknown> }) =>
        session.query({ text, values: [] })
    const trees = await atOnce(opened.target, write(obey('ana', 'bea')), write(obey('bea', 'ana')))
    expect(trees.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    const graphs = await atOnce(opened.target, write(edge('eva', 'ida')), write(edge('ida', 'eva')))
    expect(graphs.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
  })

  test('a repeatable read, which would not see the other, is refused', async () => {
    const work = opened.target.transaction(
      { settings: {}, role: 'acervo_app' },
      (session) => session.query({ text: obey('ana', 'bea'), values: [] }),
      { isolation: 'repeatable read' },
    )
    await expect(work).rejects.toMatchObject({ code: 'ACV309' })
  })
})
