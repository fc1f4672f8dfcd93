// Kills and pauses processes that run jobs, and tells what became of the jobs: which never ended, which ended for
// good in the hands of a process that no longer held them, and how long a killed process's job waited.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { random } from './random.ts'

export interface KillOptions {
  /** What a child is given to work on; `id` tells them apart. */
  readonly placeOf: (id: string) => string
  readonly workers: number
  readonly jobs: number
  readonly kills: number
  /** Of the kills, how many are pauses of 14 s, longer than a heartbeat. */
  readonly pauses: number
  readonly everyMs: number
  readonly seed: number
}

export interface KillReport {
  readonly ended: number
  readonly failed: number
  readonly killed: number
  readonly paused: number
  /** Jobs that a killed process had in its hands. */
  readonly orphans: number
  /** From the kill to the next start; ms. */
  readonly longestWaitMs: number
  /** What the queue reported, how often. */
  readonly problems: Readonly<Record<string, number>>
}

interface Line {
  readonly start?: number
  readonly end?: number
  readonly left?: number
  readonly failed?: number
  readonly problem?: string
}

interface Child {
  readonly process: ChildProcess
  readonly held: Set<number>
  isAlive: boolean
}

const pauseMs = 14_000
/** Jobs of which none ends for so long are lost. */
const stuckMs = 60_000

export async function killWorkers(options: KillOptions): Promise<KillReport> {
  const campaign = new Campaign(options)
  await campaign.run()
  return campaign.report()
}

class Campaign {
  readonly #options: KillOptions
  readonly #next: () => number
  readonly #children: Child[] = []
  readonly #ended = new Set<number>()
  /** When the process that held a job was killed. */
  readonly #orphans = new Map<number, number>()
  readonly #waits: number[] = []
  readonly #begunAt = Date.now()
  #endedAt = performance.now()
  #born = 0
  #killed = 0
  #paused = 0
  #left = Number.POSITIVE_INFINITY
  #failed = 0
  #problem: string | undefined
  readonly #problems: Record<string, number> = {}

  constructor(options: KillOptions) {
    this.#options = options
    this.#next = random(options.seed)
  }

  async run(): Promise<void> {
    const { workers, kills, pauses, everyMs } = this.#options
    for (let index = 0; index < workers; index++) this.#bear()
    let pausing = Promise.resolve()
    let isPausing = false
    while (this.#killed + this.#paused < kills) {
      await wait(everyMs * (0.5 + this.#next()))
      const busy = this.#children.filter(({ isAlive, held }) => isAlive && held.size > 0)
      const child = busy[Math.floor(this.#next() * busy.length)]
      // Nothing is left to be killed at: the report says how many kills it came to.
      if (child === undefined && this.#left === 0) break
      if (child === undefined) continue
      if (this.#paused < pauses && !isPausing && this.#next() < 0.3) {
        isPausing = true
        pausing = this.#pause(child).then(() => {
          isPausing = false
        })
      } else await this.#kill(child)
    }
    await pausing
    await this.#drain()
  }

  report(): KillReport {
    return {
      ended: this.#ended.size,
      failed: this.#failed,
      killed: this.#killed,
      paused: this.#paused,
      orphans: this.#waits.length + this.#orphans.size,
      longestWaitMs: Math.round(Math.max(0, ...this.#waits)),
      problems: this.#problems,
    }
  }

  #bear(): void {
    const { placeOf, jobs } = this.#options
    const given = [placeOf(`w${this.#born++}`), String(jobs), String(this.#begunAt)]
    const script = join(import.meta.dirname, 'worker-child.ts')
    const process = spawn(globalThis.process.execPath, [script, ...given], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const child: Child = { process, held: new Set(), isAlive: true }
    this.#children.push(child)
    const lines = createInterface({ input: process.stdout as NodeJS.ReadableStream })
    lines.on('line', (line) => this.#hear(child, JSON.parse(line)))
    process.once('exit', (code) => {
      if (child.isAlive && code !== 0) this.#problem ??= `a worker ended by itself (${code})`
    })
  }

  #hear(child: Child, { start, end, left, failed, problem }: Line): void {
    if (problem !== undefined) this.#problems[problem] = (this.#problems[problem] ?? 0) + 1
    if (start !== undefined) this.#started(child, start)
    if (end !== undefined) {
      child.held.delete(end)
      this.#ended.add(end)
      this.#endedAt = performance.now()
    }
    if (left !== undefined && child.isAlive) this.#left = left
    this.#failed = failed ?? this.#failed
  }

  #started(child: Child, n: number): void {
    child.held.add(n)
    const since = this.#orphans.get(n)
    if (since === undefined) return
    this.#waits.push(performance.now() - since)
    this.#orphans.delete(n)
  }

  async #kill(child: Child): Promise<void> {
    child.isAlive = false
    this.#killed++
    const exit = once(child.process, 'close')
    child.process.kill('SIGKILL')
    await exit
    for (const n of child.held) this.#orphans.set(n, performance.now())
    this.#bear()
  }

  async #pause(child: Child): Promise<void> {
    this.#paused++
    child.isAlive = false
    child.process.kill('SIGSTOP')
    await wait(pauseMs)
    child.process.kill('SIGCONT')
    child.isAlive = true
  }

  async #drain(): Promise<void> {
    const isStuck = () => performance.now() - this.#endedAt > stuckMs
    // A status told before the last kill says nothing about what that process held.
    this.#left = Number.POSITIVE_INFINITY
    while (this.#left > 0 && !isStuck() && this.#problem === undefined) await wait(200)
    const living = this.#children.filter(({ isAlive }) => isAlive)
    const exits = living.map(({ process }) => once(process, 'close'))
    for (const { process } of living) process.kill('SIGTERM')
    await Promise.all(exits)
    if (this.#problem !== undefined) throw new Error(this.#problem)
  }
}
