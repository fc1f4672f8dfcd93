// `acervo backup create`: what stands in the databases at one moment, into a store.
import {
  applyRetention,
  assertBackup,
  type BackupOptions,
  type BackupProgress,
  type BackupReport,
  createBackup,
  findSchedule,
  makeScheduled,
  type TableWish,
} from '../kernel/backup/index.ts'
import { type Acervo, AcervoError } from '../kernel/index.ts'
import { openStore, signerOf, storeOption, toSealers, toSize, trustedOf } from './backup-place.ts'
import { type CommandContext, defineCommand, type OptionValues } from './command.ts'
import { findDatabase, findTable } from './find-name.ts'
import { readVersion } from './package-file.ts'
import { exitCodes, type Io, type Language } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'backup create',
  summary: {
    en: 'back up all databases, or some, as they stand at one moment',
    es: 'copia todas las bases, o algunas, como están en un momento',
  },
  arguments: [
    {
      name: 'databases',
      isOptional: true,
      isRest: true,
      meaning: { en: 'all without it', es: 'sin ellas, todas' },
    },
  ],
  options: {
    store: storeOption,
    recipient: {
      type: 'string',
      value: 'AGE,...',
      meaning: {
        en: 'whom it is sealed for: age1..., or gpg:<key> (ACERVO_BACKUP_RECIPIENTS)',
        es: 'para quién se sella: age1..., o gpg:<clave> (ACERVO_BACKUP_RECIPIENTS)',
      },
    },
    'recipient-apart': {
      type: 'string',
      value: 'AGE,...',
      meaning: {
        en: 'another for tables with encrypted columns (ACERVO_BACKUP_RECIPIENTS_APART)',
        es: 'otro para las tablas con columnas cifradas (ACERVO_BACKUP_RECIPIENTS_APART)',
      },
    },
    unencrypted: {
      type: 'boolean',
      meaning: { en: 'readable by whoever has the files', es: 'la lee quien tenga los ficheros' },
    },
    'schema-only': { type: 'boolean', meaning: { en: 'no rows', es: 'sin filas' } },
    'data-only': {
      type: 'boolean',
      meaning: { en: 'rows without the structure', es: 'las filas sin la estructura' },
    },
    table: {
      type: 'string',
      value: 'TABLE,...',
      meaning: { en: 'only these: global.party', es: 'solo estas: global.party' },
    },
    where: {
      type: 'string',
      value: 'SQL',
      meaning: {
        en: 'of one table the rows for which this holds',
        es: 'de una tabla, las filas que lo cumplen',
      },
    },
    embeddings: {
      type: 'string',
      value: 'with|without|only',
      meaning: {
        en: 'vectors too, not them, or only tables that have some',
        es: 'también los vectores, sin ellos, o solo las tablas que los tienen',
      },
    },
    label: {
      type: 'string',
      value: 'WORD',
      meaning: { en: 'what it is for: stands in its name', es: 'para qué es: está en su nombre' },
    },
    schedule: {
      type: 'string',
      value: 'NAME',
      meaning: {
        en: 'as a system declares it: orquix-daily; older ones go by its own rule',
        es: 'como la declara un sistema: orquix-daily; las más viejas se van por su propia regla',
      },
    },
    'keep-days': {
      type: 'string',
      value: 'DAYS',
      meaning: {
        en: 'older ones of this label go afterwards; the last good one stays',
        es: 'después se van las más viejas de esta palabra; la última buena se queda',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Rows of a place come from one snapshot, counted and digested in it. Keys are never inside: the key file and the\nfolder of the audit are to be kept elsewhere. While an embedded database is copied its requests wait.',
    es: 'Las filas de un lugar vienen de una misma instantánea, contadas y resumidas en ella. Las claves nunca van dentro: el\nfichero de claves y la carpeta de la auditoría se guardan aparte. Mientras se copia una base integrada sus peticiones esperan.',
  },
  run: async (context) => {
    const { io, options, config, open } = context
    const { language } = io
    // What cannot be is told before anything is opened.
    const wish = toWish(options, language)
    const sealers = await toSealers(config, options)
    const store = await openStore(config, io, options)
    const { acervo, cwd } = await open({ migrations: 'inspect' })
    const progress = createProgress(io, options.json === true)
    const signer = signerOf(config, io)
    const common = {
      ...{ signer, trusted: [...trustedOf(config, io), signer.verifier] },
      ...{ ...sealers, store, home: cwd, signal: io.signal, version: await readVersion() },
      ...{ model: acervo.model, targets: acervo.targets },
      onBackup: (step: BackupProgress) => show(step, progress.update, language),
    }
    let made: Made
    try {
      made =
        typeof options.schedule === 'string'
          ? await makeScheduled(common, findSchedule(acervo.model, options.schedule))
          : await makeWished({ ...common, ...wish, ...choose(context, acervo) })
    } finally {
      await progress.end()
    }
    const { manifest, bytes, undeclared, removed } = made
    const { verifier } = signer
    const told = { name: manifest.name, store: store.place, bytes, verifier, undeclared, removed }
    if (options.json) await io.out(`${JSON.stringify(told)}\n`)
    else await io.out(describe(made, store.place, io))
    return exitCodes.ok
  },
})

