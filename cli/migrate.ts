// `acervo migrate`: what the declarations, the migration files and the databases say of each other.
// Each action calls one function of the kernel; cli/migrate/ draws the answers.
import { AcervoError, defineModel, type Model, targetScripts } from '../kernel/index.ts'
import {
  type DatabaseOutcome,
  lintCitus,
  lintFiles,
  type MigrateOptions,
  type MigrationFile,
  migrateFleet,
  planChanges,
  readDrift,
  readFiles,
  readStatus,
  writeMigration,
} from '../kernel/migrate/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { type Drawing, draw } from './migrate/drawing.ts'
import { loadProject } from './project.ts'
import { type Activity, createActivity } from './terminal/activity.ts'
import { exitCodes } from './terminal/io.ts'
import { renderProblem } from './terminal/problem.ts'
import { texts } from './terminal/texts.ts'

type Action = 'write' | 'status' | 'plan' | 'apply' | 'lint' | 'drift'

/** These read files and declarations, no database: a running server is not asked. */
const offline: ReadonlySet<string> = new Set(['write', 'lint'])

export const command = defineCommand({
  name: 'migrate',
  summary: {
    en: 'write, show, apply and check migrations',
    es: 'escribe, muestra, aplica y comprueba las migraciones',
  },
  arguments: [
    {
      name: 'action',
      allowed: ['write', 'status', 'plan', 'apply', 'lint', 'drift'],
      meaning: {
        en: 'write files · status · plan with locks · apply · lint · drift',
        es: 'escribir ficheros · estado · plan con bloqueos · aplicar · revisar · desvíos',
      },
    },
    {
      name: 'name',
      isOptional: true,
      meaning: { en: 'of the files to write', es: 'de los ficheros que se escriben' },
    },
  ],
  options: {
    database: {
      type: 'string',
      value: 'NAME',
      meaning: { en: 'only this logical database', es: 'solo esta base de datos lógica' },
    },
    name: {
      type: 'string',
      value: 'NAME',
      meaning: { en: 'the same as the second word', es: 'lo mismo que la segunda palabra' },
    },
    citus: {
      type: 'boolean',
      meaning: {
        en: 'lint: what Citus could not distribute',
        es: 'lint: lo que Citus no podría distribuir',
      },
    },
    'allow-loss': {
      type: 'boolean',
      meaning: {
        en: 'drops and narrowing may be planned and written',
        es: 'se pueden planear y escribir borrados y reducciones',
      },
    },
  },
  runs: ([action = '']) => (offline.has(action) ? 'here' : 'inside'),
  notes: {
    en: 'Files: <home of the system>/migrations/<database>/NNNN_name.sql. lint and drift end with 1 when they find something.',
    es: 'Ficheros: <carpeta del sistema>/migrations/<base>/NNNN_nombre.sql. lint y drift terminan en 1 si encuentran algo.',
  },
  run: async (context) => {
    const { io, options } = context
    const action = context.arguments[0] as Action
    const { value, text, isWell } = await actions[action](context)
    await io.out(options.json ? `${JSON.stringify(value)}\n` : text)
    if (isWell) return exitCodes.ok
    return io.signal.aborted ? exitCodes.cancelled : exitCodes.failed
  },
})

