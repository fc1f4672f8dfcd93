// The connection to NATS and the stream there: made when first asked for, tried again at each asking until it
// stands, and from then on kept by the client, which reconnects for ever.
import { readFile } from 'node:fs/promises'
import type { JetStreamClient, JetStreamManager, StreamConfig } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { AcervoError } from '../../errors/index.ts'

/** Paths of what opens a connection beside the URL. With either of the first three it is TLS or none. */
export interface NatsFiles {
  /** Of who signed the server's certificate, where the system does not know them. PEM. */
  readonly ca?: string
  /** Of the client, where the server asks for one. PEM. */
  readonly certificate?: string
  readonly key?: string
  /** A user's token and seed, as `nsc` writes them. */
  readonly credentials?: string
}

export interface NatsStreamOptions {
  /** `nats://user:password@host:4222`; also tls, ws, wss; several divided by commas. */
  readonly url: string
  readonly files?: NatsFiles
  readonly stream: string
  /** First token of every subject. */
  readonly prefix: string
  /** How long the server knows an event's id; the fence works without it. */
  readonly duplicateWindowMs: number
  /** How long the stream keeps events; for ever if unsaid. */
  readonly keepMs?: number
}

export interface Nats {
  readonly connection: NatsConnection
  readonly client: JetStreamClient
  readonly manager: JetStreamManager
}

export interface NatsLink {
  /** @throws what the client says while no server answers. */
  open(): Promise<Nats>
  close(): Promise<void>
}

const connectTimeoutMs = 2_000
const reconnectWaitMs = 250

export function openNatsLink(options: NatsStreamOptions): NatsLink {
  let opening: Promise<Nats> | undefined
  let isClosed = false
  const open = (): Promise<Nats> => {
    if (isClosed) return Promise.reject(new AcervoError('ACV500', 'the transport is closed'))
    opening ??= connect(options).then(
      (nats) => {
        // Ended for good, as by refused credentials: the next asking begins anew.
        nats.connection.closed().then(() => {
          opening = undefined
        })
        return nats
      },
      (error: unknown) => {
        opening = undefined
        throw error
      },
    )
    return opening
  }
  return {
    open,
    close: async () => {
      isClosed = true
      const nats = await opening?.catch(() => undefined)
      await nats?.connection.close()
    },
  }
}

async function connect(options: NatsStreamOptions): Promise<Nats> {
  const [transport, jetstream] = await Promise.all([
    import('@nats-io/transport-node'),
    import('@nats-io/jetstream'),
  ])
  const { isWebSocket, ...login } = toLogin(options.url)
  const files = await readFiles(options, isWebSocket)
  const connectBy = isWebSocket ? transport.wsconnect : transport.connect
  const connection = await connectBy({
    ...login,
    ...(files.tls === undefined ? {} : { tls: files.tls }),
    ...(files.credentials === undefined
      ? {}
      : { authenticator: transport.credsAuthenticator(files.credentials) }),
    name: 'acervo',
    timeout: connectTimeoutMs,
    maxReconnectAttempts: -1,
    reconnectTimeWait: reconnectWaitMs,
    reconnectJitter: 100,
    // A connection that is half open is found out within seconds.
    pingInterval: 5_000,
    maxPingOut: 2,
    ignoreAuthErrorAbort: true,
  })
  try {
    const manager = await jetstream.jetstreamManager(connection)
    await ensureStream(manager, options)
    return { connection, manager, client: jetstream.jetstream(connection) }
  } catch (error) {
    await connection.close()
    throw error
  }
}

/** Read at each connection made anew: a certificate that was renewed counts. */
async function readFiles({ files = {} }: NatsStreamOptions, isWebSocket: boolean) {
  const { ca, certificate, key, credentials } = files
  const [isSecured, token] = [
    [ca, certificate, key].some((path) => path !== undefined),
    credentials === undefined ? undefined : await readFile(credentials),
  ]
  if (isSecured && isWebSocket)
    throw new AcervoError('ACV500', 'certificates are named for nats:// and tls:// only', {
      hint: 'Of wss:// Node itself knows the authorities: name yours in NODE_EXTRA_CA_CERTS.',
    })
  const text = async (path: string | undefined) =>
    path === undefined ? undefined : await readFile(path, 'utf8')
  const [caText, certText, keyText] = await Promise.all([ca, certificate, key].map(text))
  const tls = {
    ...(caText === undefined ? {} : { ca: caText }),
    ...(certText === undefined ? {} : { cert: certText }),
    ...(keyText === undefined ? {} : { key: keyText }),
  }
  return { tls: isSecured ? tls : undefined, credentials: token }
}

async function ensureStream(manager: JetStreamManager, options: NatsStreamOptions): Promise<void> {
  const { stream, prefix, duplicateWindowMs, keepMs = 0 } = options
  const subject = `${prefix}.>`
  const wanted = {
    duplicate_window: toNanos(duplicateWindowMs),
    max_age: toNanos(keepMs),
  }
  const known = await findStream(manager, stream)
  if (known === undefined) {
    await manager.streams.add({
      name: stream,
      subjects: [subject],
      storage: 'file',
      retention: 'limits',
      ...wanted,
    })
    return
  }
  const { subjects, duplicate_window, max_age } = known
  const isRight =
    subjects.includes(subject) &&
    duplicate_window === wanted.duplicate_window &&
    max_age === wanted.max_age
  if (isRight) return
  await manager.streams.update(stream, {
    ...wanted,
    subjects: [...new Set([...subjects, subject])],
  })
}

async function findStream(
  manager: JetStreamManager,
  stream: string,
): Promise<StreamConfig | undefined> {
  try {
    return (await manager.streams.info(stream)).config
  } catch (error) {
    if (codeOf(error) === streamNotFound) return undefined
    throw error
  }
}

const streamNotFound = 10_059

/** Of JetStream's own refusals; undefined for everything else. */
export function codeOf(error: unknown): number | undefined {
  const isRefusal = error instanceof Error && 'apiError' in error && 'code' in error
  return isRefusal && typeof error.code === 'number' ? error.code : undefined
}

export const toNanos = (ms: number): number => ms * 1_000_000

interface Login {
  readonly servers: string[]
  readonly isWebSocket: boolean
  readonly user?: string
  readonly pass?: string
  readonly token?: string
  readonly tls?: Record<string, never>
}

/** The client takes credentials apart from addresses. */
function toLogin(text: string): Login {
  const urls = text.split(',').map((one) => new URL(one.trim()))
  const [first] = urls
  const isWebSocket = first?.protocol === 'ws:' || first?.protocol === 'wss:'
  const [user, pass] = [first?.username ?? '', first?.password ?? ''].map(decodeURIComponent)
  return {
    servers: urls.map(({ protocol, host }) => (isWebSocket ? `${protocol}//${host}` : host)),
    isWebSocket,
    ...(first?.protocol === 'tls:' ? { tls: {} } : {}),
    ...(user && pass ? { user, pass } : {}),
    ...(user && !pass ? { token: user } : {}),
  }
}