type Made = BackupReport & { readonly removed: readonly string[] }

/** Read again before anything older goes. */
async function makeWished(
  options: BackupOptions & { readonly trusted: readonly string[] },
): Promise<Made> {
  const { store, label, keepDays, trusted, signal } = options
  const report = await createBackup(options)
  const { name, takenAt } = report.manifest
  await assertBackup({ store, name, trusted, signal })
  if (keepDays === undefined) return { ...report, removed: [] }
  const now = new Date(takenAt)
  const { removed } = await applyRetention({ store, label, now, trusted, signal })
  return { ...report, removed }
}

/** What a schedule says itself. */
const wishes = new Set([
  ...['schema-only', 'data-only', 'table', 'where'],
  ...['embeddings', 'label', 'keep-days'],
])

function toWish(options: OptionValues, language: Language) {
  const words = said[language]
  const { 'schema-only': structure, 'data-only': rows, 'keep-days': days } = options
  const label = typeof options.label === 'string' ? options.label : 'manual'
  const embeddings = options.embeddings ?? 'with'
  const others = Object.keys(options).filter((name) => wishes.has(name))
  if (options.schedule !== undefined && others.length > 0)
    throw new AcervoError('ACV605', words.alone(`--${others[0]}`))
  if (label === 'base') throw new AcervoError('ACV605', words.base)
  if (structure === true && rows === true) throw new AcervoError('ACV605', words.both)
  if (embeddings !== 'with' && embeddings !== 'without' && embeddings !== 'only')
    throw new AcervoError('ACV605', words.embeddings)
  if (days !== undefined && !/^[1-9]\d{0,4}$/.test(String(days)))
    throw new AcervoError('ACV605', words.days)
  const content = structure === true ? 'structure' : rows === true ? 'rows' : 'all'
  const keepDays = days === undefined ? undefined : Number(days)
  return { content, embeddings, label, keepDays } as const
}

function choose({ io, options, ...context }: CommandContext, { model }: Acervo) {
  const { language } = io
  const words = (context.arguments[0] ?? '').split(/[\s,]+/).filter((word) => word !== '')
  const named = words.map((word) => findDatabase(model, word, language))
  const tables = toTables(options, model, language)
  if (tables !== undefined) {
    const names = new Set(tables.map(({ table }) => table.database))
    return { databases: [...names].flatMap((name) => model.databases.get(name) ?? []), tables }
  }
  return { databases: named.length === 0 ? [...model.databases.values()] : [...new Set(named)] }
}

function toTables(
  { table, where }: OptionValues,
  model: Acervo['model'],
  language: Language,
): readonly TableWish[] | undefined {
  const names = typeof table === 'string' ? table.split(',') : []
  if (typeof where === 'string' && names.length !== 1)
    throw new AcervoError('ACV605', said[language].oneTable)
  if (names.length === 0) return undefined
  return names.map((name) => ({
    table: findTable(model, name.trim(), language),
    ...(typeof where === 'string' ? { where } : {}),
  }))
}

