// The one way out: every call to another server goes through here, except the drivers of the database and NATS.
// The destination is checked (destination.ts), its checked addresses are what is connected to, a redirect is a new
// destination, and time and size have bounds. Nothing is sent of cookies, proxies or credentials but what is given.
import { type ClientRequest, request as http, type IncomingMessage } from 'node:http'
import { request as https } from 'node:https'
import type { LookupFunction } from 'node:net'
import { AcervoError, isAcervoError } from '../kernel/index.ts'
import {
  type Address,
  type Destination,
  type Resolve,
  resolveByName,
  toDestination,
} from './destination.ts'

export interface CallInit {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal?: AbortSignal
  /** `manual` (default) answers a redirect as it is; `follow` only for GET and HEAD. */
  readonly redirect?: 'manual' | 'follow'
  readonly timeoutMs?: number
  readonly bytesMax?: number
}

export type Call = (url: string | URL, init?: CallInit) => Promise<Response>

export interface CallerOptions {
  /** `host` or `host:port` that may stand in a private network and speak plain HTTP. */
  readonly hosts?: readonly string[]
  readonly resolve?: Resolve
  /** A certificate authority of one's own, PEM. */
  readonly ca?: string
}

const timeoutMs = 30_000
const bytesMax = 10 * 1_048_576
const redirectsMax = 5
const withoutBody = new Set([204, 205, 304])
const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)
/** What belongs to one host alone. */
const personal = new Set(['authorization', 'cookie', 'proxy-authorization'])

/** @throws ACV640 where the call may not go, ACV641 where it failed, took too long or brought too much. */
export function createCaller(options: CallerOptions = {}): Call {
  const hosts: ReadonlySet<string> = new Set(options.hosts?.map((host) => host.toLowerCase()))
  const resolve = options.resolve ?? resolveByName
  return async (given, init = {}) => {
    const ends = AbortSignal.timeout(init.timeoutMs ?? timeoutMs)
    const signal = init.signal === undefined ? ends : AbortSignal.any([init.signal, ends])
    const bounded = { ...init, signal }
    let destination = await within(signal, toDestination(given, { hosts, resolve }))
    for (let redirects = 0; ; redirects++) {
      const message = await send(destination, bounded, options.ca)
      const next = locationOf(message, init)
      if (next === undefined) return toResponse(message, bounded)
      message.destroy()
      if (redirects >= redirectsMax) throw failed('it redirects without end')
      const target = URL.parse(next, String(destination.url)) ?? next
      const following = await within(signal, toDestination(target, { hosts, resolve }))
      if (following.url.origin !== destination.url.origin)
        bounded.headers = withoutPersonal(bounded.headers)
      destination = following
    }
  }
}

function send(
  { url, addresses }: Destination,
  { method = 'GET', headers = {}, body, signal }: CallInit,
  ca: string | undefined,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const start = url.protocol === 'https:' ? https : http
  let request: ClientRequest
  try {
    request = start(url, {
      method,
      headers: {
        'user-agent': 'acervo',
        ...headers,
        'accept-encoding': 'identity',
        host: url.host,
      },
      lookup: pinnedTo(addresses),
      // No pool: a connection is never used for a name that was checked for another call.
      agent: false,
      ...(signal === undefined ? {} : { signal }),
      ...(ca === undefined ? {} : { ca }),
    })
  } catch (error) {
    // A header or method that is none; Node's words may quote it.
    return Promise.reject(failed('the call is not well formed', error))
  }
  request.once('response', resolve)
  request.once('error', (error) => reject(toFailure(error, signal)))
  request.end(body)
  return promise
}

/** Answers what was checked, whatever the name says by now. */
function pinnedTo(addresses: readonly Address[]): LookupFunction {
  return (_, { all }, done) => {
    const [first] = addresses
    if (all === true) done(null, [...addresses])
    else done(null, first?.address ?? '', first?.family)
  }
}

function locationOf(
  { statusCode = 0, headers }: IncomingMessage,
  { method = 'GET', redirect }: CallInit,
): string | undefined {
  if (redirect !== 'follow' || !isRedirect(statusCode)) return undefined
  return method === 'GET' || method === 'HEAD' ? headers.location : undefined
}

function toResponse(message: IncomingMessage, init: CallInit): Response {
  const { statusCode = 0, statusMessage = '', rawHeaders } = message
  const headers = new Headers()
  for (let at = 0; at < rawHeaders.length; at += 2)
    headers.append(rawHeaders[at] ?? '', rawHeaders[at + 1] ?? '')
  const isEmpty = withoutBody.has(statusCode) || init.method === 'HEAD'
  if (isEmpty) message.resume()
  const body = isEmpty ? null : ReadableStream.from(bounded(message, init))
  return new Response(body, { status: statusCode, statusText: statusMessage, headers })
}

async function* bounded(
  message: IncomingMessage,
  { bytesMax: most = bytesMax, signal }: CallInit,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  try {
    for await (const chunk of message as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > most) throw failed(`it answers more than ${most} bytes`)
      yield chunk
    }
  } catch (error) {
    throw toFailure(error, signal)
  } finally {
    message.destroy()
  }
}

function withoutPersonal(headers: CallInit['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => !personal.has(name.toLowerCase())),
  )
}

/** A resolver takes no signal: nobody waits for one longer than the call may last. */
async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(toFailure(signal.reason, signal))
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function toFailure(error: unknown, signal: AbortSignal | undefined): AcervoError {
  if (isAcervoError(error)) return error
  if (signal?.aborted) return failed('it was ended before its answer was whole', signal.reason)
  return failed('it cannot be reached, or ended early', error)
}

function failed(why: string, cause?: unknown): AcervoError {
  return new AcervoError('ACV641', `the call to another server failed: ${why}`, {
    ...(cause === undefined ? {} : { cause }),
  })
}
