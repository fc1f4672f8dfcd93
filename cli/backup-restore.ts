// `acervo backup restore`: a backup to a place where its databases are not. The platform of this configuration is only
// asked, and only where some databases come back without the others.
import {
  type LooseReference,
  type RestoreProgress,
  type RestoreReport,
  restoreBackup,
} from '../kernel/backup/index.ts'
import type { Targets } from '../kernel/database/index.ts'
import { AcervoError, defineModel, isAcervoError, targetScripts } from '../kernel/index.ts'
import { migrateUrlOption, toDestination } from './backup-destination.ts'
import { restoreByStanza, toStanza } from './backup-pgbackrest.ts'
import {
  anySignerOption,
  findName,
  identityOption,
  openerOf,
  openStore,
  storeOption,
  tombstonesOf,
  trustedOf,
} from './backup-place.ts'
import { isOfServer, restoreTheServer, toMoment } from './backup-server.ts'
import { type CommandContext, defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { loadProject } from './project.ts'
import { exitCodes, type Io, type Language } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const command = defineCommand({
  name: 'backup restore',
  summary: {
    en: 'restore a backup, or some databases of it, to another place',
    es: 'restaura una copia, o algunas bases de ella, en otro lugar',
  },
  arguments: [
    {
      name: 'backup',
      meaning: {
        en: 'its name; latest; server: the whole server by the last base before the moment',
        es: 'su nombre; latest; server: el servidor entero por la última base anterior al momento',
      },
    },
    {
      name: 'databases',
      isOptional: true,
      isRest: true,
      meaning: { en: 'all that it has without them', es: 'sin ellas, todas las que tenga' },
    },
  ],
  options: {
    to: {
      type: 'string',
      value: 'PLACE',
      meaning: {
        en: 'a new folder (embedded), or postgres://... of a database without these schemas',
        es: 'una carpeta nueva (integrada), o postgres://... de una base sin estos esquemas',
      },
    },
    'to-time': {
      type: 'string',
      value: 'TIME',
      meaning: {
        en: 'of a whole server, as it was then: 2026-11-22T03:00:00Z',
        es: 'de un servidor entero, como era entonces: 2026-11-22T03:00:00Z',
      },
    },
    'to-lsn': {
      type: 'string',
      value: 'LSN',
      meaning: {
        en: 'the same by a place in the WAL: 16/B374D848',
        es: 'lo mismo por un lugar del WAL: 16/B374D848',
      },
    },
    'migrate-url': migrateUrlOption,
    store: storeOption,
    identity: identityOption,
    'any-signer': anySignerOption,
  },
  runs: 'here',
  notes: {
    en: 'Nothing that stands is overwritten. Sums and key are checked first, counts and digests of every table after; who was\nerased since (beside the key file) is erased again. Then point ACERVO_DATA_DIR, ACERVO_DATABASE_URL or the placement there.',
    es: 'Nada de lo que hay se sobrescribe. Antes se comprueban sumas y clave; después, el número y el resumen de cada tabla; a\nquien se borró desde entonces (junto al fichero de claves) se le borra otra vez. Luego apunte allí ACERVO_DATA_DIR,\nACERVO_DATABASE_URL o la ubicación.',
  },
  run: async (context) => {
    const { io, options, config } = context
    const words = said[io.language]
    const { to } = options
    if (typeof to !== 'string') throw new AcervoError('ACV605', words.noTo, { hint: words.example })
    const stanza = toStanza(options, io)
    if (stanza !== undefined)
      return restoreByStanza(stanza, toMoment(options, io.language) ?? 'last', to, context)
    const store = await openStore(config, io, options)
    const trusted = trustedOf(config, io, options)
    const { opener } = await openerOf(config, io, options)
    const [word = 'latest'] = context.arguments
    const moment = toMoment(options, io.language)
    const isServer = word === 'server' || (await isOfServer(store, word))
    if (moment !== undefined && !isServer)
      throw new AcervoError('ACV605', words.noServer, { hint: words.exampleServer })
    if (isServer) {
      const name = word === 'server' ? undefined : word
      const wish = { store, opener, trusted, name, moment: moment ?? 'last', to }
      await restoreTheServer(wish, context)
      return exitCodes.ok
    }
    const name = await findName(store, word, trusted)
    const model = defineModel((await loadProject(io.cwd, config)).systems)
    const named = (context.arguments[1] ?? '').split(/[\s,]+/).filter((word) => word !== '')
    const databases = named.map((word) => findDatabase(model, word, io.language))
    const tombstones = await tombstonesOf(config, io)
    const asked = databases.length > 0 ? await openLive(context) : ({} as Live)
    const destination = toDestination(to, model, config, io, options)
    const progress = createProgress(io, options.json === true)
    let report: RestoreReport | undefined
    try {
      report = await restoreBackup({
        ...{ store, name, opener, trusted, model, tombstones, home: io.cwd, signal: io.signal },
        ...(databases.length > 0 ? { databases: [...new Set(databases)] } : {}),
        ...(asked.live === undefined ? {} : { live: asked.live }),
        scripts: targetScripts,
        target: destination.target,
        onRestore: (step) => show(step, progress.update, io.language),
      })
    } finally {
      await progress.end()
      await destination.close(report !== undefined)
    }
    const next = destination.folder === undefined ? words.nextUrl : words.next(destination.folder)
    if (options.json) await io.out(`${JSON.stringify({ ...report, unasked: asked.reason })}\n`)
    else await io.out(describe(report, next, asked.reason, io))
    return exitCodes.ok
  },
})

interface Live {
  readonly live?: Targets
  /** Why nobody could be asked. */
  readonly reason?: string
}

/** References of some databases lead to the others, where those can be asked. */
async function openLive({ open }: CommandContext): Promise<Live> {
  try {
    const { acervo } = await open({ migrations: 'inspect' })
    return { live: acervo.targets }
  } catch (error) {
    if (!isAcervoError(error)) throw error
    return { reason: `${error.code} ${error.message}` }
  }
}

export function show(
  progress: RestoreProgress,
  update: (share: number | undefined, words: string) => void,
  language: Language,
): void {
  const words = said[language]
  if (!('table' in progress)) update(undefined, words[progress.step])
  else update(progress.done / Math.max(progress.of, 1), `${words[progress.step]} ${progress.table}`)
}

function describe(
  report: RestoreReport,
  next: string,
  unasked: string | undefined,
  { language }: Io,
): string {
  const words = said[language]
  const { needs, pending, keys, loose, erased } = report
  return [
    words.done(report, report.rows.toLocaleString(language)),
    ...(report.embeddings === 'without' ? [words.embeddings] : []),
    ...(erased > 0 ? [words.erased(erased)] : []),
    ...(needs.keys.length > 0 ? [words.keys(needs.keys)] : []),
    ...(needs.audits.length > 0 ? [words.audits] : []),
    ...(pending.length > 0 ? [words.pending(pending)] : []),
    ...keys.map(words.unkept),
    ...loose.map(words.loose),
    ...(unasked === undefined ? [] : [words.unasked(unasked)]),
    next,
    '',
  ].join('\n')
}

const said = Object.freeze({
  en: {
    noTo: 'no place to restore to is named',
    example: 'acervo backup restore latest --to ./restored',
    noServer: '--to-time and --to-lsn are of a whole server',
    exampleServer: 'acervo backup restore server --to ./restored --to-time 2026-11-22T03:00:00Z',
    verify: 'Comparing sums',
    structure: 'Making the structure',
    load: 'Loading',
    compare: 'Comparing',
    erase: 'Erasing again',
    references: 'Following',
    undo: 'Undoing',
    done: ({ name, to, tables, seconds }: RestoreReport, rows: string) =>
      `${name} is restored on ${to}: ${tables} tables, ${rows} rows, all as they were, in ${seconds} s.`,
    embeddings: 'Embeddings were left out of it: make them again.',
    erased: (keys: number) => `${keys} keys of subjects erased since were deleted again.`,
    keys: (keys: readonly string[]) =>
      `It needs the key file with ${keys.join(', ')} (ACERVO_KEY_FILE), which no backup holds.`,
    audits:
      'The audit goes on from the seals inside; acervo audit verify finds those outside that came after the backup.',
    pending: (files: readonly string[]) => `Migrations that follow: ${files.join(', ')}.`,
    unkept: (key: string) => `A foreign key that these rows do not keep: ${key}.`,
    loose: ({ from, to, missing, samples }: LooseReference) =>
      `${from}: ${missing} name no ${to} (${samples.join(', ')}).`,
    unasked: (reason: string) => `References to databases not restored were not asked: ${reason}.`,
    next: (folder: string) => `Next: ACERVO_DATA_DIR=${folder} acervo start`,
    nextUrl: 'Next: point ACERVO_DATABASE_URL, or the placement, there and run acervo start.',
  },
  es: {
    noTo: 'no se indica adónde restaurar',
    example: 'acervo backup restore latest --to ./restored',
    noServer: '--to-time y --to-lsn son de un servidor entero',
    exampleServer: 'acervo backup restore server --to ./restored --to-time 2026-11-22T03:00:00Z',
    verify: 'Comparando sumas',
    structure: 'Haciendo la estructura',
    load: 'Cargando',
    compare: 'Comparando',
    erase: 'Borrando otra vez',
    references: 'Siguiendo',
    undo: 'Deshaciendo',
    done: ({ name, to, tables, seconds }: RestoreReport, rows: string) =>
      `${name} está restaurada en ${to}: ${tables} tablas, ${rows} filas, todas como eran, en ${seconds} s.`,
    embeddings: 'Los vectores no iban en ella: hágalos de nuevo.',
    erased: (keys: number) =>
      `Se han vuelto a borrar ${keys} claves de titulares borrados después.`,
    keys: (keys: readonly string[]) =>
      `Necesita el fichero de claves con ${keys.join(', ')} (ACERVO_KEY_FILE), que ninguna copia lleva.`,
    audits:
      'La auditoría sigue desde los sellos de dentro; acervo audit verify encuentra fuera los posteriores a la copia.',
    pending: (files: readonly string[]) => `Migraciones que siguen: ${files.join(', ')}.`,
    unkept: (key: string) => `Una clave ajena que estas filas no cumplen: ${key}.`,
    loose: ({ from, to, missing, samples }: LooseReference) =>
      `${from}: ${missing} no encuentran su ${to} (${samples.join(', ')}).`,
    unasked: (reason: string) =>
      `No se han preguntado las referencias a bases no restauradas: ${reason}.`,
    next: (folder: string) => `Siguiente paso: ACERVO_DATA_DIR=${folder} acervo start`,
    nextUrl:
      'Siguiente paso: apunte allí ACERVO_DATABASE_URL, o la ubicación, y ejecute acervo start.',
  },
})
