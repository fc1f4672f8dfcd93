// Errors to Sentry: @sentry/core, an optional package without a network of its own, makes the report and reads the DSN;
// it is sent through the guard of every call. Of an error goes its code, message and trace: never its details, which may
// hold values.
import { type AcervoError, isAcervoError } from '../kernel/index.ts'
import type { Call } from './call.ts'
import { loadOptional } from './optional.ts'

export interface SentryOptions {
  readonly dsn: string
  readonly call: Call
  /** Of Acervo. */
  readonly release: string
  /** Which process this is. */
  readonly serverName: string
}

export interface ErrorReporter {
  /** Returns at once. */
  report(error: unknown): void
  /** Waits for what is on its way. */
  close(): Promise<void>
}

const flushMs = 2_000

/** @throws ACV606 where @sentry/core is not installed. */
export async function openSentry(options: SentryOptions): Promise<ErrorReporter> {
  const { dsn, call, release, serverName } = options
  const [core, server] = await loadOptional('@sentry/core', 'ACERVO_SENTRY_DSN', () =>
    Promise.all([import('@sentry/core'), import('@sentry/core/server')]),
  )
  const stackParser = core.createStackParser(server.nodeStackLineParser())
  const client = new server.ServerRuntimeClient({
    dsn,
    release: `acervo@${release}`,
    serverName,
    platform: 'node',
    integrations: [],
    stackParser,
    transport: (transport) =>
      core.createTransport(transport, async ({ body }) => {
        const response = await call(transport.url, {
          method: 'POST',
          headers: { 'content-type': 'application/x-sentry-envelope' },
          body,
          timeoutMs: 10_000,
        })
        await response.body?.cancel()
        return { statusCode: response.status }
      }),
  })
  client.init()
  return {
    report: (error) => {
      const scope = new core.Scope()
      if (isAcervoError(error)) scope.setTag('code', error.code)
      client.captureException(toPlain(error), {}, scope)
    },
    close: async () => {
      await client.close(flushMs)
    },
  }
}

/** An error of ours as its words alone; a foreign one as it is. */
function toPlain(error: unknown): unknown {
  if (!isAcervoError(error)) return error
  const { code, message, stack }: AcervoError = error
  const plain = new Error(message)
  plain.name = code
  if (stack !== undefined) plain.stack = stack
  return plain
}
