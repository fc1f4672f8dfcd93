// One of several processes that start on one fleet together: serves, so that it applies only where nobody has begun.
// Run by fleet.test.ts: node --conditions=source fleet-process.ts <home> <json of schema -> url>
import { openTargets } from '../../../kernel/database/targets.ts'
import { migrateAtStart } from '../../../kernel/migrate/start.ts'
import { toFleet } from './fleet.ts'

const [home = '', places = '{}'] = process.argv.slice(2)
const urls: Record<string, string> = JSON.parse(places)
const placement = Object.fromEntries(
  Object.entries(urls).map(([schema, url]) => [schema, { run: url, migrate: url }]),
)
const targets = await openTargets({ databases: Object.keys(urls), placement })
try {
  const report = await migrateAtStart({ targets, model: toFleet(home), mode: 'serve' })
  process.stdout.write(JSON.stringify(report.applied.length))
} finally {
  await targets.close()
}
