// The work beside requests that `acervo start` does, and how its troubles reach the terminal: each once in a while,
// because what cannot be reached is tried again for ever.
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Acervo, AcervoError, Job } from '../kernel/index.ts'
import { startWork, type Work } from '../kernel/work/index.ts'
import type { Io } from './terminal/io.ts'
import { renderProblem } from './terminal/problem.ts'

const repeatMs = 60_000

export async function startPlatformWork(acervo: Acervo, config: Config, io: Io): Promise<Work> {
  const { natsUrl } = config
  return startWork(acervo, {
    jobs: await toJobs(acervo, config, io),
    onError: toReporter(io),
    auditDirectory: join(resolve(io.cwd, config.dataDirectory), 'audit'),
    ...(natsUrl === undefined ? {} : { natsUrl }),
  })
}

/** Backups by the clock, where the operator says where to. @throws ACV423 where it is not said for whom. */
async function toJobs(acervo: Acervo, config: Config, io: Io): Promise<readonly Job[]> {
  if (config.backupUrl === undefined) return []
  const [{ schedulesOf, toBackupJobs }, { openStore, toSealers }, { readVersion }] =
    await Promise.all([
      import('../kernel/backup/index.ts'),
      import('./backup-place.ts'),
      import('./package-file.ts'),
    ])
  const { model, targets, served = model } = acervo
  const systems = model.systems.filter(({ databases: [first] }) =>
    first === undefined ? false : served.databases.has(first.name),
  )
  const schedules = schedulesOf({ systems })
  if (schedules.length === 0) return []
  const options = {
    ...{ model, targets, home: io.cwd, version: await readVersion() },
    ...(await toSealers(config, {})),
    store: await openStore(config, io, {}),
  }
  return toBackupJobs(options, schedules)
}

export function toReporter(
  io: Pick<Io, 'err' | 'language'>,
  nowMs: () => number = () => performance.now(),
): (error: AcervoError) => void {
  const told = new Map<string, number>()
  return (error) => {
    const text = renderProblem(error, io)
    const now = nowMs()
    if (now - (told.get(text) ?? Number.NEGATIVE_INFINITY) < repeatMs) return
    if (told.size > 100) told.clear()
    told.set(text, now)
    void io.err(text).catch(() => undefined)
  }
}
