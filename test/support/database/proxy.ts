// A TCP proxy before the real server, for the tests that cut or silence a connection at a chosen moment.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface TestProxy {
  readonly host: string
  readonly port: number
  /** Cuts every open connection now. */
  cut(): void
  /** Cuts at the next bytes from this side, which do not get through. */
  cutAtNext(side: 'client' | 'server'): void
  /** From now on nothing from the server gets through on the connections that are open. */
  silence(): void
  close(): Promise<void>
}

export async function openProxy(to: { host: string; port: number }): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  const silenced = new WeakSet<Socket>()
  let cutSide: 'client' | 'server' | undefined
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  const forward = (from: Socket, into: Socket, side: 'client' | 'server'): void => {
    sockets.add(from)
    from.on('error', () => undefined)
    from.on('close', () => into.destroy())
    from.on('data', (bytes) => {
      if (cutSide === side) {
        cutSide = undefined
        cut()
      } else if (!silenced.has(from)) into.write(bytes)
    })
  }
  const server = createServer((client) => {
    const upstream = connect(to.port, to.host)
    forward(client, upstream, 'client')
    forward(upstream, client, 'server')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    host: '127.0.0.1',
    port,
    cut,
    cutAtNext: (side) => {
      cutSide = side
    },
    silence: () => {
      for (const socket of sockets) silenced.add(socket)
    },
    close: async () => {
      cut()
      server.close()
      await once(server, 'close')
    },
  }
}
