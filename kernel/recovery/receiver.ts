// pg_receivewal as a child: what it is told, what it says, and how it ends.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { toLibpq } from '../database/postgres/libpq.ts'
import type { AcervoError } from '../errors/index.ts'
import { findNewerProgram, toFailure, toUnrunnable } from './programs.ts'
import type { ServerAddress, ServerFacts } from './server.ts'

export interface Wanted extends ServerAddress {
  readonly spool: string
  readonly slot: string
}

export interface Receiver {
  readonly ended: Promise<unknown>
  failure: AcervoError | undefined
  /** Its last words, once. */
  trouble(): string | undefined
  stop(): Promise<void>
}

/** It goes on by itself when the server comes back. */
export function startReceiver(receiving: Wanted, { major }: ServerFacts): Receiver {
  const { url, spool, slot, programs } = receiving
  const { conninfo, environment } = toLibpq(url, receiving)
  const program = findNewerProgram('pg_receivewal', major, programs)
  const words = ['--directory', spool, '--slot', slot, '--synchronous', '--no-password']
  const child: ChildProcessByStdio<null, null, Readable> = spawn(
    program,
    [...words, '--dbname', conninfo],
    { env: { LC_ALL: 'C', ...environment }, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = `${said}${text}`.slice(-4_000)
  })
  const receiver: Receiver = {
    failure: undefined,
    ended: once(child, 'close').then(
      ([code]) => {
        receiver.failure = toFailure(program, code as number | null, said)
      },
      (cause: unknown) => {
        receiver.failure = toUnrunnable(program, cause)
      },
    ),
    trouble: () => {
      const words = said.trim()
      said = ''
      return words === '' ? undefined : words
    },
    stop: async () => {
      child.kill('SIGTERM')
      await receiver.ended
    },
  }
  return receiver
}
