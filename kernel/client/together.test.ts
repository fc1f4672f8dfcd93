import { expect, test } from 'vitest'
import type { Targets } from '../database/targets.ts'
import { defineModel } from '../model/define-model.ts'
import { varchar } from '../table/column.ts'
import { defineDatabase, defineSystem } from '../table/database.ts'
import { defineTable } from '../table/table.ts'
import { assertTogether, toSchemas } from './together.ts'

const notes = defineTable('notes', { title: varchar(10) }, [])
const database = (schema: string, name: string) =>
  defineDatabase({ schema, name, area: 'test', purpose: 'Notes', tables: { note: notes } })
const model = defineModel([
  defineSystem({
    name: 'press',
    databases: [database('sp_press', 'press'), database('sp_club', 'club')],
    together: [['sp_press', 'sp_club']],
  }),
])
const placedOn = (places: Readonly<Record<string, string>>) =>
  ({ of: (schema: string) => ({ key: places[schema] }) }) as unknown as Targets

test('databases that are declared together are not placed apart', () => {
  const apart = placedOn({ sp_press: 'a:5432/one', sp_club: 'b:5432/two' })
  expect(() => assertTogether(model, apart)).toThrow(
    expect.objectContaining({
      code: 'ACV317',
      message: 'the placement separates press and club',
      details: "'press' declares them together: press on a:5432/one, club on b:5432/two.",
    }),
  )
  expect(() => assertTogether(model, placedOn({ sp_press: 'a', sp_club: 'a' }))).not.toThrow()
})

test('a placement names a database by its schema or its short name, but once', () => {
  const place = { run: 'postgres://app@a/one' }
  expect(toSchemas(model, { club: place, 'sp_p*': place })).toEqual({
    sp_club: place,
    'sp_p*': place,
  })
  expect(() => toSchemas(model, { club: place, sp_club: place })).toThrow(/'sp_club' twice/)
})
