// Imports one file of people into a fresh platform: embedded in a folder, or on a server's empty database.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createAcervo, systemPrincipal, toContext } from '../../kernel/index.ts'
import { importFile, parseMap } from '../../kernel/intake/index.ts'
import { systems } from '../../systems/index.ts'

const [file = '', folder = '', databaseUrl, migrateUrl] = process.argv.slice(2)
const mapPath = join(import.meta.dirname, '../../systems/ai-core/maps/historical-50k.json')
const acervo = await createAcervo({
  systems,
  ...(databaseUrl === undefined || migrateUrl === undefined
    ? { dataDirectory: join(folder, 'data') }
    : { databaseUrl, migrateUrl }),
})
const before = process.resourceUsage().maxRSS
const table = acervo.model.databases.get('global')?.tables.get('party')
if (table === undefined) throw new Error('there is no global.party')
const cpu = process.cpuUsage()
const { inserted, rejected, seconds } = await importFile(file, {
  target: acervo.targets.of(table.schema),
  table,
  context: toContext(systemPrincipal),
  client: acervo.db,
  map: parseMap(readFileSync(mapPath, 'utf8'), mapPath),
  sourceName: 'wikidata',
  key: 'unique_id',
  // Another question's: golden-ingest.
  settle: false,
  rejectsPath: join(folder, 'rejects.ndjson'),
})
const { user, system } = process.cpuUsage(cpu)
const figures = {
  inserted,
  rejected,
  seconds,
  cpuSeconds: (user + system) / 1e6,
  rowsPerSecond: inserted / seconds,
  peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  peakBeforeMiB: Math.round(before / 1024),
}
console.log(JSON.stringify(figures))
await acervo.close()
