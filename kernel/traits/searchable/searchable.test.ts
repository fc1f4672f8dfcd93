// Words are found without their accents, by their stem, the heavier column first.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { type OpenedDatabase, openTables } from '../../../test/support/migrate/opened.ts'
import { text } from '../../table/column.ts'
import { defineTable } from '../../table/table.ts'
import { searchable } from './searchable.ts'

const columns = { title: text(), body: text().optional() }

onEachEngine(() => {
  let opened: OpenedDatabase
  beforeAll(async () => {
    opened = await openTables({
      note: defineTable('notes', columns, [
        searchable({ title: 'A', body: 'B' }, { language: 'spanish' }),
      ]),
      plain: defineTable('plains', columns, [
        searchable({ title: 'A' }, { language: 'english', unaccent: false }),
      ]),
    })
    await opened.as({})(`insert into t_shop.notes (title, body) values
      ('la póliza', 'un camión'), ('camiones rojos', null), ('nada', 'póliza')`)
    await opened.as({})(`insert into t_shop.plains (title) values ('café'), ('running shoes')`)
  })
  afterAll(() => opened?.close())

  const find = async (table: string, configuration: string, words: string) => {
    const query = `websearch_to_tsquery('${configuration}', $1)`
    const found = await opened.as({})(
      `select title from t_shop.${table} where search_vector @@ ${query}
       order by ts_rank(search_vector, ${query}) desc`,
      words,
    )
    return found.rows.map(([title]) => title)
  }

  test('accents and endings do not matter, weights do', async () => {
    const configuration = 'acervo.spanish_unaccent'
    expect(await find('notes', configuration, 'polizas')).toEqual(['la póliza', 'nada'])
    expect(await find('notes', configuration, 'camión')).toEqual(['camiones rojos', 'la póliza'])
    expect(await find('notes', configuration, 'tren')).toEqual([])
  })

  test('without unaccent an accent is a letter', async () => {
    expect(await find('plains', 'pg_catalog.english', 'cafe')).toEqual([])
    expect(await find('plains', 'pg_catalog.english', 'café')).toEqual(['café'])
    expect(await find('plains', 'pg_catalog.english', 'run')).toEqual(['running shoes'])
  })
})
