// Kills for real: processes of writers and of sealers, and a PostgreSQL cluster with all its children, under load. Then
// calm; and whatever was committed is in the audit and under a seal.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as rest } from 'node:timers/promises'
import { openTargets } from '../../../kernel/database/targets.ts'
import { toLogs } from '../../../kernel/work/audit/audit-sql.ts'
import { openFilePlace } from '../../../kernel/work/audit/file-place.ts'
import { openSigningKey } from '../../../kernel/work/audit/signing-key.ts'
import { type VerifyReport, verifyLog } from '../../../kernel/work/audit/verify.ts'
import { prepareCluster, toAsk } from '../events/prepare.ts'
import { type Random, seededRandom } from '../events/random.ts'
import { startCluster } from '../events/servers.ts'
import { clinicDatabases } from './clinic.ts'
import { judge, type Verdict } from './judge.ts'
import type { Change } from './writers.ts'

export interface KillSize {
  readonly writers: number
  readonly sealers: number
  readonly clusters: number
  readonly seed: number
}

export interface KillReport {
  readonly verdict: Verdict
  readonly sealed: Pick<VerifyReport, 'ok' | 'unsealed' | 'first'>
  readonly acknowledged: number
  readonly events: number
  readonly checkpoints: number
  readonly seconds: number
}

const calmMaxMs = 60_000

export async function runKills(size: KillSize): Promise<KillReport> {
  const begun = performance.now()
  const random = seededRandom(size.seed)
  const directory = mkdtempSync(join(tmpdir(), 'acervo-audit-'))
  chmodSync(directory, 0o700)
  const cluster = await startCluster()
  const run = await prepareCluster(cluster, clinicDatabases)
  const acknowledged: Change[] = []
  const writers = openProcesses(
    'writer-process.ts',
    2,
    () => ({ run, seed: random.below(1e9) }),
    (line) => acknowledged.push(...(JSON.parse(line) as Change[])),
  )
  const sealers = openProcesses(
    'sealer-process.ts',
    2,
    () => ({ run, directory }),
    () => undefined,
  )
  try {
    for (const fault of plan(size, random)) {
      await rest(30 + random.below(200))
      if (fault === 'writer') await writers.killOne(random)
      else if (fault === 'sealer') await sealers.killOne(random)
      else await cluster.killAndRestart()
    }
    await rest(300)
    await writers.close()
    const targets = await openTargets({ databases: ['t_clinic'], run })
    try {
      const verify = () => {
        const [log] = toLogs(clinicDatabases)
        if (log === undefined) throw new Error('no log')
        const target = targets.of('t_clinic')
        const place = openFilePlace(directory)
        return verifyLog({ target, log, place, signer: openSigningKey(directory) }, '')
      }
      const end = performance.now() + calmMaxMs
      let report = await verify()
      while (report.ok && report.unsealed > 0 && performance.now() < end) {
        await rest(200)
        report = await verify()
      }
      const verdict = await judge(toAsk(cluster), acknowledged)
      const { ok, unsealed, first, sealed: events, checkpoints } = report
      const sealed = { ok, unsealed, ...(first === undefined ? {} : { first }) }
      const seconds = Math.round((performance.now() - begun) / 1000)
      return { verdict, sealed, acknowledged: acknowledged.length, events, checkpoints, seconds }
    } finally {
      await targets.close()
    }
  } finally {
    await writers.close()
    await sealers.close()
    await cluster.close()
    rmSync(directory, { recursive: true, force: true })
  }
}

type Fault = 'writer' | 'sealer' | 'cluster'

/** Every fault as often as it is wanted, shuffled. */
function plan({ writers, sealers, clusters }: KillSize, random: Random): readonly Fault[] {
  const faults: Fault[] = [
    ...Array<Fault>(writers).fill('writer'),
    ...Array<Fault>(sealers).fill('sealer'),
    ...Array<Fault>(clusters).fill('cluster'),
  ]
  for (let at = faults.length - 1; at > 0; at--) {
    const other = random.below(at + 1)
    const [here, there] = [faults[at] as Fault, faults[other] as Fault]
    faults[at] = there
    faults[other] = here
  }
  return faults
}

interface Running {
  readonly child: ChildProcess
  readonly begun: Promise<unknown>
}

function openProcesses(
  script: string,
  count: number,
  toOptions: () => object,
  onLine: (line: string) => void,
) {
  const start = (): Running => {
    const path = join(import.meta.dirname, script)
    const given = ['--conditions=source', path, JSON.stringify(toOptions())]
    const child = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })
    // A line that the kill cut in two was not acknowledged.
    lines.on('line', (line) => {
      if (script === 'sealer-process.ts' || line.endsWith(']')) onLine(line)
    })
    return { child, begun: once(lines, 'line') }
  }
  const end = async ({ child }: Running): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
  }
  const running = Array.from({ length: count }, start)
  return {
    killOne: async (random: Random): Promise<void> => {
      const [one] = running.splice(random.below(running.length), 1)
      await one?.begun
      await rest(random.below(100))
      await end(one as Running)
      running.push(start())
    },
    close: async (): Promise<void> => {
      await Promise.all(running.map(end))
    },
  }
}
