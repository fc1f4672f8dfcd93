// Two transactions of a request at once, said in SQL: how each ended. The first has done its work and has not committed
// when the second begins, so a guard that only looks, and does not lock, is caught.
import { isAcervoError, type Session } from '../../kernel/index.ts'
import { type AtOnceOptions, atOnce } from './at-once.ts'
import type { TestTargets } from './database.ts'

export type Step = string | readonly [text: string, values: readonly unknown[]]

/** `null` where it committed, else the words of what refused it. */
export type Outcome = string | null

export async function interleave(
  { targets }: TestTargets,
  first: readonly Step[],
  second: readonly Step[],
  options: Omit<AtOnceOptions, 'settings'> = {},
): Promise<readonly Outcome[]> {
  const [target] = targets.all()
  if (target === undefined) throw new Error('there is no target')
  const run = (steps: readonly Step[]) => async (session: Session) => {
    for (const step of steps) {
      const [text, values] = typeof step === 'string' ? [step, []] : step
      await session.query({ text, values })
    }
  }
  const ends = await atOnce(target, run(first), run(second), {
    settings: { 'acervo.actor': 'user:test' },
    ...options,
  })
  return ends.map((end) => {
    if (end.status === 'fulfilled') return null
    if (!isAcervoError(end.reason)) throw end.reason
    return `${end.reason.code} ${end.reason.message} ${end.reason.details ?? ''}`
  })
}
