// A file of secrets: made whole and once, by the first of several starts, and readable by its owner alone.
import { randomBytes } from 'node:crypto'
import { linkSync, statSync, unlinkSync, writeFileSync } from 'node:fs'

/** Answers whether this call made it; what it holds is asked for only then. */
export function makePrivateFile(path: string, toText: () => string): boolean {
  if (statSync(path, { throwIfNoEntry: false }) !== undefined) return false
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`
  writeFileSync(draft, toText(), { flag: 'wx', mode: 0o600, flush: true })
  try {
    // A hard link appears whole or not at all, and only one of several wins.
    linkSync(draft, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    unlinkSync(draft)
  }
}

/** The mode (`644`) of a file that others may read; undefined where only its owner may. */
export function openModeOf(path: string): string | undefined {
  const { mode } = statSync(path)
  return process.platform === 'win32' || (mode & 0o077) === 0
    ? undefined
    : (mode & 0o777).toString(8)
}
