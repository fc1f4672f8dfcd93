// What is remembered of a connection: a signal that aborts when it closes, so that nobody queries for
// somebody who left, and the key it last showed, so that a kept-alive client is not hashed each time.
import type { Socket } from 'node:net'
import type { Asker } from './principal.ts'

export interface Connection {
  /** One for all requests of the connection: they follow one another. */
  readonly signal: AbortSignal
  /** Comparing with one's own earlier header tells nobody anything. */
  shown?: {
    readonly authorization: string
    readonly claims: string | undefined
    readonly asker: Asker
  }
}

const connections = new WeakMap<object, Connection>()

export function connectionOf(socket: Pick<Socket, 'once'>): Connection {
  const known = connections.get(socket)
  if (known !== undefined) return known
  const controller = new AbortController()
  socket.once('close', () => controller.abort())
  const made: Connection = { signal: controller.signal }
  connections.set(socket, made)
  return made
}
