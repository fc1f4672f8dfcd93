// Two processes on one data directory lose data in silence: the first one holds this lock until it closes.
// The lock is the file with the highest number in <data directory>/lock; taking it means creating the next
// number, which only one can do. A number is never given out again, so that a slow process cannot mistake
// somebody's fresh lock for the dead one it judged. A living owner is never disturbed.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { AcervoError } from '../../errors/index.ts'
import { makeDirectories, toDirectoryError } from './directory-errors.ts'

export interface LockOwner {
  readonly pid: number
  /** Start of that process in clock ticks after boot, where /proc tells: a pid comes back, this does not. */
  readonly startedAt: string | null
  readonly host: string
}

interface Held {
  readonly number: number
  /** Null: given back, or unreadable because its writer died. */
  readonly owner: LockOwner | null
}

const attemptsMax = 20

/** Resolves with the function that gives the lock back. */
export async function lockDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  try {
    return await lock(dataDirectory)
  } catch (error) {
    throw toDirectoryError(error, dataDirectory)
  }
}

async function lock(dataDirectory: string): Promise<() => Promise<void>> {
  const folder = join(dataDirectory, 'lock')
  await makeDirectories(folder)
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const held = await readHighest(folder)
    if (held.owner !== null && isAlive(held.owner)) throw inUse(dataDirectory, held.owner)
    const number = held.number + 1
    if (!(await take(folder, number))) continue
    await prune(folder, number)
    return () => writeLock(folder, number, null)
  }
  throw inUse(dataDirectory, undefined)
}

/** Who holds the directory now, if anybody living does. */
export async function findLockOwner(dataDirectory: string): Promise<LockOwner | undefined> {
  const { owner } = await readHighest(join(dataDirectory, 'lock')).catch((error: unknown) => {
    throw toDirectoryError(error, dataDirectory)
  })
  return owner !== null && isAlive(owner) ? owner : undefined
}

/** Written beside and linked in: nobody reads half a lock, and only one link succeeds. */
async function take(folder: string, number: number): Promise<boolean> {
  const beside = await writeBeside(folder, {
    pid: process.pid,
    startedAt: startOf(process.pid),
    host: hostname(),
  })
  try {
    await link(beside, join(folder, `${number}.json`))
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    await rm(beside, { force: true })
  }
  // We judged an old list: a higher number means that somebody else went through meanwhile.
  if ((await readHighest(folder)).number === number) return true
  await rm(join(folder, `${number}.json`), { force: true })
  return false
}

async function writeLock(folder: string, number: number, owner: LockOwner | null): Promise<void> {
  await rename(await writeBeside(folder, owner), join(folder, `${number}.json`))
}

async function writeBeside(folder: string, owner: LockOwner | null): Promise<string> {
  const beside = join(folder, `${randomUUID()}.new`)
  await writeFile(beside, JSON.stringify(owner), { flag: 'wx', mode: 0o600 })
  return beside
}

async function readHighest(folder: string): Promise<Held> {
  const numbers = await listNumbers(folder)
  const number = Math.max(0, ...numbers)
  if (number === 0) return { number, owner: null }
  try {
    const text = await readFile(join(folder, `${number}.json`), 'utf8')
    return { number, owner: JSON.parse(text) }
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return { number, owner: null }
    throw error
  }
}

async function listNumbers(folder: string): Promise<number[]> {
  try {
    const names = await readdir(folder)
    return names.filter((name) => /^\d+\.json$/.test(name)).map((name) => Number.parseInt(name, 10))
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return []
    throw error
  }
}

async function prune(folder: string, number: number): Promise<void> {
  for (const old of await listNumbers(folder)) {
    if (old < number) await rm(join(folder, `${old}.json`), { force: true })
  }
}

function isAlive(owner: LockOwner): boolean {
  // Another machine's processes cannot be seen from here: believe the lock.
  if (owner.host !== hostname()) return true
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if (!hasCode(error, 'EPERM')) return false
  }
  const startedAt = startOf(owner.pid)
  return owner.startedAt === null || startedAt === null || owner.startedAt === startedAt
}

/** Field 22 of /proc/<pid>/stat; the name in field 2 may hold spaces and brackets. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null
  } catch {
    return null
  }
}

function inUse(dataDirectory: string, owner: LockOwner | undefined): AcervoError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`
  return new AcervoError('ACV313', `the data directory is held by ${who}`, {
    details: dataDirectory,
    hint: 'Stop that process, or let it do the work: commands reach it through its control socket.',
  })
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
