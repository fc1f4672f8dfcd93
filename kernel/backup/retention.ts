// Which backups go: of each label those that are older than they were to be kept, and what was never finished. The
// last one that is still as it was written stays, however old; where none is, nothing goes.
import { type ListedBackup, listBackups } from './list.ts'
import type { BackupStore } from './store.ts'
import { verifyBackup } from './verify.ts'

const dayMs = 86_400_000

export interface RetentionOptions {
  readonly store: BackupStore
  readonly label: string
  /** By the clock of the database that is backed up. */
  readonly now: Date
  /** Verifier keys: what a stranger made is never the last good one. */
  readonly trusted?: readonly string[] | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Retention {
  readonly removed: readonly string[]
  /** The one that stays whatever its age; undefined where none is as it was written, and then nothing went. */
  readonly lastGood: string | undefined
}

export async function applyRetention(options: RetentionOptions): Promise<Retention> {
  const { store, label, now } = options
  const all = (await listBackups(store)).filter((one) => labelOf(one) === label)
  const lastGood = await findLastGood(options, all)
  const removed: string[] = []
  for (const one of all) {
    if (one.name === lastGood || !isOver(one, now)) continue
    if (lastGood === undefined && one.state !== 'half') continue
    await store.remove(one.name)
    removed.push(one.name)
  }
  return { removed, lastGood }
}

/** Their bytes are read: a list of sums alone keeps nobody's data. */
async function findLastGood(
  { store, trusted, signal }: RetentionOptions,
  all: readonly ListedBackup[],
): Promise<string | undefined> {
  for (const { name, state } of all) {
    if (state !== 'whole') continue
    const { ok } = await verifyBackup({ store, name, trusted, signal })
    if (ok) return name
  }
  return undefined
}

/** One that nobody said how long to keep is kept. What is half may be on its way for a day. */
function isOver({ name, state, manifest }: ListedBackup, now: Date): boolean {
  if (state === 'half') return now.getTime() - startOf(name) > dayMs
  const days = manifest?.keepDays
  if (manifest === undefined || days === undefined) return false
  return now.getTime() - Date.parse(manifest.takenAt) > days * dayMs
}

/** `20261122T020000Z-daily-4f2a91` */
function labelOf({ name, manifest }: ListedBackup): string {
  return manifest?.label ?? name.split('-').slice(1, -1).join('-')
}

function startOf(name: string): number {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(name) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}
