// The work beside requests that `acervo start` does, and how its troubles reach the terminal: each once in a while,
// because what cannot be reached is tried again for ever.
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { Acervo, AcervoError } from '../kernel/index.ts'
import { startWork, type Work } from '../kernel/work/index.ts'
import type { Io } from './terminal/io.ts'
import { renderProblem } from './terminal/problem.ts'

const repeatMs = 60_000

export function startPlatformWork(acervo: Acervo, config: Config, io: Io): Promise<Work> {
  const { natsUrl } = config
  return startWork(acervo, {
    onError: toReporter(io),
    auditDirectory: join(resolve(io.cwd, config.dataDirectory), 'audit'),
    ...(natsUrl === undefined ? {} : { natsUrl }),
  })
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
