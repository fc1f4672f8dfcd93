// The operator's desk for one command: over the transport of the configuration, closed when the command ends.
import type { Config } from '../../config.ts'
import type { Acervo } from '../../kernel/index.ts'
import { type Desk, openDesk } from '../../kernel/work/index.ts'
import { toNats } from '../nats/to-nats.ts'
import type { Io } from '../terminal/io.ts'
import { renderProblem } from '../terminal/problem.ts'

export interface DeskParts {
  readonly acervo: Acervo
  readonly config: Config
  readonly io: Io
}

/** What goes wrong beside the answer is told on the error output. */
export async function withDesk<T>(
  { acervo, config, io }: DeskParts,
  work: (desk: Desk) => Promise<T>,
): Promise<T> {
  const desk = await openDesk(acervo, {
    onError: (error) => void io.err(renderProblem(error, io)).catch(() => undefined),
    ...toNats(config, io.cwd),
  })
  try {
    return await work(desk)
  } finally {
    await desk.close()
  }
}
