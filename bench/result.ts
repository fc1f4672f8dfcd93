// What a measurement leaves behind: figures with the machine, the commit and the goal they are held to.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

export interface Claim {
  readonly claim: string
  /** Median and extremes of the ratio over the rounds. */
  readonly ratio: { readonly median: number; readonly min: number; readonly max: number }
  readonly atLeast?: number
  readonly atMost?: number
}

export interface Measurement {
  readonly question: string
  readonly claims: readonly Claim[]
  /** What a reader must know to say what a ratio means. */
  readonly conditions?: readonly string[]
  readonly figures: unknown
}

export function writeResult(name: string, measurement: Measurement): void {
  const directory = join(import.meta.dirname, 'results')
  mkdirSync(directory, { recursive: true })
  const machine = {
    cpu: cpus()[0]?.model,
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  }
  const result = {
    ...measurement,
    command: `npm run bench ${name}`,
    commit: commit(),
    date: new Date().toISOString(),
    machine,
  }
  writeFileSync(join(directory, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
}

export function isHeld({ ratio, atLeast, atMost }: Claim): boolean {
  return ratio.median >= (atLeast ?? 0) && ratio.median <= (atMost ?? Number.POSITIVE_INFINITY)
}

function commit(): string {
  const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'
  return `${git('rev-parse', '--short', 'HEAD')}${changed}`
}
