// `acervo start`: opens the platform, serves it, says on one screen where, and closes cleanly.
import { relative, resolve } from 'node:path'
import { type CommandContext, defineCommand } from './command.ts'
import { toListenError } from './listen-error.ts'
import { toNats } from './nats/to-nats.ts'
import { readVersion } from './package-file.ts'
import type { Platform } from './platform.ts'
import { renderScreen, type Started } from './start-screen.ts'
import { toStepWords } from './start-steps.ts'
import { startPlatformWatch, withSentry } from './start-watch.ts'
import { startPlatformWork, toReporter } from './start-work.ts'
import { createActivity } from './terminal/activity.ts'
import { exitCodes } from './terminal/io.ts'
import { texts } from './terminal/texts.ts'

export const command = defineCommand({
  name: 'start',
  summary: {
    en: 'open the databases, migrate them, serve API and console',
    es: 'abre las bases de datos, las migra y sirve la API y la consola',
  },
  arguments: [],
  options: {
    port: {
      type: 'string',
      value: 'PORT',
      variable: 'ACERVO_PORT',
      meaning: { en: 'port (7411); 0 takes a free one', es: 'puerto (7411); 0 toma uno libre' },
    },
    host: {
      type: 'string',
      value: 'ADDRESS',
      variable: 'ACERVO_HOST',
      meaning: { en: 'address to listen on (127.0.0.1)', es: 'dirección de escucha (127.0.0.1)' },
    },
    systems: {
      type: 'string',
      value: 'NAMES',
      variable: 'ACERVO_SYSTEMS',
      meaning: { en: 'only these systems', es: 'solo estos sistemas' },
    },
    databases: {
      type: 'string',
      value: 'NAMES',
      variable: 'ACERVO_DATABASES',
      meaning: {
        en: "only these databases: 'ss_*', sm_global, area:crm",
        es: "solo estas bases de datos: 'ss_*', sm_global, area:crm",
      },
    },
    'no-demo': {
      type: 'boolean',
      meaning: { en: 'no demonstration data', es: 'sin datos de demostración' },
    },
    dev: {
      type: 'boolean',
      meaning: {
        en: 'write and apply migrations on PostgreSQL too',
        es: 'escribe y aplica migraciones también en PostgreSQL',
      },
    },
    quiet: { type: 'boolean', meaning: { en: 'say nothing', es: 'no dice nada' } },
  },
  runs: 'here',
  notes: {
    en: 'Embedded: migrations are written and applied. PostgreSQL: pending changes are refused unless --dev.\nCtrl-C closes cleanly; a second one ends at once.',
    es: 'Integrada: las migraciones se escriben y se aplican. PostgreSQL: los cambios pendientes se rechazan salvo con --dev.\nCtrl-C cierra limpiamente; el segundo termina al momento.',
  },
  run: async (context) => {
    const { io, options } = context
    const isSilent = options.quiet === true || options.json === true
    const activity = createActivity(io, isSilent)
    const onStop = (): void => activity.tell(texts.closing[io.language])
    io.signal.addEventListener('abort', onStop, { once: true })
    const { started, close } = await serve(context, activity.say).finally(activity.end)
    try {
      if (options.json) await io.out(`${JSON.stringify(started)}\n`)
      else if (!isSilent) await io.out(renderScreen(started, io))
      await untilAsked(io.signal)
    } finally {
      io.signal.removeEventListener('abort', onStop)
      await close()
    }
    return exitCodes.ok
  },
})

interface Served {
  readonly started: Started
  close(): Promise<void>
}

async function serve(context: CommandContext, say: (step: string) => void): Promise<Served> {
  const { io, config, options, open } = context
  // Loaded while the database opens; a failure to open is the one worth telling.
  const room = Promise.all([
    import('../server/start.ts'),
    import('../server/credentials.ts'),
    readVersion(),
  ])
  room.catch(() => undefined)
  const platform = await open({
    demo: options['no-demo'] !== true,
    onProgress: (progress) => {
      // Every start opens; in a log that is no news.
      if (progress.step !== 'open' || io.isTty) say(toStepWords(progress, io.language))
    },
    ...(options.dev ? { migrations: 'develop' as const } : {}),
    ...(config.databases === undefined ? {} : { databases: config.databases }),
  })
  const [{ startServer }, { openCredentials }, version] = await room
  io.signal.throwIfAborted()
  const credentials = openCredentials(resolve(io.cwd, config.dataDirectory))
  const identities =
    config.signInFile === undefined
      ? undefined
      : await (await import('./sign-in-file.ts')).openSignIn(platform.acervo, config, io.cwd)
  const errors = await withSentry(config, toReporter(io))
  const work = await startPlatformWork(platform.acervo, config, io, errors.report)
  const watching = await startPlatformWatch(platform.acervo, config, io, errors.report).catch(
    async (error: unknown) => {
      await work.drain()
      throw error
    },
  )
  const end = async (): Promise<void> => {
    await watching.stop()
    await work.drain()
    await errors.close()
  }
  const server = await startServer({
    acervo: platform.acervo,
    credentials,
    work,
    ...(watching.watch === undefined ? {} : { watching: watching.watch }),
    onFigures: watching.onFigures,
    ...(identities === undefined ? {} : { identities }),
    host: config.host,
    port: config.port,
    options: {
      version,
      logLevel: chooseLogLevel(context),
      strangersPerSecond: config.addressRate,
      corsOrigins: config.corsOrigins,
      trustedProxies: config.trustedProxies,
      ...(config.keyRate === undefined ? {} : { perSecond: config.keyRate }),
      ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl }),
      nats: toNats(config, io.cwd),
    },
  }).catch(async (error: unknown) => {
    await end()
    throw toListenError(error, config.host, config.port, io.language)
  })
  await platform.announce(server.address)
  const started = toStarted(platform, server.address, relative(io.cwd, credentials.path))
  const close = async (): Promise<void> => {
    await server.close()
    await end()
  }
  return { started, close }
}

/** A person reads the screen, not the log, unless a level was asked for. */
function chooseLogLevel({ config, options, io }: CommandContext): string {
  if (config.given.has('ACERVO_LOG_LEVEL')) return config.logLevel
  return options.quiet || options.json || io.isTty ? 'warn' : config.logLevel
}

function toStarted({ acervo, config }: Platform, address: string, credentials: string): Started {
  const databases = [...acervo.served.databases.values()]
  return {
    address,
    credentials,
    engine: acervo.engine,
    dataDirectory: config.dataDirectory,
    targets: [...new Set(databases.map(({ schema }) => acervo.targets.of(schema).key))],
    databases: databases.length,
    tables: databases.reduce((sum, { tables }) => sum + tables.size, 0),
    // Since the process began, which is what whoever typed the command waited for.
    seconds: performance.now() / 1000,
  }
}

function untilAsked(signal: AbortSignal): Promise<void> {
  return new Promise((resolve_) => {
    if (signal.aborted) resolve_()
    else signal.addEventListener('abort', () => resolve_(), { once: true })
  })
}
