// What `acervo doctor` says of backups: whether there are any that are fresh, whole and restored for real.
import { join, resolve } from 'node:path'
import type { Config } from '../../config.ts'
import {
  type BackupStore,
  findUndrilled,
  type ListedBackup,
  listBackups,
} from '../../kernel/backup/index.ts'
import { isAcervoError } from '../../kernel/index.ts'
import type { Io } from '../terminal/io.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

const hourMs = 3_600_000
/** A day, and the time that one takes. */
const freshHours = 26

/** Only where somebody said where they are kept, or in production. */
export async function checkBackups(
  config: Config,
  io: Pick<Io, 'cwd'>,
  open: () => Promise<{ readonly store: BackupStore; readonly trusted: readonly string[] }>,
  isProduction: boolean,
  now = Date.now(),
): Promise<readonly Finding[]> {
  if (config.backupUrl === undefined)
    return isProduction
      ? [warn('backups', said.nowhere, 'ACERVO_BACKUP_URL; docs/guide/backup.md')]
      : []
  try {
    const { store, trusted } = await open()
    const listed = await listBackups(store, trusted)
    const inside = resolve(io.cwd, config.dataDirectory)
    const isInside = join(store.place, '/').startsWith(join(inside, '/'))
    return [
      ...(isInside ? [warn('backups', said.inside(store.place))] : []),
      ...(config.backupRecipients[0] === 'none' && isProduction
        ? [warn('backups', said.open, 'acervo backup key; ACERVO_BACKUP_RECIPIENTS')]
        : []),
      checkAge(listed, now),
      ...checkDrill(listed, now),
      ...checkUndrilled(listed, now),
    ]
  } catch (error) {
    if (!isAcervoError(error)) throw error
    return [fail('backups', `${error.code} ${error.message}`, error.hint)]
  }
}

function checkAge(listed: readonly ListedBackup[], now: number): Finding {
  const newest = listed.find(({ state }) => state === 'whole')
  if (newest?.manifest === undefined) return fail('backups', said.none, 'acervo backup create')
  const hours = Math.floor((now - Date.parse(newest.manifest.takenAt)) / hourMs)
  const words = said.age(newest.name, hours)
  return hours > freshHours ? warn('backups', words, 'acervo backup create') : ok('backups', words)
}

/** One that was taken a day ago and never restored is only a hope. */
function checkUndrilled(listed: readonly ListedBackup[], now: number): readonly Finding[] {
  const late = findUndrilled(listed, new Date(now))
  if (late.length === 0) return []
  return [warn('drill', said.late(late.length, late[0]?.name ?? ''), 'acervo backup drill')]
}

function checkDrill(listed: readonly ListedBackup[], now: number): readonly Finding[] {
  const last = listed
    .flatMap(({ drill }) => drill ?? [])
    .sort((a, b) => b.at.localeCompare(a.at))[0]
  if (last === undefined)
    return listed.length === 0 ? [] : [warn('drill', said.undrilled, 'acervo backup drill')]
  const hours = Math.floor((now - Date.parse(last.at)) / hourMs)
  const words = said.drill(last.name, hours, last.seconds)
  if (!last.ok) return [fail('drill', words, 'acervo backup list; acervo backup drill')]
  return [hours > freshHours ? warn('drill', words, 'acervo backup drill') : ok('drill', words)]
}

const said = Object.freeze({
  nowhere: {
    en: 'nobody said where backups are kept; none is made by the clock',
    es: 'nadie ha dicho dónde se guardan las copias; ninguna se hace por el reloj',
  },
  inside: (place: string) => ({
    en: `backups stand in ${place}, beside what they are copies of`,
    es: `las copias están en ${place}, junto a lo que copian`,
  }),
  open: {
    en: 'backups are sealed for nobody: whoever has the files reads them',
    es: 'las copias no se sellan para nadie: las lee quien tenga los ficheros',
  },
  none: { en: 'there is no whole backup', es: 'no hay ninguna copia entera' },
  age: (name: string, hours: number) => ({
    en: `the newest, ${name}, is ${hours} h old`,
    es: `la más reciente, ${name}, tiene ${hours} h`,
  }),
  late: (count: number, name: string) => ({
    en: `${count} are older than a day and were never restored for real: ${name}${count > 1 ? ', ...' : ''}`,
    es: `${count} tienen más de un día y nunca se han restaurado de verdad: ${name}${count > 1 ? ', ...' : ''}`,
  }),
  undrilled: {
    en: 'no backup was ever restored for real',
    es: 'ninguna copia se ha restaurado nunca de verdad',
  },
  drill: (name: string, hours: number, seconds: number) => ({
    en: `${name} was restored in ${seconds} s, ${hours} h ago`,
    es: `${name} se restauró en ${seconds} s, hace ${hours} h`,
  }),
})
