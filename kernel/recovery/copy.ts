// A server made of copied files, in a folder of its own: how it is configured, so that nothing it was told at home is
// done here - no archiving, no replication, no library that brings workers - and how it is run, behind a socket that
// nobody else reaches.
import { chown, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as rest } from 'node:timers/promises'
import { openMigrator } from '../database/targets.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { findProgram, type Owner, runProgram } from './programs.ts'

export interface Copy {
  readonly folder: string
  readonly major: number
  readonly owner: Owner
  readonly programs?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export type Settings = Readonly<Record<string, string>>

/** What stands in a copy whoever starts it, until somebody decides otherwise. */
export const quietSettings: Settings = Object.freeze({
  archive_mode: 'off',
  archive_command: '',
  primary_conninfo: '',
  primary_slot_name: '',
  synchronous_standby_names: '',
  shared_preload_libraries: '',
  max_logical_replication_workers: '0',
})

const own = 'postgresql.conf'
const altered = 'postgresql.auto.conf'
const hosts = 'pg_hba.conf'
const people = 'pg_ident.conf'
/** Of what the server had at home. */
const kept = '.source'

export async function writeOwned(copy: Copy, name: string, bytes: string | Uint8Array) {
  const path = join(copy.folder, name)
  await writeFile(path, bytes, { mode: 0o600 })
  await giveTo(copy.owner, path)
}

export async function giveTo({ uid, gid }: Owner, path: string): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid)
}

/** The configuration of home goes aside, for people to read. */
export async function putAside({ folder }: Copy): Promise<void> {
  for (const name of [own, altered, hosts, people])
    if (!(await exists(join(folder, `${name}${kept}`))) && (await exists(join(folder, name))))
      await rename(join(folder, name), join(folder, `${name}${kept}`))
  for (const name of ['standby.signal', 'recovery.signal'])
    await rm(join(folder, name), { force: true })
}

/** What a person finds who starts it: quiet, and reached from this machine alone. */
export async function configureForGood(copy: Copy, settings: Settings): Promise<void> {
  await writeSettings(copy, { ...quietSettings, ...settings, listen_addresses: 'localhost' })
  const { folder } = copy
  for (const name of [hosts, people])
    if (await exists(join(folder, `${name}${kept}`)))
      await rename(join(folder, `${name}${kept}`), join(folder, name))
  if (!(await exists(join(folder, hosts))))
    await writeOwned(copy, hosts, 'local all all peer\nhost all all localhost scram-sha-256\n')
  if (!(await exists(join(folder, people)))) await writeOwned(copy, people, '')
}

/** In a folder of its own, where a path is short enough for a socket. */
export async function configureForRecovery(copy: Copy, settings: Settings): Promise<string> {
  const sockets = await mkdtemp(join(tmpdir(), 'acervo-pg-'))
  await giveTo(copy.owner, sockets)
  await writeSettings(copy, {
    ...quietSettings,
    ...settings,
    listen_addresses: '',
    unix_socket_directories: sockets,
    unix_socket_permissions: '0700',
    // Nobody asks it before it is where it is to be; else it would have to allow as much as at home.
    hot_standby: 'off',
    // The whole folder is flushed once at the end.
    fsync: 'off',
    full_page_writes: 'off',
    autovacuum: 'off',
    logging_collector: 'off',
    log_destination: 'stderr',
    log_line_prefix: '',
    lc_messages: 'C',
    log_timezone: 'UTC',
  })
  await writeOwned(copy, hosts, 'local all all trust\n')
  await writeOwned(copy, people, '')
  return sockets
}

async function writeSettings(copy: Copy, settings: Settings): Promise<void> {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`,
  )
  await writeOwned(copy, own, lines.join(''))
  await writeOwned(copy, altered, '')
}

const log = 'acervo-recovery.log'

/** Until it answers, which it does only where it has come to. @throws ACV428 with the last lines of its log. */
export async function startCopy(copy: Copy, url: string): Promise<void> {
  const { folder } = copy
  await rm(join(folder, log), { force: true })
  const words = ['--pgdata', folder, '--wait', '--log', join(folder, log), 'start']
  await runAs(copy, 'pg_ctl', words).catch(async (error: unknown) => {
    if (!isAcervoError(error) || error.code !== 'ACV428') throw error
    throw await toUnstarted(copy, error)
  })
  // pg_ctl does not wait for the end of a recovery.
  while (!(await answers(url))) {
    if (copy.signal?.aborted) throw new AcervoError('ACV308', 'cancelled')
    if (!(await exists(join(folder, 'postmaster.pid')))) throw await toUnstarted(copy)
    await rest(50)
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await openMigrator(url)).close()
    return true
  } catch (error) {
    if (!isAcervoError(error)) throw error
    return false
  }
}

async function toUnstarted(copy: Copy, cause?: unknown): Promise<AcervoError> {
  const details = (await readLog(copy)).slice(-2_000)
  return new AcervoError('ACV428', 'the copy of the server did not start', { details, cause })
}

export async function readLog({ folder }: Copy): Promise<string> {
  return readFile(join(folder, log), 'utf8').catch(() => '')
}

export async function stopCopy(copy: Copy, mode: 'fast' | 'immediate' = 'fast'): Promise<void> {
  if (!(await exists(join(copy.folder, 'postmaster.pid')))) return
  const words = ['--pgdata', copy.folder, '--wait', '--mode', mode, 'stop']
  await runAs({ ...copy, signal: undefined }, 'pg_ctl', words)
}

export async function removeLog({ folder }: Copy): Promise<void> {
  await rm(join(folder, log), { force: true })
}

/** A program of the copy's version, as whom it belongs to. */
export function runAs(copy: Copy, program: string, words: readonly string[]) {
  const { major, programs, owner: as, signal } = copy
  return runProgram(findProgram(program, major, programs), words, { as, signal, environment: {} })
}

export async function isEmpty(folder: string): Promise<boolean> {
  return (await readdir(folder).catch(() => [])).length === 0
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
