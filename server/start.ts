// startServer: createApp + a port. Closing it drains (app.ts); the platform stays open for its owner.
import type { AddressInfo } from 'node:net'
import { createApp } from './app.ts'
import type { ServerOptions } from './options.ts'

export interface RunningServer {
  /** `http://127.0.0.1:7411` */
  readonly address: string
  close(): Promise<void>
}

export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const app = createApp(options)
  // The caller prints one screen of its own; Fastify's line about listening would stand in its middle.
  const { level } = app.log
  app.log.level = 'warn'
  await app.listen({ host: options.host, port: options.port })
  app.log.level = level
  const { address, family, port } = app.server.address() as AddressInfo
  const host = family === 'IPv6' ? `[${address}]` : address
  let closing: Promise<void> | undefined
  return Object.freeze({
    address: `http://${host}:${port}`,
    close() {
      closing ??= app.close()
      return closing
    },
  })
}
