// A process with a relay, played inside the campaign's own: it can die in the middle of anything, and sleep through
// its lease. Child processes do the same for real in kills.ts; here it costs milliseconds, once a mutant.
import { randomUUID } from 'node:crypto'
import type { Target } from '../../../kernel/database/target.ts'
import { type RelayParts, startRelayOf } from '../../../kernel/work/relay/relay.ts'
import type { RelayPace } from '../../../kernel/work/relay/relay-pace.ts'
import type { Transport } from '../../../kernel/work/transport.ts'
import { areasModel } from '../../support/events/areas-system.ts'

export interface RelayNode {
  readonly holder: string
  /** Events that it believes to have marked. */
  marked(): number
  /** As SIGKILL: nothing it had begun goes on, nothing is given back. */
  kill(): void
  /** As SIGSTOP in the moment in which it is about to mark: that is asked after `awake`. */
  sleepAtMark(): void
  awake(): void
  stop(): Promise<void>
}

export interface NodeOptions {
  readonly target: Target
  readonly transport: Transport
  readonly prefix: string
  readonly parts: RelayParts
  readonly pace: Partial<RelayPace>
}

export function startNode({ target, transport, prefix, parts, pace }: NodeOptions): RelayNode {
  const holder = randomUUID()
  const life = openLife()
  const relay = startRelayOf(parts, {
    target: {
      ...untouched(target),
      group: (...given) => {
        if (given[1][0]?.text.includes('for share')) life.markBegins()
        return life.run(() => target.group(...given))
      },
      transaction: (...given) => life.run(() => target.transaction(...given)),
    },
    transport: {
      ...transport,
      publish: (...given) => life.run(() => transport.publish(...given)),
      last: (...given) => life.run(() => transport.last(...given)),
    },
    databases: [...areasModel.databases.values()],
    prefix,
    holder,
    pace: { ...pace, drainMs: 1_000 },
    settings: () => ({ 'acervo.relay_holder': holder }),
    onError: () => undefined,
  })
  return {
    holder,
    marked: () => relay.status().published,
    kill: () => {
      life.end()
      void relay.stop()
    },
    sleepAtMark: life.sleepAtMark,
    awake: life.awake,
    stop: () => relay.stop(),
  }
}

function untouched(target: Target): Target {
  return {
    key: target.key,
    engine: target.engine,
    group: (...given) => target.group(...given),
    transaction: (...given) => target.transaction(...given),
    direct: () => target.direct(),
    serverVersion: () => target.serverVersion(),
    close: () => Promise.resolve(),
  }
}

function openLife() {
  let isDead = false
  let isTired = false
  let gate = Promise.resolve()
  let open = (): void => undefined
  const assertAlive = (): void => {
    if (isDead) throw new Error('this process is dead')
  }
  return {
    /** An answer that arrives after death is heard by nobody. */
    run: async <T>(work: () => Promise<T>): Promise<T> => {
      await gate
      assertAlive()
      const answer = await work()
      await gate
      assertAlive()
      return answer
    },
    end: (): void => {
      isDead = true
      open()
    },
    sleepAtMark: (): void => {
      isTired = true
    },
    markBegins: (): void => {
      if (!isTired) return
      isTired = false
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      open = resolve
    },
    awake: (): void => {
      isTired = false
      open()
      gate = Promise.resolve()
    },
  }
}
