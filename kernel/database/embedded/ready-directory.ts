// A data directory that is already initialised and migrated, kept under a hash in a cache folder and copied
// where one is needed: creating costs seconds, copying and opening a fraction of one.
// What the hash stands for (the Model, the versions) is the caller's affair.
import { randomUUID } from 'node:crypto'
import { constants, cpSync } from 'node:fs'
import { access, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { AcervoError } from '../../errors/index.ts'

export interface ReadyDirectory {
  readonly cacheDirectory: string
  readonly hash: string
  /** Fills an empty directory and leaves it closed; runs once per hash. */
  readonly build: (directory: string) => Promise<void>
}

/** Puts the ready directory to `destination`, which must not exist. Appears whole or not at all. */
export async function copyReadyDirectory(
  ready: ReadyDirectory,
  destination: string,
): Promise<void> {
  const template = await ensureReadyDirectory(ready)
  const beside = besideOf(destination)
  try {
    // Synchronous: 1,000 files take 45 ms this way and 370 ms through promises.
    cpSync(template, beside, { recursive: true, mode: constants.COPYFILE_FICLONE })
    await rename(beside, destination)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    throw error
  }
}

/** The template of this hash, built when it is missing. Two builders at once: one result stays. */
export async function ensureReadyDirectory(ready: ReadyDirectory): Promise<string> {
  const { cacheDirectory, hash, build } = ready
  if (!/^[\w.-]+$/.test(hash)) {
    throw new AcervoError('ACV606', `the hash '${hash}' is no file name`)
  }
  const template = join(cacheDirectory, hash)
  if (await exists(template)) return template
  const beside = join(cacheDirectory, `.new-${randomUUID()}`)
  await mkdir(beside, { recursive: true, mode: 0o700 })
  try {
    await build(beside)
    await rename(beside, template)
  } catch (error) {
    await rm(beside, { recursive: true, force: true })
    if (!(await exists(template))) throw error
  }
  return template
}

/** False where this user may neither read the template nor keep one; then it is built in place. */
export async function canServe({ cacheDirectory, hash }: ReadyDirectory): Promise<boolean> {
  const isReadable = await isAllowed(join(cacheDirectory, hash), constants.R_OK | constants.X_OK)
  if (isReadable) return true
  await mkdir(cacheDirectory, { recursive: true, mode: 0o700 }).catch(() => undefined)
  const isMissing = !(await exists(join(cacheDirectory, hash)))
  return isMissing && (await isAllowed(cacheDirectory, constants.W_OK | constants.X_OK))
}

/** A name to build under until the directory is whole. */
export function besideOf(directory: string): string {
  return `${directory}.new-${randomUUID()}`
}

/** What a killed process left beside the directory; only under the directory's lock. */
export async function clearUnfinished(parent: string, name: string): Promise<void> {
  for (const entry of await readdir(parent)) {
    if (entry.startsWith(`${name}.new-`)) await rm(join(parent, entry), { recursive: true })
  }
}

export function exists(path: string): Promise<boolean> {
  return isAllowed(path, constants.F_OK)
}

function isAllowed(path: string, mode: number): Promise<boolean> {
  return access(path, mode).then(
    () => true,
    () => false,
  )
}
