// What the commands of whole servers share: which server is meant, how one is restored, and how that is told.
import { resolve } from 'node:path'
import type { Config } from '../config.ts'
import { type BackupStore, listBackups, type Opener } from '../kernel/backup/index.ts'
import { AcervoError, defineModel } from '../kernel/index.ts'
import {
  type Moment,
  type RestoredServer,
  type RestoreStep,
  restoreServer,
} from '../kernel/recovery/index.ts'
import { tombstonesOf } from './backup-place.ts'
import type { Option, OptionValues } from './command.ts'
import { loadProject } from './project.ts'
import type { Io, Language } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'

export const serverOption: Option = {
  type: 'string',
  value: 'URL',
  meaning: {
    en: 'the server, by a login with REPLICATION (ACERVO_REPLICATION_URL; else ACERVO_MIGRATE_URL)',
    es: 'el servidor, por un acceso con REPLICATION (ACERVO_REPLICATION_URL; si no, ACERVO_MIGRATE_URL)',
  },
}

/** @throws ACV424 where no server is named. */
export function toServer(config: Config, { server }: OptionValues) {
  const { replicationUrl, migrateUrl, databaseUrl, plainHosts, postgresPrograms } = config
  const url = typeof server === 'string' ? server : (replicationUrl ?? migrateUrl ?? databaseUrl)
  if (url === undefined)
    throw new AcervoError('ACV424', 'no server is named', {
      hint: 'Give --server or ACERVO_REPLICATION_URL. An embedded database is backed up by acervo backup create.',
    })
  return { url, allowPlain: plainHosts, programs: postgresPrograms }
}

/** Undefined where nobody asks for one. @throws ACV605 for two. */
export function toMoment(options: OptionValues, language: Language): Moment | undefined {
  const { 'to-time': time, 'to-lsn': lsn } = options
  if (typeof time === 'string' && typeof lsn === 'string')
    throw new AcervoError('ACV605', said[language].both)
  if (typeof time === 'string') return { time }
  if (typeof lsn === 'string') return { lsn }
  return undefined
}

export async function isOfServer(store: BackupStore, name: string): Promise<boolean> {
  const found = (await listBackups(store)).find((one) => one.name === name)
  return found?.manifest?.server !== undefined
}

export interface ServerRestore {
  readonly store: BackupStore
  readonly opener: Opener
  readonly trusted: readonly string[]
  /** The newest from before the moment where it is left out. */
  readonly name?: string | undefined
  readonly moment: Moment
  readonly to: string
}

export async function restoreTheServer(
  { to, ...wish }: ServerRestore,
  {
    io,
    config,
    options,
  }: { readonly io: Io; readonly config: Config; readonly options: OptionValues },
): Promise<void> {
  const words = said[io.language]
  if (/^[a-z]+:\/\//i.test(to)) throw new AcervoError('ACV605', words.folder)
  const model = defineModel((await loadProject(io.cwd, config)).systems)
  const tombstones = await tombstonesOf(config, io)
  const progress = createProgress(io, options.json === true)
  let report: RestoredServer
  try {
    report = await restoreServer({
      ...{ ...wish, model, tombstones, folder: resolve(io.cwd, to), signal: io.signal },
      programs: config.postgresPrograms,
      onStep: (step, share) => progress.update(share, words[step]),
    })
  } finally {
    await progress.end()
  }
  await io.out(options.json ? `${JSON.stringify(report)}\n` : describe(report, io))
}

function describe(report: RestoredServer, { language }: Io): string {
  const words = said[language]
  const { folder, major, keys, erased, lastCommitAt } = report
  return [
    words.done(report),
    ...(lastCommitAt === undefined ? [] : [words.last(lastCommitAt)]),
    ...(erased > 0 ? [words.erased(erased)] : []),
    ...(keys.length > 0 ? [words.keys(keys)] : []),
    words.quiet,
    words.next(folder, major),
    '',
  ].join('\n')
}

export function toStepWords(step: RestoreStep, language: Language): string {
  return said[language][step]
}

const said = Object.freeze({
  en: {
    both: '--to-time and --to-lsn are two moments',
    folder: 'a whole server is restored to a new folder, not into a server that runs',
    sums: 'Comparing sums',
    files: 'Unpacking',
    compare: 'Comparing with pg_verifybackup',
    wal: 'Fetching WAL',
    recover: 'Recovering',
    erase: 'Erasing again',
    flush: 'Flushing',
    undo: 'Undoing',
    done: ({ name, folder, lsn, databases, seconds }: RestoredServer) =>
      `${name} is restored in ${folder}, with WAL up to ${lsn}: ${databases.length} physical databases, in ${seconds} s.`,
    last: (at: string) => `The last transaction in it was committed at ${at}.`,
    erased: (keys: number) => `${keys} keys of subjects erased since were deleted again.`,
    keys: (keys: readonly string[]) =>
      `It needs the key file with ${keys.join(', ')} (ACERVO_KEY_FILE), which no backup holds.`,
    quiet:
      'Archiving, replication and preloaded libraries are off in its postgresql.conf; what it had stands beside, as *.source.',
    next: (folder: string, major: number) =>
      `Next: start PostgreSQL ${major} on ${folder} (as whom it belongs to), then make a new base backup.`,
  },
  es: {
    both: '--to-time y --to-lsn son dos momentos',
    folder:
      'un servidor entero se restaura en una carpeta nueva, no dentro de un servidor en marcha',
    sums: 'Comparando sumas',
    files: 'Desempaquetando',
    compare: 'Comparando con pg_verifybackup',
    wal: 'Trayendo el WAL',
    recover: 'Recuperando',
    erase: 'Borrando otra vez',
    flush: 'Llevando al disco',
    undo: 'Deshaciendo',
    done: ({ name, folder, lsn, databases, seconds }: RestoredServer) =>
      `${name} está restaurada en ${folder}, con el WAL hasta ${lsn}: ${databases.length} bases físicas, en ${seconds} s.`,
    last: (at: string) => `La última transacción que tiene se confirmó a las ${at}.`,
    erased: (keys: number) =>
      `Se han vuelto a borrar ${keys} claves de titulares borrados después.`,
    keys: (keys: readonly string[]) =>
      `Necesita el fichero de claves con ${keys.join(', ')} (ACERVO_KEY_FILE), que ninguna copia lleva.`,
    quiet:
      'El archivado, la réplica y las bibliotecas precargadas están apagados en su postgresql.conf; lo que tenía queda al lado, como *.source.',
    next: (folder: string, major: number) =>
      `Siguiente paso: arranque PostgreSQL ${major} sobre ${folder} (como su dueño) y haga una copia base nueva.`,
  },
})
