// One of several processes that start together: migrates the database and folder given, then ends.
// Run by concurrent-start.test.ts: node --conditions=source start-process.ts <url> <home> <version>
import { openTargets } from '../../../kernel/database/targets.ts'
import { migrateAtStart } from '../../../kernel/migrate/start.ts'
import { toModel } from './shop.ts'
import { versions } from './versions.ts'

const [url = '', home = '', version = 'first'] = process.argv.slice(2)
const targets = await openTargets({ databases: ['t_shop'], run: url, migrate: url })
try {
  const model = toModel(versions[version as keyof typeof versions], home)
  const report = await migrateAtStart({ targets, model, mode: 'develop' })
  process.stdout.write(JSON.stringify(report.applied.length))
} finally {
  await targets.close()
}
