// Two projects run the same tests, and `split` some of them once more: `embedded` (PGlite) and `postgres` (only where
// ACERVO_TEST_DATABASE_URL names a real server). A file that never reaches the test database
// gives the same answer on both engines, so it runs once, in `embedded`. A file whose promises are all
// made `onPostgres` runs only there. The long campaigns
// (`*.campaign.ts`) run only by `npm run campaigns`, and `--mode pooled` runs what meets a server once more, with
// every request through PgBouncer in transaction mode.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { defineConfig } from 'vitest/config'
import { TestOrder } from './order.ts'

const exclude = ['**/node_modules/**', '**/dist/**', '**/.*/**']
const root = join(import.meta.dirname, '..')
const hasServer = Boolean(process.env.ACERVO_TEST_DATABASE_URL)

export default defineConfig(({ mode }) => {
  const isCampaign = mode === 'campaigns'
  const files = find(isCampaign ? '**/*.campaign.ts' : '**/*.test.ts')
  const isPooled = mode === 'pooled'
  const onServer = hasServer ? files.filter((file) => usesDatabase(file)) : []
  return {
    root,
    resolve: { conditions: ['source'] },
    ssr: { resolve: { conditions: ['source'] } },
    test: {
      pool: 'forks',
      maxWorkers: 2,
      sequence: { sequencer: TestOrder },
      // Of tests that wait most of their time.
      maxConcurrency: 4,
      testTimeout: isCampaign ? 3_600_000 : 60_000,
      // The first file that opens all systems makes the template of the others.
      hookTimeout: 240_000,
      teardownTimeout: 10_000,
      projects: [
        project('embedded', isPooled ? [] : files.filter((file) => !needsServer(file))),
        project('postgres', isPooled ? [] : onServer),
        project('split', isCampaign || isPooled ? [] : onServer.filter(isOfAiCore), {
          ACERVO_TEST_ENGINE: 'postgres',
          ACERVO_TEST_PLACEMENT: 'split',
        }),
        project('pooled', isPooled ? onServer : [], {
          ACERVO_TEST_ENGINE: 'postgres',
          ACERVO_TEST_POOLER: 'transaction',
        }),
      ].filter(({ test }) => test.include.length > 0),
    },
  }
})

function find(pattern: string): string[] {
  return globSync(pattern, { cwd: root, exclude }).map((file) => file.replaceAll('\\', '/'))
}

function project(
  name: string,
  include: string[],
  env: Record<string, string> = { ACERVO_TEST_ENGINE: name },
) {
  return { extends: true as const, test: { name, include, exclude, env } }
}

/** What AI-CORE does as a whole: once more with each of its databases in a physical one of its own. */
function isOfAiCore(file: string): boolean {
  return /^(systems\/ai-core\/[^/]+|test\/journeys\/ai-core)\.test\.ts$/.test(file)
}

function needsServer(file: string): boolean {
  const text = readFileSync(join(root, file), 'utf8')
  return /^onPostgres\(/m.test(text) && !/^onEachEngine\(/m.test(text)
}

/** Follows imports through the support folders, which is how tests reach the database. */
function usesDatabase(file: string, seen = new Set<string>()): boolean {
  if (/(^|\/)support\/([^/]+\/)?database\.ts$/.test(file)) return true
  if (seen.has(file) || !existsSync(join(root, file))) return false
  seen.add(file)
  const imports = readFileSync(join(root, file), 'utf8').matchAll(/'(\.{1,2}\/[^']+\.ts)'/g)
  return [...imports]
    .map(([, path]) => posix.join(posix.dirname(file), path ?? ''))
    .some((target) => /(^|\/)support\//.test(target) && usesDatabase(target, seen))
}
