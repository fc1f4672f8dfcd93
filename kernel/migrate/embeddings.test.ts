// Another model's vectors come beside those that serve: nothing is dropped before every row has its new one.
import { expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import { useLaterFiles } from '../../test/support/migrate/later-files.ts'
import { text } from '../table/column.ts'
import type { Tables } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { type EmbeddedOptions, embedded } from '../traits/index.ts'

const old = { column: 'meaning', model: 'old', dimensions: 3, metric: 'cosine' } as const
const next = { column: 'meaning4', model: 'new', dimensions: 4, metric: 'cosine' } as const
const notes = (options: EmbeddedOptions): Tables => ({
  note: defineTable('notes', { body: text() }, [embedded({ index: 'hnsw', ...options })]),
})

onEachEngine(() => {
  const { develop, write, script, query, differences } = useLaterFiles()
  const indexes = async () => {
    const { rows } = await query(
      `select indexname from pg_indexes where schemaname = 't_shop' and indexname ~ 'hnsw' order by 1`,
    )
    return rows.map(([name]) => name)
  }

  test('a column and an index beside; the old ones go when no row waits', async () => {
    await develop(notes(old))
    await script(
      `insert into t_shop.notes (body, meaning, meaning_model) values ('a', '[1,0,0]', 'old')`,
    )
    const both = notes({ ...next, was: { ...old, index: 'hnsw' } })
    const written = await write(both, false)
    const files = written.flatMap(({ steps }) => steps.map(({ sql }) => sql)).join('\n')
    expect(files).toMatch(/add column "meaning4" acervo.vector\(4\)/)
    expect(files).toMatch(/create index concurrently.*notes_meaning4_hnsw_idx/)
    expect(files).not.toMatch(/drop/)
    await develop(both)
    expect(await indexes()).toEqual(['notes_meaning4_hnsw_idx', 'notes_meaning_hnsw_idx'])
    await expect(write(notes(next), false)).rejects.toMatchObject({ code: 'ACV403' })
    await write(notes(next), true)
    const drop = () => develop(notes(next))
    await expect(drop()).rejects.toThrow()
    await script(`update t_shop.notes set meaning4 = '[1,0,0,0]', meaning4_model = 'new'`)
    await drop()
    expect(await indexes()).toEqual(['notes_meaning4_hnsw_idx'])
    expect(await differences(notes(next))).toEqual([])
  })

  test('no vector becomes one of another size', async () => {
    await develop(notes(old))
    const longer = write(notes({ ...old, dimensions: 4 }), true)
    await expect(longer).rejects.toMatchObject({
      code: 'ACV409',
      hint: expect.stringContaining("was: { column: 'meaning'"),
    })
  })
})
