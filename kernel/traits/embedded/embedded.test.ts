// Vectors of one model and one dimension stand in a column; another model's are refused.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { cellOf, type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { embedded } from './embedded.ts'

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    const trait = embedded({ model: "d'un", dimensions: 3, metric: 'cosine' })
    opened = await openTables({ note: defineTable('notes', { body: text() }, [trait]) })
  })
  afterAll(() => opened?.close())

  const add = (body: string, vector: string | null, model: string | null) =>
    opened.as({})(
      'insert into t_shop.notes (body, embedding, embedding_model) values ($1, $2, $3)',
      body,
      vector,
      model,
    )

  test('the nearest row is found, rows without a vector wait', async () => {
    await add('east', '[1,0,0]', "d'un")
    await add('north', '[0,1,0]', "d'un")
    await add('later', null, null)
    const nearest = await opened.as({})(
      `select body from t_shop.notes where embedding is not null
       order by (embedding operator(acervo.<=>) $1::acervo.vector) + 0 limit 1`,
      '[0.1,0.9,0]',
    )
    expect(cellOf(nearest)).toBe('north')
  })

  test('a vector of another model, of no model or of another size is refused', async () => {
    await expect(add('x', '[1,0,0]', 'other')).rejects.toMatchObject({ code: 'ACV304' })
    await expect(add('x', '[1,0,0]', null)).rejects.toMatchObject({ code: 'ACV304' })
    await expect(add('x', '[1,0]', "d'un")).rejects.toMatchObject({ code: 'ACV310' })
  })
})
