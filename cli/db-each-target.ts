// What every `acervo db ...` does: one reading on each server that holds what was asked for, told as tables or JSON.
import type { Direct } from '../kernel/database/index.ts'
import { AcervoError, type DatabaseModel, type Said, type Sheet } from '../kernel/index.ts'
import { type Reading, withDirect } from '../kernel/maintenance/index.ts'
import type { CommandContext } from './command.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes, type Language } from './terminal/io.ts'
import { renderSheets } from './terminal/sheets.ts'

export interface Placed<T> {
  /** host:port/database, or `embedded`. */
  readonly target: string
  readonly read: T
}

/** Whose tables are told beside those of the systems where no database is named. */
const ownSchemas = ['acervo', 'pgboss']

export const databaseArgument = {
  name: 'database',
  meaning: { en: 'one of them; all if left out', es: 'una de ellas; todas si no se indica' },
  isOptional: true,
} as const

interface Telling<T> {
  readonly read: (
    direct: Direct,
    schemas: readonly string[],
    databases: readonly DatabaseModel[],
  ) => Promise<T>
  readonly toSheets: (read: T, language: Language) => readonly Sheet[]
}

export async function tellEachTarget<T>(
  { io, options, open, arguments: [word] }: CommandContext,
  { read, toSheets }: Telling<T>,
): Promise<number> {
  const { acervo } = await open({ migrations: 'inspect' })
  const { model, targets } = acervo
  const asked =
    word === undefined ? [...model.databases.values()] : [findDatabase(model, word, io.language)]
  const byTarget = Map.groupBy(asked, ({ schema }) => targets.of(schema))
  const told: Placed<T>[] = []
  for (const [target, databases] of byTarget) {
    io.signal.throwIfAborted()
    const schemas = databases.map(({ schema }) => schema)
    const all = word === undefined ? [...schemas, ...ownSchemas] : schemas
    const key = target.engine === 'embedded' ? 'embedded' : target.key
    const found = await withDirect(target, (direct) => read(direct, all, databases))
    told.push({ target: key, read: found })
  }
  const sheets = told.flatMap((one) => [
    ...(told.length > 1 ? [{ heading: one.target }] : []),
    ...toSheets(one.read, io.language),
  ])
  await io.out(options.json ? `${JSON.stringify(told)}\n` : renderSheets(sheets, io))
  return exitCodes.ok
}

/** What could not be read is said so; nothing is told as none. */
export function toReadSheets<T>(
  title: Said,
  reading: Reading<readonly T[]>,
  language: Language,
  toTable: (rows: readonly T[]) => Sheet,
): readonly Sheet[] {
  if ('unknown' in reading)
    return [{ text: `${title[language]}: ${unknown[reading.unknown][language]}` }]
  if (reading.known.length === 0) return [{ text: `${title[language]}: ${none[language]}` }]
  return [toTable(reading.known)]
}

const none: Said = { en: 'none', es: 'ninguno' }
const unknown: Readonly<Record<'embedded' | 'extension' | 'rights', Said>> = {
  embedded: {
    en: 'not known: the embedded database is one process with one session and keeps no such thing',
    es: 'no se sabe: la base de datos integrada es un proceso con una sesión y no guarda tal cosa',
  },
  extension: {
    en: 'not known: pg_stat_statements is not installed (shared_preload_libraries, then create extension)',
    es: 'no se sabe: falta pg_stat_statements (shared_preload_libraries y después create extension)',
  },
  rights: {
    en: 'not known: this login sees only its own sessions; grant it pg_monitor',
    es: 'no se sabe: este acceso solo ve sus propias sesiones; dele pg_monitor',
  },
}

/** A whole number of an option. @throws ACV605 */
export function toWhole(
  name: string,
  value: string | true | undefined,
  otherwise: number,
  language: Language,
): number {
  if (value === undefined) return otherwise
  if (typeof value === 'string' && /^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new AcervoError(
    'ACV605',
    language === 'es' ? `--${name} no es un número entero` : `--${name} is no whole number`,
  )
}

export function toPercent(share: number | null): string | null {
  return share === null ? null : `${(share * 100).toFixed(1)} %`
}

/** An instant of the server, to the minute. */
export function toMinute(instant: string | null): string {
  return instant === null ? '–' : new Date(instant).toISOString().slice(0, 16).replace('T', ' ')
}
