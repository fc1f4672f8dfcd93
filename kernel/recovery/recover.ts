// A copy of files brought to a moment by PostgreSQL's own recovery, looked at while it runs, and put to rest.
import { rm } from 'node:fs/promises'
import { isAcervoError } from '../errors/index.ts'
import { type Moment, unreachable } from './choose.ts'
import {
  type Copy,
  configureForGood,
  configureForRecovery,
  putAside,
  readLog,
  removeLog,
  runAs,
  type Settings,
  startCopy,
  stopCopy,
  writeOwned,
} from './copy.ts'

export interface Recovery {
  readonly copy: Copy
  readonly moment: Moment
  /** How PostgreSQL gets a segment: %f to %p. */
  readonly restoreCommand: string
  /** A role that the copy has. */
  readonly superuser: string
  readonly preparedMax: number
  /** WAL is missing somewhere: then an early end is no end. */
  readonly hasHoles: boolean
  readonly look: (running: RunningCopy) => Promise<void>
}

export interface RunningCopy {
  readonly urlOf: (database: string) => string
  /** The folder of its socket. */
  readonly sockets: string
}

export interface Reached {
  /** Where the WAL was left: the copy goes on from there on a timeline of its own. */
  readonly lsn: string
  /** Of the last transaction in it; absent where the WAL had none. */
  readonly lastCommitAt?: string
}

/** @throws ACV428, ACV429 */
export async function recoverCopy(recovery: Recovery): Promise<Reached> {
  const { copy, moment, superuser, look } = recovery
  await putAside(copy)
  const common: Settings = {
    max_prepared_transactions: String(recovery.preparedMax),
    restore_command: recovery.restoreCommand,
    recovery_target_timeline: 'latest',
    recovery_target_action: 'promote',
  }
  await writeOwned(copy, 'recovery.signal', '')
  let sockets = await configureForRecovery(copy, { ...common, ...toTarget(moment) })
  try {
    try {
      await startCopy(copy, toUrls(sockets, superuser)('template1'))
    } catch (error) {
      // Nothing was written between the last record and the moment: then the end is that moment. Where segments are
      // missing nobody knows.
      if (!isEndedEarly(error)) throw error
      if (recovery.hasHoles) throw unreachable(moment, 'WAL is missing before it.')
      await rm(sockets, { recursive: true, force: true })
      sockets = await configureForRecovery(copy, common)
      await startCopy(copy, toUrls(sockets, superuser)('template1'))
    }
    const reached = readReached(await readLog(copy))
    await look({ urlOf: toUrls(sockets, superuser), sockets })
    await stopCopy(copy)
    return reached
  } finally {
    await rm(sockets, { recursive: true, force: true })
  }
}

/** Flushed once as a whole: while it was made nothing waited for the disk. */
export async function finishCopy(copy: Copy, preparedMax: number): Promise<void> {
  await configureForGood(copy, { max_prepared_transactions: String(preparedMax) })
  await removeLog(copy)
  await runAs(copy, 'initdb', ['--sync-only', '--pgdata', copy.folder])
}

/** A transaction of that very time is in it; of a place in the WAL what was complete before it. */
function toTarget(moment: Moment): Settings {
  if (moment === 'last') return {}
  if ('lsn' in moment) return { recovery_target_lsn: moment.lsn, recovery_target_inclusive: 'off' }
  // Names of zones are not known yet where PostgreSQL reads this.
  const time = moment.time.replace('T', ' ').replace(/Z$/, '+00')
  return { recovery_target_time: time, recovery_target_inclusive: 'on' }
}

function isEndedEarly(error: unknown): boolean {
  const words = 'recovery ended before configured recovery target was reached'
  return isAcervoError(error) && error.details?.includes(words) === true
}

function toUrls(sockets: string, superuser: string): (database: string) => string {
  const host = encodeURIComponent(sockets)
  return (database) =>
    `postgres://${encodeURIComponent(superuser)}@/${encodeURIComponent(database)}?host=${host}`
}

/** Only the log of a recovery says it. */
function readReached(log: string): Reached {
  const [, lsn = ''] = [...log.matchAll(/redo done at ([0-9A-F]+\/[0-9A-F]+)/g)].at(-1) ?? []
  const last = /last completed transaction was at log time (.+)/.exec(log)?.[1]
  const lastCommitAt = last?.trim().replace(' ', 'T').replace(/\+00$/, 'Z')
  return { lsn, ...(lastCommitAt === undefined ? {} : { lastCommitAt }) }
}