const actions: Readonly<Record<Action, (context: CommandContext) => Promise<Drawing>>> = {
  write: async (context) => {
    const { io, options } = context
    const { model, home } = await readDeclarations(context)
    const written: MigrationFile[] = []
    for (const { name, database, systemHome } of listDatabases(model)) {
      const files = await readFiles(systemHome ?? home, name)
      const given = context.arguments[1] ?? options.name
      const made = await writeMigration({
        database,
        home: systemHome ?? home,
        name: toFileName(given, files.length === 0),
        allowLoss: options['allow-loss'] === true,
        signal: io.signal,
      })
      written.push(...made)
    }
    return draw.written(written, io)
  },
  lint: async (context) => {
    const { model, home } = await readDeclarations(context)
    const databases = listDatabases(model)
    if (context.options.citus === true)
      return draw.findings(
        lintCitus(databases.map(({ database }) => database)),
        databases.length,
        context.io,
      )
    const files = await Promise.all(
      databases.map(({ name, systemHome }) => readFiles(systemHome ?? home, name)),
    )
    return draw.findings(await lintFiles(files.flat()), files.flat().length, context.io)
  },
  status: async (context) => draw.status(await readStatus(await ask(context)), context.io),
  plan: async (context) => {
    const allowLoss = context.options['allow-loss'] === true
    return draw.plans(await planChanges({ ...(await ask(context)), allowLoss }), context.io)
  },
  apply: async (context) => {
    const { io, options } = context
    const activity = createActivity(io, options.json === true)
    const asked = await ask(context)
    const outcomes = await migrateFleet({
      ...asked,
      onProgress: ({ database, name, state, title }) => {
        // Elsewhere than in a terminal a line a database is enough.
        if (state !== 'done' && io.isTty)
          activity.say(`${database} ${name}${title ? `: ${title}` : ''}`)
      },
      onOutcome: toCounter(asked, (line) => tell(context, activity, line), io.language),
    }).finally(activity.end)
    const isWell = outcomes.every(({ state }) => state === 'applied' || state === 'current')
    const unwritten = isWell ? (await readStatus(asked)).filter(({ written }) => !written) : []
    if (!options.json)
      for (const error of new Set(outcomes.map((one) => one.error)))
        if (error !== undefined && error.code !== 'ACV308') await io.err(renderProblem(error, io))
    return draw.migrated(
      outcomes,
      unwritten.map(({ database }) => database),
      io,
    )
  },
  drift: async (context) => draw.drifts(await readDrift(await ask(context)), context.io),
}

/** Written over in a terminal, a line each elsewhere. */
function tell({ io, options }: CommandContext, activity: Activity, line: string): void {
  if (io.isTty) activity.say(line)
  else if (!options.json) void io.err(`${line}\n`).catch(() => undefined)
}

/** `12 of 70 insurance: applied, 0.8 s`, as databases come to their end. */
function toCounter(
  { model, only }: MigrateOptions,
  say: (line: string) => void,
  language: 'en' | 'es',
): (outcome: DatabaseOutcome) => void {
  const all = only?.size ?? model.databases.size
  let over = 0
  return ({ database, state, ms }) => {
    // The last line says how many these are.
    if (state === 'left') return
    over++
    say(draw.step(over, all, database, state, ms, language))
  }
}

/** The targets as they are: nothing is applied by looking. */
async function ask({ io, options, open }: CommandContext): Promise<MigrateOptions> {
  const { acervo, cwd, isShared } = await open({ migrations: 'inspect' })
  if (isShared && !options.json) await io.err(`${texts.olderDeclarations[io.language]}\n`)
  const { model } = acervo
  const { database } = options
  return {
    targets: acervo.targets,
    model,
    // A target is set up for all that is placed there, whichever of them is asked about.
    ...(typeof database === 'string'
      ? { only: new Set([findDatabase(model, database, io.language).name]) }
      : {}),
    scripts: targetScripts,
    home: cwd,
    signal: io.signal,
  }
}

async function readDeclarations({ io, config, options }: CommandContext) {
  const { systems } = await loadProject(io.cwd, config)
  return { model: narrow(defineModel(systems), options.database, io.language), home: io.cwd }
}

function narrow(model: Model, word: unknown, language: 'en' | 'es'): Model {
  if (typeof word !== 'string') return model
  const wanted = findDatabase(model, word, language)
  const systems = model.systems.map((system) => ({
    ...system,
    databases: system.databases.filter(({ name }) => name === wanted.name),
  }))
  return { ...model, systems, databases: new Map([[wanted.name, wanted]]) }
}

function listDatabases({ systems }: Model) {
  return systems.flatMap(({ home, databases }) =>
    databases.map((database) => ({ name: database.name, database, systemHome: home })),
  )
}

function toFileName(given: string | true | undefined, isFirst: boolean): string {
  if (typeof given !== 'string') return isFirst ? 'initial' : 'change'
  if (/^[a-z0-9][a-z0-9_]{0,60}$/.test(given)) return given
  throw new AcervoError('ACV605', `'${given}' cannot be the name of a migration`, {
    details: 'allowed: a-z, 0-9 and _, at most 61 of them',
    hint: 'For example acervo migrate write add_note.',
  })
}
