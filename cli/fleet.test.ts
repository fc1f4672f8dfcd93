// The page of the fleet says what the declarations say, and leaves out no database and no reference.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defineModel } from '../kernel/index.ts'
import { systems } from '../systems/index.ts'
import { databasePagePath } from './database-page.ts'
import { renderFleet } from './fleet.ts'

const model = defineModel(systems)
const page = renderFleet(model)

test('docs/reference/fleet.md is drawn from the declarations (node scripts/docs.js writes it)', () => {
  const path = join(import.meta.dirname, '..', 'docs', 'reference', 'fleet.md')
  expect(readFileSync(path, 'utf8')).toBe(page)
})

test('every database stands in its area, in the drawing and in the table', () => {
  for (const { name: system, databases } of model.systems) {
    const section = page.slice(page.indexOf(`\n## ${system}\n`) + 1).split('\n## ')[0] ?? ''
    for (const database of databases) {
      const { name, schema } = database
      const area = database.area || system
      const drawn = section.slice(section.indexOf(`subgraph area_${area}[`))
      expect(drawn.slice(0, drawn.indexOf('\n  end'))).toContain(`n_${name}[${schema}]`)
      const told = section.slice(section.indexOf(`\n### ${area}\n`) + 1)
      expect(told.split('\n### ')[0]).toContain(
        `| [\`${schema}\`](${databasePagePath(database)}) | \`${name}\` |`,
      )
    }
  }
})

test('whoever refers to another database, or listens to it, is joined to it', () => {
  for (const { name, tables } of model.databases.values())
    for (const { relations } of tables.values())
      for (const { kind, database } of relations.values())
        if (kind === 'reference') expect(page).toContain(`  n_${name} --> n_${database}\n`)
  for (const { consumers } of model.systems)
    for (const { from, database } of consumers)
      expect(page).toContain(`  n_${from} ==> n_${database}\n`)
})
