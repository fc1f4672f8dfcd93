// A cancel request: a short connection of its own that names the process to interrupt. It promises nothing;
// whoever sends it destroys the interrupted connection when no answer comes.
import { type ClientConfig, Connection } from 'pg'

interface CancelConnection extends Connection {
  connect(port: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
}

export interface CancelTarget {
  readonly config: ClientConfig
  readonly processId: number
  readonly secretKey: number
}

/** Resolves when the server closed the short connection, or after the bound; never rejects. */
export function sendCancel(target: CancelTarget, timeoutMs: number): Promise<void> {
  const { config, processId, secretKey } = target
  return new Promise((resolve) => {
    const ssl = config.ssl ?? false
    const connection = new Connection({ ssl } as never) as CancelConnection
    const timer = setTimeout(finish, timeoutMs)
    function finish(): void {
      clearTimeout(timer)
      connection.stream.destroy()
      resolve()
    }
    connection.on('error', finish)
    connection.on('end', finish)
    connection.on('connect', () => {
      if (ssl === false) connection.cancel(processId, secretKey)
      else connection.requestSsl()
    })
    connection.on('sslconnect', () => connection.cancel(processId, secretKey))
    const host = config.host ?? '127.0.0.1'
    const port = config.port ?? 5432
    if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
    else connection.connect(port, host)
  })
}
