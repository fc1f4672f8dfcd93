// A migrator that dies: its connection is cut at the n-th message, before the server hears it or right after it
// answered. Only tests import it.
import type { Direct, Target } from '../../../kernel/database/target.ts'

export interface Killer {
  readonly target: Target
  /** Messages sent so far. */
  readonly sent: () => readonly string[]
}

export class Killed extends Error {}

/** `at` counts from 1; `after` lets the server do the work of that message first. */
export function toDying(target: Target, at: number, after: boolean): Killer {
  const sent: string[] = []
  let isDead = false
  const wrap = (direct: Direct): Direct => {
    const send = async <T>(text: string, run: () => Promise<T>): Promise<T> => {
      if (isDead) throw new Killed('already dead')
      sent.push(text)
      const isLast = sent.length === at
      if (!isLast) return run()
      isDead = true
      if (after) await run()
      await direct.close()
      throw new Killed(`killed at message ${at}`)
    }
    return {
      engine: direct.engine,
      script: (text) => send(text, () => direct.script(text)),
      query: (statement) => send(statement.text, () => direct.query(statement)),
      close: () => (isDead ? Promise.resolve() : direct.close()),
    }
  }
  const dying: Target = {
    key: target.key,
    engine: target.engine,
    ...(target.operator === undefined ? {} : { operator: target.operator }),
    group: (...given) => target.group(...given),
    transaction: (...given) => target.transaction(...given),
    direct: async () => wrap(await target.direct()),
    serverVersion: () => target.serverVersion(),
    close: () => target.close(),
  }
  return { target: dying, sent: () => sent }
}
