// Interleaved rounds: each arm in turn, again and again, so that a machine that slows down slows all of
// them. Only ratios inside one run are worth anything; absolute figures are printed beside them.

export interface Arm {
  readonly name: string
  /** Does one operation and checks its answer; throws when it is wrong. */
  readonly once: () => Promise<void>
}

export interface ArmFigures {
  readonly name: string
  /** Operations per second, one figure a round. */
  readonly perSecond: readonly number[]
  readonly p50Ms: number
  readonly p99Ms: number
  /** Of this process alone: steady where the machine is shared. */
  readonly cpuMicrosEach: number
}

export interface RoundOptions {
  readonly rounds: number
  readonly roundMs: number
  readonly warmUpMs: number
  readonly concurrency: number
}

export async function interleave(
  arms: readonly Arm[],
  options: RoundOptions,
): Promise<readonly ArmFigures[]> {
  const samples = arms.map(() => ({
    perSecond: [] as number[],
    latenciesMs: [] as number[],
    cpuMicros: [] as number[],
  }))
  for (const arm of arms) await load(arm, options.warmUpMs, options.concurrency)
  for (let round = 0; round < options.rounds; round++) {
    for (const [at, arm] of arms.entries()) {
      const { perSecond, latenciesMs, cpuMicrosEach } = await load(
        arm,
        options.roundMs,
        options.concurrency,
      )
      samples[at]?.perSecond.push(perSecond)
      samples[at]?.latenciesMs.push(...latenciesMs)
      samples[at]?.cpuMicros.push(cpuMicrosEach)
    }
  }
  return arms.map(({ name }, at) => {
    const { perSecond = [], latenciesMs = [], cpuMicros = [] } = samples[at] ?? {}
    const sorted = [...latenciesMs].sort((a, b) => a - b)
    return {
      name,
      perSecond,
      p50Ms: quantile(sorted, 0.5),
      p99Ms: quantile(sorted, 0.99),
      cpuMicrosEach: median(cpuMicros),
    }
  })
}

async function load(arm: Arm, durationMs: number, concurrency: number) {
  const latenciesMs: number[] = []
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const end = begin + durationMs
  const worker = async () => {
    for (let now = performance.now(); now < end; ) {
      await arm.once()
      const after = performance.now()
      latenciesMs.push(after - now)
      now = after
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  const seconds = (performance.now() - begin) / 1000
  const { user, system } = process.cpuUsage(cpu)
  const count = latenciesMs.length
  return { perSecond: count / seconds, latenciesMs, cpuMicrosEach: (user + system) / count }
}

/** Times each arm alone, once a round; for work that lasts long enough by itself. */
export async function alternate(
  arms: readonly { readonly name: string; readonly once: () => Promise<number> }[],
  rounds: number,
): Promise<readonly { readonly name: string; readonly ms: readonly number[] }[]> {
  const figures = arms.map(({ name }) => ({ name, ms: [] as number[] }))
  for (let round = 0; round < rounds; round++)
    for (const [at, arm] of arms.entries()) figures[at]?.ms.push(await arm.once())
  return figures
}

export function quantile(sorted: readonly number[], q: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0
}

export function median(values: readonly number[]): number {
  return quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  )
}

/** Round by round, so that drift cancels: median and worst of `a[i] / b[i]`. */
export function ratio(a: readonly number[], b: readonly number[]) {
  const each = a.map((value, at) => value / (b[at] ?? Number.NaN))
  const sorted = [...each].sort((x, y) => x - y)
  return { median: median(each), min: sorted[0] ?? 0, max: sorted.at(-1) ?? 0 }
}
