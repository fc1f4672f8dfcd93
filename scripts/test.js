// Runs the tests on the embedded engine, and on a real server where ACERVO_TEST_DATABASE_URL
// names one; arguments go on to vitest. Says which engines were used; the last line is always
// `N passed, N failed, N skipped`, summed over both.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const serverUrl = process.env.ACERVO_TEST_DATABASE_URL
const require = createRequire(import.meta.url)
const engines = [`PGlite ${await versionOfPglite()} (embedded)`]
if (serverUrl) engines.push(await askServer(serverUrl))

const folder = mkdtempSync(join(tmpdir(), 'acervo-test-'))
const report = join(folder, 'report.json')
const run = spawnSync(
  process.execPath,
  [
    join(require.resolve('vitest/package.json'), '..', 'vitest.mjs'),
    'run',
    '--config=test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ],
  { stdio: 'inherit' },
)
const { passed, failed, skipped } = count(report)
rmSync(folder, { recursive: true, force: true })

// What fails outside any test (a late rejection, no test found) is a failure to be counted too.
const isOutside = run.status !== 0 && failed === 0
if (isOutside) console.log('The run failed outside any test: see the errors above.')
process.exitCode = failed > 0 || isOutside ? 1 : 0
console.log(`Engines: ${engines.join(', ')}${serverUrl ? '' : '; no real server was named'}`)
console.log(`${passed} passed, ${isOutside ? 1 : failed} failed, ${skipped} skipped`)

// A file that fails before its first test counts as one failure.
function count(file) {
  const sum = { passed: 0, failed: 0, skipped: 0 }
  let files = []
  try {
    files = JSON.parse(readFileSync(file, 'utf8')).testResults
  } catch (error) {
    console.error(`No report was written: ${error.message}`)
  }
  for (const { status, assertionResults } of files) {
    if (status === 'failed' && !assertionResults.some((each) => each.status === 'failed'))
      sum.failed += 1
    for (const each of assertionResults) sum[each.status in sum ? each.status : 'skipped'] += 1
  }
  return sum
}

async function versionOfPglite() {
  const file = join(require.resolve('@electric-sql/pglite'), '..', '..', 'package.json')
  return JSON.parse(readFileSync(file, 'utf8')).version
}

// A named server that does not answer is a failure, never a silent skip.
async function askServer(url) {
  const { default: pg } = await import('pg')
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    const { rows } = await client.query('show server_version')
    return `PostgreSQL ${rows[0].server_version.split(' ')[0]} (${client.host}:${client.port})`
  } catch (error) {
    console.error(`ACERVO_TEST_DATABASE_URL: the server does not answer: ${error.message}`)
    console.log('0 passed, 1 failed, 0 skipped')
    process.exit(1)
  } finally {
    await client.end().catch(() => {})
  }
}
