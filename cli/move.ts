// `acervo move`: logical databases to another server, while nothing runs on them. Copying, comparing and undoing are
// the kernel's; here are the URLs, the file of the placement, the progress line and the exit code.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Config } from '../config.ts'
import { openTargets, type Place, type Target } from '../kernel/database/index.ts'
import { AcervoError, type DatabaseModel, targetScripts } from '../kernel/index.ts'
import { type MoveProgress, type MoveReport, moveDatabases } from '../kernel/move/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
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
    'dry-run': {
      type: 'boolean',
      meaning: { en: 'check everything, write nothing', es: 'comprueba todo, no escribe nada' },
    },
  },
  runs: 'here',
  notes: {
    en: 'Stop acervo start first. Rows are copied in one snapshot and compared; only then the placement file is written\n(ACERVO_PLACEMENT, or placement.json in the data directory). The source stays, marked as moved. Cut short, the same\ncommand finishes or begins anew.',
    es: 'Detenga antes acervo start. Las filas se copian de una sola instantánea y se comparan; solo entonces se escribe el\nfichero de ubicación (ACERVO_PLACEMENT, o placement.json en la carpeta de datos). El origen se queda, marcado como\nmovido. Si se corta, la misma orden termina o empieza de nuevo.',
  },
  run: async (context) => {
    const { io, options } = context
    if (typeof options.to !== 'string')
      throw new AcervoError('ACV605', said[io.language].noTo, {
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
      if (target === undefined) throw new AcervoError('ACV605', said[io.language].noTo)
      const there = { target, place, path, isDry }
      const report = await moveThere(context, platform, databases, there)
      await io.out(
        options.json
          ? `${JSON.stringify({ ...report, placement: path })}\n`
          : describe(report, path, platform.config, io),
      )
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
}

type Said = Omit<MoveReport, 'state'> & { readonly state: MoveReport['state'] | 'there' }

async function moveThere(
  { io, options }: CommandContext,
  { acervo, cwd }: Platform,
  databases: readonly DatabaseModel[],
  { target, place, path, isDry }: There,
): Promise<Said> {
  const isThere = databases.every(({ schema }) => acervo.targets.of(schema).key === target.key)
  if (isThere) return { state: 'there', from: target.key, to: target.key, tables: [] }
  const progress = createProgress(io, options.json === true)
  try {
    return await moveDatabases({
      model: acervo.model,
      targets: acervo.targets,
      scripts: targetScripts,
      home: cwd,
      signal: io.signal,
      databases,
      target,
      dryRun: isDry,
      onMove: (step) => show(step, progress, io.language),
      place: async () => {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        await writePlaces(path, databases, place)
      },
    })
  } finally {
    await progress.end()
  }
}

function show(progress: MoveProgress, line: Progress, language: Language): void {
  const words = said[language]
  if (progress.step === 'copy') {
    const { table, copied, rows } = progress
    line.update(copied / Math.max(rows, 1), `${table} ${copied.toLocaleString(language)}`)
  } else {
    const table = 'table' in progress ? ` ${progress.table}` : ''
    line.update(undefined, `${words[progress.step]}${table}`)
  }
}

function describe(report: Said, path: string, config: Config, io: Io): string {
  const words = said[io.language]
  const { state, from, to, tables } = report
  const cells = tables.map(({ table, rows }) => [table, rows.toLocaleString(io.language)])
  const table = cells.length === 0 ? '' : renderTable(words.header, cells, io)
  const lines = [words.states[state](from, to)]
  if (state === 'moved' || state === 'finished') {
    lines.push(words.placement(path))
    if (config.placementFile === undefined) lines.push(words.next(path))
  }
  return `${table}${lines.join('\n')}\n`
}

const said = Object.freeze({
  en: {
    noTo: 'no place to move to is named',
    check: 'Checking both sides',
    prepare: 'Setting up the target',
    read: 'Reading',
    compare: 'Comparing',
    mark: 'Marking the source',
    place: 'Writing the placement',
    undo: 'Undoing',
    header: ['table', 'rows'],
    states: {
      moved: (from: string, to: string) => `Moved from ${from} to ${to}; both sides say the same.`,
      finished: (from: string, to: string) =>
        `The move from ${from} to ${to} had copied everything; it is finished now.`,
      checked: (from: string, to: string) =>
        `Nothing stands in the way from ${from} to ${to}. Nothing was written.`,
      there: (_from: string, to: string) => `On ${to} already; nothing to do.`,
    },
    placement: (path: string) =>
      `Its place stands in ${path}. The source is left, marked as moved.`,
    next: (path: string) => `Next: ACERVO_PLACEMENT=${path} acervo start`,
  },
  es: {
    noTo: 'no se indica adónde mover',
    check: 'Comprobando los dos lados',
    prepare: 'Preparando el destino',
    read: 'Leyendo',
    compare: 'Comparando',
    mark: 'Marcando el origen',
    place: 'Escribiendo la ubicación',
    undo: 'Deshaciendo',
    header: ['tabla', 'filas'],
    states: {
      moved: (from: string, to: string) =>
        `Movida de ${from} a ${to}; los dos lados dicen lo mismo.`,
      finished: (from: string, to: string) =>
        `El traslado de ${from} a ${to} ya lo había copiado todo; ahora está terminado.`,
      checked: (from: string, to: string) =>
        `Nada lo impide de ${from} a ${to}. No se ha escrito nada.`,
      there: (_from: string, to: string) => `Ya está en ${to}; no hay nada que hacer.`,
    },
    placement: (path: string) =>
      `Su ubicación está en ${path}. El origen se queda, marcado como movido.`,
    next: (path: string) => `Siguiente paso: ACERVO_PLACEMENT=${path} acervo start`,
  },
})
