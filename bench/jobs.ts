// How many jobs a second does one process run, taken in batches, and how soon after it is sent does one start?
// Both engines; nothing is done in the jobs, so what is seen is the queue's own cost, retries and heartbeats in.
import { openEmbedded } from '../kernel/database/embedded/open.ts'
import type { Target } from '../kernel/database/target.ts'
import { openTargets } from '../kernel/database/targets.ts'
import { setUpTarget } from '../kernel/migrate/set-up-target.ts'
import { type Jobs, startJobs } from '../kernel/work/jobs/start-jobs.ts'
import { openDatabase } from './fixture.ts'
import type { Measurement } from './result.ts'
import { median, quantile } from './rounds.ts'

const rounds = 5
const jobsARound = 10_000
const batch = 500
const sendsAlone = 300
const goals = { postgres: 10_000, embedded: 5_000, pickupP99Ms: 100 }

export async function measure(server: string): Promise<Measurement> {
  const database = await openDatabase(server)
  const { run, migrate } = database
  const targets = await openTargets({ databases: ['bench'], run, migrate })
  const embedded = await openEmbedded()
  try {
    const postgres = await measureTarget(targets.of('bench'))
    const pglite = await measureTarget(embedded)
    return toMeasurement(postgres, pglite)
  } finally {
    await embedded.close()
    await targets.close()
    await database.close()
  }
}

interface Seen {
  readonly sentASecond: readonly number[]
  readonly runASecond: readonly number[]
  readonly pickupMs: readonly number[]
}

async function measureTarget(target: Target): Promise<Seen> {
  const direct = await target.direct()
  await setUpTarget(direct)
  await direct.close()
  const sentASecond: number[] = []
  const runASecond: number[] = []
  for (let round = 0; round < rounds; round++) {
    const name = `many-${round}`
    sentASecond.push(await sendMany(target, name))
    runASecond.push(await runMany(target, name))
  }
  return { sentASecond, runASecond, pickupMs: await pickUp(target) }
}

const onError = (error: unknown): void => console.error(error)
const acervo = { db: { as: () => undefined } }

async function sendMany(target: Target, name: string): Promise<number> {
  const job = { name, run: async () => undefined }
  const jobs = await startJobs({ acervo, jobs: [job], target, mode: 'send', onError })
  const begin = performance.now()
  for (let sent = 0; sent < jobsARound; sent += 1000)
    await jobs.sendAll(
      name,
      Array.from({ length: 1000 }, (_, n) => ({ input: { n: sent + n } })),
    )
  const rate = (jobsARound / (performance.now() - begin)) * 1000
  await jobs.stop()
  return rate
}

/** From the first job's start to the last one's settling. */
async function runMany(target: Target, name: string): Promise<number> {
  let begin = 0
  let ran = 0
  const all = Promise.withResolvers<void>()
  const run = async (): Promise<void> => {
    if (ran++ === 0) begin = performance.now()
    if (ran === jobsARound) all.resolve()
  }
  const job = { name, batch, concurrency: 2, run }
  const jobs = await startJobs({ acervo, jobs: [job], target, onError })
  await all.promise
  await settle(jobs)
  const rate = (jobsARound / (performance.now() - begin)) * 1000
  await jobs.stop()
  return rate
}

async function settle(jobs: Jobs): Promise<void> {
  for (;;) {
    const [status] = (await jobs.status()).jobs
    if (status?.waiting === 0 && status.active === 0) return
  }
}

async function pickUp(target: Target): Promise<readonly number[]> {
  let started: (at: number) => void = () => undefined
  const job = { name: 'alone', run: async () => started(performance.now()) }
  const jobs = await startJobs({ acervo, jobs: [job], target, onError })
  const pickupMs: number[] = []
  for (let index = 0; index < sendsAlone; index++) {
    const start = new Promise<number>((resolve) => {
      started = resolve
    })
    const begin = performance.now()
    await jobs.send('alone')
    pickupMs.push((await start) - begin)
  }
  await jobs.stop()
  return pickupMs.sort((a, b) => a - b)
}

function toMeasurement(postgres: Seen, embedded: Seen): Measurement {
  const rate = (claim: string, { runASecond }: Seen, goal: number) => ({
    claim: `${claim} runs ${goal} jobs a second, in batches of ${batch}`,
    ratio: spread(runASecond.map((seen) => seen / goal)),
    atLeast: 1,
  })
  const pickup = (claim: string, { pickupMs }: Seen) => {
    const p99 = quantile(pickupMs, 0.99) / goals.pickupP99Ms
    return {
      claim: `${claim} starts a job within ${goals.pickupP99Ms} ms of its sending, p99`,
      ratio: { median: p99, min: p99, max: p99 },
      atMost: 1,
    }
  }
  return {
    question: 'How many jobs a second, and how soon?',
    claims: [
      rate('PostgreSQL', postgres, goals.postgres),
      rate('the embedded engine', embedded, goals.embedded),
      pickup('PostgreSQL', postgres),
      pickup('the embedded engine', embedded),
    ],
    figures: {
      rounds,
      jobsARound,
      batch,
      postgres: toFigures(postgres),
      embedded: toFigures(embedded),
    },
  }
}

function toFigures({ sentASecond, runASecond, pickupMs }: Seen) {
  return {
    sentASecond: Math.round(median(sentASecond)),
    runASecond: Math.round(median(runASecond)),
    pickupMs: {
      p50: Number(quantile(pickupMs, 0.5).toFixed(1)),
      p99: Number(quantile(pickupMs, 0.99).toFixed(1)),
      max: Number(Math.max(...pickupMs).toFixed(1)),
    },
  }
}

function spread(ratios: readonly number[]) {
  return { median: median(ratios), min: Math.min(...ratios), max: Math.max(...ratios) }
}
