// What the commands of retention and partitions share: where archives of months go, and which table and month is meant.
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { BackupStore } from '../kernel/backup/index.ts'
import { AcervoError, type DatabaseModel, type Model, type TableModel } from '../kernel/index.ts'
import type { ArchivePlace } from '../kernel/retention/index.ts'
import { openStore, toSealers } from './backup-place.ts'
import type { Argument, Option, OptionValues } from './command.ts'
import { findTable } from './find-name.ts'
import { readVersion } from './package-file.ts'
import type { Io, Language } from './terminal/io.ts'

export const archiveStoreOption: Option = {
  type: 'string',
  value: 'PLACE',
  meaning: {
    en: 'folder or store of the archives (ACERVO_ARCHIVE_URL; else archives in the data directory)',
    es: 'carpeta o almacén de los archivos (ACERVO_ARCHIVE_URL; si no, archives en la carpeta de datos)',
  },
}

export const sealOptions: Readonly<Record<string, Option>> = {
  recipient: {
    type: 'string',
    value: 'AGE,...',
    meaning: {
      en: 'whom it is sealed for, as of backups (ACERVO_BACKUP_RECIPIENTS)',
      es: 'para quién se sella, como las copias (ACERVO_BACKUP_RECIPIENTS)',
    },
  },
  unencrypted: {
    type: 'boolean',
    meaning: { en: 'readable by whoever has the files', es: 'lo lee quien tenga los ficheros' },
  },
}

export const tableArgument: Argument = {
  name: 'table',
  meaning: { en: 'such as banking.detectionEvent', es: 'como banking.detectionEvent' },
}

export const monthArgument: Argument = {
  name: 'month',
  meaning: { en: 'such as 2026-08', es: 'como 2026-08' },
}

type Here = Pick<Io, 'cwd'>

export function openArchiveStore(
  config: Config,
  io: Here,
  { store }: OptionValues,
): Promise<BackupStore> {
  const home = join(resolve(io.cwd, config.dataDirectory), 'archives')
  const place = typeof store === 'string' ? store : (config.archiveUrl ?? home)
  return openStore(config, io, { store: place })
}

/** @throws ACV423 where nobody is named for whom it is sealed. */
export async function toArchivePlace(
  config: Config,
  io: Here,
  options: OptionValues,
): Promise<ArchivePlace> {
  const { sealer } = await toSealers(config, options)
  return {
    sealer,
    store: await openArchiveStore(config, io, options),
    version: await readVersion(),
  }
}

/** Undefined where nobody is named: rules that need no archive are followed all the same. */
export function toArchivePlaceIfNamed(
  config: Config,
  io: Here,
  options: OptionValues,
): Promise<ArchivePlace> | undefined {
  const isNamed =
    config.backupRecipients.length > 0 ||
    typeof options.recipient === 'string' ||
    options.unencrypted === true
  return isNamed ? toArchivePlace(config, io, options) : undefined
}

export interface NamedMonth {
  readonly database: DatabaseModel
  readonly table: TableModel
  readonly month: string
}

/** @throws ACV430 for a table that is not in months, ACV605 for a word that is no month. */
export function findMonth(
  model: Model,
  [word = '', month = '']: readonly string[],
  language: Language,
): NamedMonth {
  const table = findPartitioned(model, word, language)
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new AcervoError('ACV605', said[language].noMonth(month))
  const database = model.databases.get(table.database)
  if (database === undefined) throw new AcervoError('ACV201', table.database)
  return { database, table, month }
}

export function findPartitioned(model: Model, word: string, language: Language): TableModel {
  const table = findTable(model, word, language)
  if (table.partition !== undefined) return table
  throw new AcervoError('ACV430', said[language].noMonths(word))
}

const said = Object.freeze({
  en: {
    noMonth: (word: string) => `'${word}' is no month; write it as 2026-08`,
    noMonths: (word: string) => `'${word}' is not in months`,
  },
  es: {
    noMonth: (word: string) => `'${word}' no es un mes; escríbalo como 2026-08`,
    noMonths: (word: string) => `'${word}' no está en meses`,
  },
})
