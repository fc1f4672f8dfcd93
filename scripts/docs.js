// Writes the reference pages that are made from the code. `npm test` holds them to it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toActionCommands } from '../cli/action-commands.ts'
import { loadCommands } from '../cli/commands.ts'
import { databasePagePath, renderDatabasePage } from '../cli/database-page.ts'
import { renderFleet } from '../cli/fleet.ts'
import { renderCliReference, renderConfigReference } from '../cli/reference.ts'
import { renderSpecifications } from '../kernel/conformance/index.ts'
import { defineModel } from '../kernel/index.ts'
import { renderMetricsReference } from '../kernel/watch/index.ts'
import { systems } from '../systems/index.ts'

const folder = join(import.meta.dirname, '..', 'docs', 'reference')
const model = defineModel(systems)
const declared = toActionCommands(model)
const pages = {
  'cli.md': renderCliReference([...(await loadCommands()), ...declared.values()]),
  'configuration.md': renderConfigReference(),
  'specifications.md': await renderSpecifications(systems, model),
  'fleet.md': renderFleet(model),
  'metrics.md': renderMetricsReference(),
  ...Object.fromEntries(
    [...model.databases.values()].map((database) => [
      databasePagePath(database),
      renderDatabasePage(model, database),
    ]),
  ),
}
// A database that is gone has no page.
rmSync(join(folder, 'databases'), { recursive: true, force: true })
for (const [name, text] of Object.entries(pages)) {
  const path = join(folder, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  console.log(`docs/reference/${name}`)
}
