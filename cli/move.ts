// `acervo move`: logical databases to another server, with or without a platform that runs on them. Copying, comparing
// and undoing are the kernel's; here are the URLs, the file of the placement, the progress line and the exit code.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'
import { openTargets, type Place, type Target } from '../kernel/database/index.ts'
import { AcervoError, type DatabaseModel, targetScripts } from '../kernel/index.ts'
import {
  abortMove,
  clearBehind,
  type MoveOptions,
  type MoveProgress,
  type MoveReport,
  moveDatabases,
  type OnlineOptions,
} from '../kernel/move/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { moveWords } from './move-words.ts'
import { findNeighbour, findPlacementFile, writePlaces } from './placement-file.ts'
import type { Platform } from './platform.ts'
import { exitCodes, type Io, type Language } from './terminal/io.ts'
import { createProgress, type Progress } from './terminal/progress.ts'
import { renderTable } from './terminal/table.ts'
import { toPlace } from './to-place.ts'

export const command = defineCommand({
  name: 'move',
  summary: {
    en: 'move logical databases to another server',
    es: 'mueve bases de datos lógicas a otro servidor',
  },
  arguments: [
    {
      name: 'databases',
      isRest: true,
      meaning: {
        en: 'one, or all that a system declares together',
        es: 'una, o todas las que un sistema declara juntas',
      },
    },
  ],
  options: {
    to: {
      type: 'string',
      value: 'URL',
      meaning: {
        en: 'postgres://... there: the runtime login, or the migrator if it is the only one',
        es: 'postgres://... del destino: el acceso en marcha, o el que migra si no hay otro',
      },
    },
    'migrate-url': {
      type: 'string',
      value: 'URL',
      meaning: {
        en: 'the migrator there, where --to is the runtime login',
        es: 'el acceso que migra allí, si --to es el acceso en marcha',
      },
    },
    online: {
      type: 'boolean',
      meaning: {
        en: 'while the platform serves, from one PostgreSQL server to another',
        es: 'con la plataforma en marcha, de un servidor PostgreSQL a otro',
      },
    },
    via: {
      type: 'string',
      value: 'URL',
      meaning: {
        en: '--online: how the target reaches the source, where it is not as we do',
        es: '--online: cómo llega el destino al origen, si no es como nosotros',
      },
    },
    pause: {
      type: 'string',
      value: 'SECONDS',
      meaning: {
        en: '--online: for how long writers may wait at most (2)',
        es: '--online: cuánto pueden esperar como mucho las escrituras (2)',
      },
    },
    abort: {
      type: 'boolean',
      meaning: {
        en: 'take away what a move has left that did not end',
        es: 'quita lo que ha dejado un traslado que no terminó',
      },
    },
    'dry-run': {
      type: 'boolean',
      meaning: { en: 'check everything, write nothing', es: 'comprueba todo, no escribe nada' },
    },
  },
  runs: 'here',
  notes: {
    en: 'Stop acervo start first, or say --online: wal_level = logical there, superusers, and the running processes read\nthe placement file by themselves. Rows are copied in one snapshot and compared; only then the placement file is written\n(ACERVO_PLACEMENT, or placement.json in the data directory). The source stays, marked as moved. Cut short, the same\ncommand finishes or begins anew.',
    es: 'Detenga antes acervo start, o diga --online: allí wal_level = logical, superusuarios, y los procesos en marcha leen\nsolos el fichero de ubicación. Las filas se copian de una sola instantánea y se comparan; solo entonces se escribe el\nfichero de ubicación (ACERVO_PLACEMENT, o placement.json en la carpeta de datos). El origen se queda, marcado como\nmovido. Si se corta, la misma orden termina o empieza de nuevo.',
  },
  run: async (context) => {
    const { io, options } = context
    if (typeof options.to !== 'string')
      throw new AcervoError('ACV605', moveWords[io.language].noTo, {
        hint: 'acervo move insurance --to postgres://user:password@host/database',
      })
    const platform = await context.open({ migrations: 'inspect' })
    const databases = toDatabases(context, platform)
    const isDry = options['dry-run'] === true
    const path = findPlacementFile(platform.config, platform.cwd)
    const place =
      (await findNeighbour(options.to, path, platform.config)) ??
      (await toPlace(options.to, options['migrate-url'], platform.config, isDry))
    const targets = await openTargets({
      ...place,
      databases: databases.map(({ schema }) => schema),
      allowPlain: platform.config.plainHosts,
    })
    try {
      const [target] = targets.all()
      if (target === undefined) throw new AcervoError('ACV605', moveWords[io.language].noTo)
      const there = { target, place, path, isDry, online: toOnline(context) }
      const report = await moveThere(context, platform, databases, there)
      await io.out(
        options.json
          ? `${JSON.stringify({ ...report, placement: path })}\n`
          : describe(report, path, platform.config, io),
      )
      if (report.online?.left !== undefined)
        throw new AcervoError('ACV413', moveWords[io.language].left, {
          details: report.online.left,
          hint: moveWords[io.language].again,
        })
    } finally {
      await targets.close()
    }
    return exitCodes.ok
  },
})

