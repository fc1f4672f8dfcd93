// Every check that a change must pass besides the tests, in one list: `npm run check` here and
// in CI runs exactly this. All run, even after a failure.
import { spawnSync } from 'node:child_process'

const checks = [
  ['format and lint', 'biome', 'check', '.'],
  ['types', 'tsc', '--noEmit', '-p', '.'],
]

const failed = checks.filter(([name, command, ...options]) => {
  const started = performance.now()
  const { status } = spawnSync(command, options, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`)
  return status !== 0
})

process.exitCode = failed.length > 0 ? 1 : 0