function show(
  progress: BackupProgress,
  update: (share: number | undefined, words: string) => void,
  language: Language,
): void {
  if (progress.step === 'table') update(progress.done / Math.max(progress.of, 1), progress.table)
  else update(undefined, said[language][progress.step])
}

function describe(
  { manifest, bytes, undeclared, removed }: Made,
  place: string,
  { language }: Io,
): string {
  const words = said[language]
  const databases = manifest.places.flatMap((one) => one.databases)
  const tables = databases.flatMap((database) => database.tables)
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  const { keys, audits } = manifest.needs
  return [
    words.done(manifest.name, place),
    words.holds(databases.length, tables.length, rows.toLocaleString(language), toSize(bytes)),
    manifest.sealed.by === 'nothing' ? words.open : words.sealed(manifest.sealed.recipients),
    ...(manifest.signer === undefined ? [] : [words.signed(manifest.signer)]),
    ...(keys.length > 0 ? [words.keys(keys)] : []),
    ...(audits.length > 0 ? [words.audits] : []),
    ...(undeclared.length > 0 ? [words.undeclared(undeclared)] : []),
    ...(removed.length > 0 ? [words.removed(removed)] : []),
    '',
  ].join('\n')
}

const said = Object.freeze({
  en: {
    both: '--schema-only and --data-only leave nothing',
    embeddings: '--embeddings is with, without or only',
    days: '--keep-days is a number of days',
    base: 'base labels backups of a whole server: acervo backup base',
    oneTable: '--where needs one --table',
    alone: (option: string) => `--schedule says itself what ${option} says`,
    snapshot: 'Taking the snapshot',
    manifest: 'Writing the manifest',
    undo: 'Undoing',
    done: (name: string, place: string) => `Backup done: ${name} in ${place}`,
    holds: (databases: number, tables: number, rows: string, size: string) =>
      `${databases} databases, ${tables} tables, ${rows} rows, ${size}.`,
    open: 'It is not sealed: whoever has the files reads it.',
    sealed: (recipients: readonly string[]) => `Sealed for ${recipients.join(', ')}.`,
    signed: (verifier: string) => `Signed; its verifier key is ${verifier}`,
    keys: (keys: readonly string[]) =>
      `Encrypted columns need the key file with ${keys.join(', ')}: it is not inside.`,
    audits: 'The folder of the audit is not inside: keep it elsewhere, too.',
    undeclared: (tables: readonly string[]) =>
      `Not inside, for no declaration has them: ${tables.join(', ')}.`,
    removed: (names: readonly string[]) => `Older ones removed: ${names.join(', ')}.`,
  },
  es: {
    both: '--schema-only y --data-only no dejan nada',
    embeddings: '--embeddings es with, without u only',
    days: '--keep-days es un número de días',
    base: 'base es la palabra de las copias de un servidor entero: acervo backup base',
    oneTable: '--where necesita una sola --table',
    alone: (option: string) => `--schedule ya dice lo que dice ${option}`,
    snapshot: 'Tomando la instantánea',
    manifest: 'Escribiendo el manifiesto',
    undo: 'Deshaciendo',
    done: (name: string, place: string) => `Backup completado: ${name} en ${place}`,
    holds: (databases: number, tables: number, rows: string, size: string) =>
      `${databases} bases, ${tables} tablas, ${rows} filas, ${size}.`,
    open: 'No está sellada: la lee quien tenga los ficheros.',
    sealed: (recipients: readonly string[]) => `Sellada para ${recipients.join(', ')}.`,
    signed: (verifier: string) => `Firmada; su clave verificadora es ${verifier}`,
    keys: (keys: readonly string[]) =>
      `Las columnas cifradas necesitan el fichero de claves con ${keys.join(', ')}: no va dentro.`,
    audits: 'La carpeta de la auditoría no va dentro: guárdela también aparte.',
    undeclared: (tables: readonly string[]) =>
      `No van dentro, porque ninguna declaración las tiene: ${tables.join(', ')}.`,
    removed: (names: readonly string[]) => `Se han borrado más viejas: ${names.join(', ')}.`,
  },
})
