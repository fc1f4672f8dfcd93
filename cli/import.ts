// `acervo import`: a file into a table. Reading, converting and remembering are the kernel's; here are
// only the flags, the progress line and the exit code.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AcervoError, toContext } from '../kernel/index.ts'
import { type ImportMap, type ImportResult, importFile, parseMap } from '../kernel/intake/index.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findTable } from './find-name.ts'
import { toFormat, toPrincipal } from './intake-options.ts'
import { exitCodes, type Io, type Language } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'import',
  summary: {
    en: 'load a CSV or NDJSON file into a table',
    es: 'carga un fichero CSV o NDJSON en una tabla',
  },
  arguments: [
    { name: 'table', meaning: { en: '<database>.<table>', es: '<base de datos>.<tabla>' } },
    {
      name: 'file',
      meaning: { en: 'path, or - for standard input', es: 'ruta, o - para la entrada estándar' },
    },
  ],
  options: {
    map: {
      type: 'string',
      value: 'FILE',
      meaning: { en: 'which column goes where (JSON)', es: 'qué columna va a cada campo (JSON)' },
    },
    source: {
      type: 'string',
      value: 'NAME',
      meaning: {
        en: 'who says so (tables that keep sources)',
        es: 'quién lo dice (tablas con fuentes)',
      },
    },
    key: {
      type: 'string',
      value: 'COLUMN',
      meaning: { en: 'column that identifies a row', es: 'columna que identifica una fila' },
    },
    format: {
      type: 'string',
      value: 'csv|ndjson',
      meaning: {
        en: 'format, where the name does not say it',
        es: 'formato, si el nombre no lo dice',
      },
    },
    claims: {
      type: 'string',
      value: 'NAME=VALUE',
      meaning: {
        en: 'act with these claims, separated by ;',
        es: 'actúa con estas atribuciones, separadas por ;',
      },
    },
    'dry-run': {
      type: 'boolean',
      meaning: { en: 'check everything, write nothing', es: 'comprueba todo, no escribe nada' },
    },
    afresh: {
      type: 'boolean',
      meaning: { en: 'begin at the first row again', es: 'empieza de nuevo por la primera fila' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Bad rows go to <file>.rejects.ndjson with line, code and reason. A re-run of the same file goes on\nwhere the last one stopped and doubles nothing. Exit: 0 all rows, 3 some were rejected, 130 cancelled.',
    es: 'Las filas malas van a <fichero>.rejects.ndjson con línea, código y motivo. Repetir el mismo fichero\nsigue donde paró la vez anterior y no duplica nada. Salida: 0 todas, 3 hubo rechazos, 130 cancelado.',
  },
  run: async (context) => {
    const { io, options } = context
    const result = await importHere(context)
    await io.out(options.json ? `${JSON.stringify(result)}\n` : describe(result, io.language))
    if (result.state === 'cancelled') return exitCodes.cancelled
    return result.rejected > 0 ? exitCodes.rejected : exitCodes.ok
  },
})

async function importHere(context: CommandContext): Promise<ImportResult> {
  const { io, options, open } = context
  const [word = '', file = ''] = context.arguments
  const map = typeof options.map === 'string' ? await readMap(options.map, io) : undefined
  const format = toFormat(options.format, io.language)
  const { acervo } = await open()
  const table = findTable(acervo.model, word, io.language)
  const principal = toPrincipal(options.claims)
  const progress = createProgress(io, options.json === true)
  try {
    return await importFile(file === '-' ? io.input : resolve(io.cwd, file), {
      target: acervo.targets.of(table.schema),
      table,
      context: toContext(principal),
      coding: acervo,
      client: acervo.db.as(principal),
      dryRun: options['dry-run'] === true,
      afresh: options.afresh === true,
      signal: io.signal,
      onProgress: ({ read, rejected, bytes, bytesTotal, settling }) =>
        settling === undefined
          ? progress.update(
              bytesTotal ? bytes / bytesTotal : undefined,
              toWords(read, rejected, io),
            )
          : progress.update(
              settling.total > 0 ? settling.done / settling.total : undefined,
              settling.step,
            ),
      ...(map === undefined ? {} : { map }),
      ...(format === undefined ? {} : { format }),
      ...(typeof options.source === 'string' ? { sourceName: options.source } : {}),
      ...(typeof options.key === 'string' ? { key: options.key } : {}),
      ...(file === '-' ? { rejectsPath: resolve(io.cwd, 'stdin.rejects.ndjson') } : {}),
    })
  } finally {
    await progress.end()
  }
}