function toDatabases({ io, ...context }: CommandContext, { acervo }: Platform) {
  const words = (context.arguments[0] ?? '').split(/[\s,]+/).filter((word) => word !== '')
  return [...new Set(words.map((word) => findDatabase(acervo.model, word, io.language)))]
}

interface There {
  readonly target: Target
  readonly place: Place
  readonly path: string
  readonly isDry: boolean
  readonly online: OnlineOptions | undefined
}

type State = MoveReport['state'] | 'there' | 'cleared'
type Said = Omit<MoveReport, 'state'> & { readonly state: State }

function toOnline({ options, io }: CommandContext): OnlineOptions | undefined {
  if (options.online !== true) return undefined
  const seconds = options.pause === undefined ? 2 : Number(options.pause)
  if (!(seconds >= 0.5 && seconds <= 60))
    throw new AcervoError('ACV605', moveWords[io.language].badPause, {
      details: String(options.pause),
    })
  const via = typeof options.via === 'string' ? { via: options.via } : {}
  return { pauseMs: seconds * 1_000, ...via }
}

async function moveThere(
  { io, options }: CommandContext,
  { acervo, cwd }: Platform,
  databases: readonly DatabaseModel[],
  { target, place, path, isDry, online }: There,
): Promise<Said> {
  const progress = createProgress(io, options.json === true)
  const wish: MoveOptions = {
    model: acervo.model,
    targets: acervo.targets,
    scripts: targetScripts,
    home: cwd,
    signal: io.signal,
    databases,
    target,
    dryRun: isDry,
    ...(online === undefined ? {} : { online }),
    onMove: (step) => show(step, progress, io.language),
    place: async () => {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      await writePlaces(path, databases, place)
    },
  }
  try {
    if (databases.every(({ schema }) => acervo.targets.of(schema).key === target.key)) {
      const isCleared = !isDry && (await clearBehind(wish))
      const state = isCleared ? 'cleared' : 'there'
      return { state, from: target.key, to: target.key, tables: [] }
    }
    return await (options.abort === true ? abortMove : moveDatabases)(wish)
  } finally {
    await progress.end()
  }
}

function show(progress: MoveProgress, line: Progress, language: Language): void {
  const words = moveWords[language]
  if (progress.step === 'copy') {
    const { table, copied, rows } = progress
    line.update(copied / Math.max(rows, 1), `${table} ${copied.toLocaleString(language)}`)
  } else if (progress.step === 'replicate') {
    const [ready, tables, rows] = [progress.ready, progress.tables, progress.rows].map((count) =>
      count.toLocaleString(language),
    ) as [string, string, string]
    line.update(progress.ready / Math.max(progress.tables, 1), words.replicate(ready, tables, rows))
  } else if (progress.step === 'catch-up') {
    const kilobytes = Math.round(progress.bytes / 1024).toLocaleString(language)
    line.update(undefined, words.behind(kilobytes, progress.seconds.toFixed(1)))
  } else {
    const table = 'table' in progress ? ` ${progress.table}` : ''
    line.update(undefined, `${words[progress.step]}${table}`)
  }
}

function describe(report: Said, path: string, config: Config, io: Io): string {
  const words = moveWords[io.language]
  const { state, from, to, tables, online } = report
  const cells = tables.map(({ table, rows }) => [table, rows.toLocaleString(io.language)])
  const table = cells.length === 0 ? '' : renderTable(words.header, cells, io)
  const lines = [words.states[state](from, to)]
  if (online !== undefined)
    lines.push(words.pause(online.pauseMs.toLocaleString(io.language), online.seconds.toFixed(1)))
  if (state === 'moved' || state === 'finished') {
    lines.push(words.placement(path))
    if (config.placementFile === undefined) lines.push(words.next(path))
  }
  return `${table}${lines.join('\n')}\n`
}
