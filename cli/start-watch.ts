// The watch that `acervo start` keeps: it looks, tells, and sends figures and errors to where the operator wants them.
import { hostname } from 'node:os'
import type { Config } from '../config.ts'
import type { Acervo, AcervoError } from '../kernel/index.ts'
import { startWatch, type Watch } from '../kernel/watch/index.ts'
import { readVersion } from './package-file.ts'
import type { Io } from './terminal/io.ts'
import { callerOf, readersOf, rulesOf, sinksOf } from './watch-parts.ts'

type Collect = Parameters<NonNullable<ServerParts['onFigures']>>[0]
type ServerParts = Pick<import('../server/options.ts').AppOptions, 'onFigures'>

export interface PlatformWatch {
  /** Undefined where the operator turned it off. */
  readonly watch: Watch | undefined
  /** For createApp: what sends figures away. */
  readonly onFigures: (collect: Collect) => void
  stop(): Promise<void>
}

export interface WatchErrors {
  readonly report: (error: AcervoError) => void
  close(): Promise<void>
}

/** Told to Sentry, where it is configured, before `report`. @throws ACV606 where its package is missing. */
export async function withSentry(
  config: Config,
  report: (error: AcervoError) => void,
): Promise<WatchErrors> {
  const { sentryDsn: dsn } = config
  if (dsn === undefined) return { report, close: async () => undefined }
  const { openSentry } = await import('../outside/sentry.ts')
  const call = await callerOf(config, dsn)
  const release = await readVersion()
  const sentry = await openSentry({ dsn, call, release, serverName: hostname() })
  return {
    report: (error) => {
      sentry.report(error)
      report(error)
    },
    close: () => sentry.close(),
  }
}

/** @throws ACV606 where a package is missing or a file of rules cannot be used. */
export async function startPlatformWatch(
  acervo: Acervo,
  config: Config,
  io: Io,
  onError: (error: AcervoError) => void,
): Promise<PlatformWatch> {
  const sinks = await sinksOf(config)
  const pusher = await openPusher(config, onError)
  const everySeconds = config.watchSeconds
  const watch =
    everySeconds === 0
      ? undefined
      : startWatch(acervo, {
          instance: `${hostname()}:${config.port}`,
          ...{ everySeconds, sinks, onError },
          rules: await rulesOf(config, io),
          readers: await readersOf(acervo, config, io),
        })
  return {
    watch,
    onFigures: pusher.begin,
    stop: async () => {
      await pusher.stop()
      await watch?.stop()
    },
  }
}

const pushEveryMs = 30_000

/** To the collector, where there is one; what could not be sent is not kept: the next figures say as much. */
async function openPusher(config: Config, onError: (error: AcervoError) => void) {
  const { otlpUrl: url } = config
  if (url === undefined) return { begin: () => undefined, stop: async () => undefined }
  const { openOtlp } = await import('../outside/otlp.ts')
  const exporter = await openOtlp({ url, call: await callerOf(config, url) })
  let timer: NodeJS.Timeout | undefined
  let push: (() => Promise<void>) | undefined
  return {
    begin: (collect: Collect) => {
      push = async () => {
        await exporter.send(await collect()).catch(onError)
      }
      timer = setInterval(() => void push?.(), pushEveryMs).unref()
    },
    stop: async () => {
      clearInterval(timer)
      // The last figures of a process are those of its end.
      await push?.()
    },
  }
}
