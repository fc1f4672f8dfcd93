// The work beside requests that `acervo start` does, and how its troubles reach the terminal: each once in a while,
// because what cannot be reached is tried again for ever.
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Acervo, AcervoError, Job } from '../kernel/index.ts'
import { startWork, type Work, type WorkOptions } from '../kernel/work/index.ts'
import { toNats } from './nats/to-nats.ts'
import type { Io } from './terminal/io.ts'
import { renderProblem } from './terminal/problem.ts'

const repeatMs = 60_000

export async function startPlatformWork(
  acervo: Acervo,
  config: Config,
  io: Io,
  onError: (error: AcervoError) => void,
): Promise<Work> {
  return startWork(acervo, {
    jobs: await toJobs(acervo, config, io),
    retention: await toRetention(acervo, config, io),
    onError,
    auditDirectory: join(resolve(io.cwd, config.dataDirectory), 'audit'),
    ...toNats(config, io.cwd),
  })
}

/** Backups and drills by the clock, where the operator says where to. @throws ACV423 where it is not said for whom. */
async function toJobs(acervo: Acervo, config: Config, io: Io): Promise<readonly Job[]> {
  if (config.backupUrl === undefined) return []
  const { toBackupWork } = await import('./backup-work.ts')
  return toBackupWork(acervo, config, io)
}

/** What is over goes; months are archived where the operator says where to, and stay and are told of otherwise. */
async function toRetention(
  { targets }: Acervo,
  config: Config,
  io: Io,
): Promise<NonNullable<WorkOptions['retention']>> {
  const place =
    config.archiveUrl === undefined
      ? undefined
      : await (await import('./archive-place.ts')).toArchivePlace(config, io, {})
  return {
    run: async (databases, signal) => {
      // Nobody who is only asked waits for it to load.
      const { applyRetention, assertRetained } = await import('../kernel/retention/index.ts')
      assertRetained(await applyRetention({ targets, databases, place, signal }))
    },
  }
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
