// The pages of the databases say what the declarations say: nothing of a database is left out of its drawing, and
// what is drawn is text that Mermaid takes.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'
import { findMermaidMistake, readMermaid } from '../test/support/mermaid.ts'
import { databasePagePath, ownTablesOf, renderDatabasePage } from './database-page.ts'
import { renderFleet } from './fleet.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'reference')
const model = defineModel(systems)
const databases = [...model.databases.values()]

test('every database has its page, and no page is of another (node scripts/docs.js writes them)', () => {
  const found = readdirSync(join(folder, 'databases'), { recursive: true, encoding: 'utf8' })
  const pages = found.filter((path) => path.endsWith('.md')).map((path) => `databases/${path}`)
  expect(pages.toSorted()).toEqual(databases.map(databasePagePath).toSorted())
})

describe.each(databases.map((database) => [database.schema, database] as const))(
  '%s',
  (_, database) => {
    const page = renderDatabasePage(model, database)
    const tables = ownTablesOf(database)

    test('is drawn from the declarations (node scripts/docs.js writes it)', () => {
      expect(readFileSync(join(folder, databasePagePath(database)), 'utf8')).toBe(page)
    })

    test('has one drawing, with every table, column, link and reference', () => {
      const [drawing = '', ...more] = readMermaid(page)
      expect(more).toEqual([])
      expect(findMermaidMistake(drawing)).toBeUndefined()
      for (const { sqlName, columns, foreignKeys, relations } of tables) {
        const [, body = ''] = drawing.split(`\n  ${sqlName} {\n`)
        const drawn = body.split('\n  }')[0]?.split('\n') ?? []
        expect(drawn.map((line) => line.trim().split(' ')[1])).toEqual(
          [...columns.values()].map((column) => column.sqlName),
        )
        for (const key of foreignKeys)
          expect(drawing).toMatch(new RegExp(`  ${key.references} .{6} ${sqlName} : `))
        for (const { kind, database: other, table } of relations.values())
          if (kind === 'reference')
            expect(drawing).toContain(`  "${other}.${table}" |o..o{ ${sqlName} : `)
      }
    })

    test('says of every table how it is reached, and of every machine what may follow', () => {
      for (const { sqlName, pathName, features, states } of tables) {
        expect(page).toMatch(new RegExp(`^\\| \`${sqlName}\` .*/${pathName}\``, 'm'))
        for (const feature of features) expect(page).toContain(feature)
        for (const [word, words] of Object.entries(states?.next ?? {}))
          expect(page).toContain(`${word} → ${words.join(', ') || 'the end'}`)
      }
    })
  },
)

test('the drawings of the fleet are text that Mermaid takes', () => {
  const drawings = readMermaid(renderFleet(model))
  expect(drawings.length).toBe(1 + systems.length)
  expect(drawings.flatMap((drawing) => findMermaidMistake(drawing) ?? [])).toEqual([])
})

test.each([
  ['flowchart LR\n  subgraph area_[]\n  end', 'does not take'],
  ['erDiagram\n  a {\n    numeric(9,2) b\n  }', 'does not take'],
  ['erDiagram\n  a {\n    uuid id PK\n  }\n  b ||--o{ a : b_id', 'not drawn'],
  ['erDiagram\n  title {\n  }', 'a word of its own'],
  ['pie', 'no drawing of ours'],
])('%j is found out', (text, why) => {
  expect(findMermaidMistake(text)).toContain(why)
})