async function readMap(path: string, { cwd }: Io): Promise<ImportMap> {
  let text: string
  try {
    text = await readFile(resolve(cwd, path), 'utf8')
  } catch (cause) {
    throw new AcervoError('ACV607', 'the map file cannot be read', {
      details: `${path}: ${(cause as NodeJS.ErrnoException).code}`,
      hint: 'Give the path of a JSON file; docs/guide/import.md says what stands in it.',
      cause,
    })
  }
  return parseMap(text, path)
}

function toWords(read: number, rejected: number, { language }: Io): string {
  const rows = read.toLocaleString(language)
  const bad = rejected.toLocaleString(language)
  return language === 'es' ? `${rows} filas, ${bad} rechazadas` : `${rows} rows, ${bad} rejected`
}

function describe(result: ImportResult, language: Language): string {
  const number = (value: number): string => value.toLocaleString(language)
  const { read, inserted, unchanged, rejected, rejectsPath, resumedFrom, seconds } = result
  const words = language === 'es' ? spanish : english
  const lines = [words[result.state](number(read), seconds.toFixed(1))]
  if (result.state !== 'already done' && resumedFrom > 0)
    lines.push(words.resumed(number(resumedFrom)))
  lines.push(words.counts(number(inserted), number(unchanged), number(rejected)))
  if (result.dryRun) lines.push(words.dryRun)
  if (result.settled !== undefined) lines.push(toSettled(result.settled, number))
  if (result.ignored.length > 0) lines.push(words.ignored(result.ignored.join(', ')))
  if (rejectsPath !== undefined) lines.push(words.rejects(rejectsPath))
  if (result.state === 'cancelled') lines.push(result.isResumable ? words.again : words.fromStart)
  return `${lines.join('\n')}\n`
}

/** Counts of the table's own words: `resolved 1,000, merged 703`. */
function toSettled(
  settled: Readonly<Record<string, unknown>>,
  number: (value: number) => string,
): string {
  const said = Object.entries(settled).flatMap(([word, value]) => {
    if (typeof value === 'number') return `${word} ${number(value)}`
    return typeof value === 'string' ? `${word}: ${value}` : []
  })
  return `${said.join(', ')}.`
}

const english = {
  done: (read: string, seconds: string) => `${read} rows read in ${seconds} s.`,
  'already done': (read: string) => `This file was imported before: ${read} rows, nothing to add.`,
  cancelled: (read: string, seconds: string) => `Cancelled after ${read} rows (${seconds} s).`,
  resumed: (rows: string) => `Went on after row ${rows} of an earlier run.`,
  counts: (inserted: string, unchanged: string, rejected: string) =>
    `${inserted} inserted, ${unchanged} unchanged, ${rejected} rejected.`,
  dryRun: 'Dry run: nothing was written.',
  ignored: (names: string) => `Not read: ${names}.`,
  rejects: (path: string) => `Next: look at ${path}, correct the rows and import them.`,
  again: 'Next: run the same command again; it goes on from there and doubles nothing.',
  fromStart: 'Next: run it again; from a stream it begins at the first row.',
}

const spanish: typeof english = {
  done: (read, seconds) => `${read} filas leídas en ${seconds} s.`,
  'already done': (read) => `Este fichero ya se importó: ${read} filas, nada que añadir.`,
  cancelled: (read, seconds) => `Cancelado tras ${read} filas (${seconds} s).`,
  resumed: (rows) => `Ha seguido tras la fila ${rows} de una ejecución anterior.`,
  counts: (inserted, unchanged, rejected) =>
    `${inserted} insertadas, ${unchanged} sin cambios, ${rejected} rechazadas.`,
  dryRun: 'Ensayo: no se ha escrito nada.',
  ignored: (names) => `Sin leer: ${names}.`,
  rejects: (path) => `Siguiente paso: mire ${path}, corrija las filas e impórtelas.`,
  again: 'Siguiente paso: repita la orden; sigue desde ahí y no duplica nada.',
  fromStart: 'Siguiente paso: repítala; desde un flujo empieza por la primera fila.',
}
