// A TCP proxy that can keep a server's answers to itself: what the client sends still arrives. Only tests import it.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface DeafProxy {
  readonly address: string
  /** No answer gets through any more on the connections that are open. */
  deafen(): void
  /** Ends every open connection; new ones hear again. */
  cut(): void
  close(): Promise<void>
}

export async function openDeafProxy(to: {
  readonly host: string
  readonly port: number
}): Promise<DeafProxy> {
  const pairs = new Set<{ readonly client: Socket; readonly server: Socket }>()
  const deaf = new WeakSet<Socket>()
  const cut = (): void => {
    for (const { client, server } of pairs) {
      client.destroy()
      server.destroy()
    }
    pairs.clear()
  }
  const listener = createServer((client) => {
    const server = connect(to.port, to.host)
    pairs.add({ client, server })
    client.on('data', (bytes) => server.write(bytes))
    server.on('data', (bytes) => deaf.has(server) || client.write(bytes))
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => undefined)
      one.on('close', () => other.destroy())
    }
  })
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  return {
    address: `127.0.0.1:${(listener.address() as AddressInfo).port}`,
    deafen: () => {
      for (const { server } of pairs) deaf.add(server)
    },
    cut,
    close: async () => {
      cut()
      listener.close()
      await once(listener, 'close')
    },
  }
}
