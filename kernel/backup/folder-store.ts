// Backups in a folder: one folder each, readable by its owner alone. A file is written under another name, flushed,
// and then renamed: a process or machine that dies leaves no half file under its name.
import { createReadStream } from 'node:fs'
import { type FileHandle, mkdir, open, readdir, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AcervoError } from '../errors/index.ts'
import { sumsFile } from './manifest.ts'
import { type BackupStore, namePattern, toSteps, toStoredName } from './store.ts'

const draftSuffix = '.part'

export function openFolderStore(folder: string): BackupStore {
  return Object.freeze({
    place: folder,
    list: async () => {
      const entries = await readdir(folder, { withFileTypes: true }).catch(orNone)
      return entries
        .filter((entry) => entry.isDirectory() && namePattern.test(entry.name))
        .map(({ name }) => name)
        .sort()
    },
    files: async (backup: string) => {
      const root = join(folder, toStoredName(backup))
      const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(orNone)
      return entries
        .filter((entry) => !entry.isDirectory())
        .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
        .map((path) => path.replaceAll('\\', '/'))
        .sort()
    },
    write: (backup: string, path: string, chunks: AsyncIterable<Uint8Array>) =>
      write(join(folder, toStoredName(backup), ...toSteps(path)), chunks),
    read: (backup: string, path: string) =>
      read(join(folder, toStoredName(backup), ...toSteps(path)), `${backup}/${path}`),
    removeFile: async (archive: string, path: string) => {
      await unlink(join(folder, toStoredName(archive), ...toSteps(path))).catch(orNone)
    },
    remove: async (backup: string) => {
      const root = join(folder, toStoredName(backup))
      await unlink(join(root, sumsFile)).catch(orNone)
      await rm(root, { recursive: true, force: true })
    },
  })
}

async function write(path: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const draft = `${path}${draftSuffix}`
  const file = await begin(draft)
  try {
    for await (const chunk of chunks) await file.writeFile(chunk)
    await file.sync()
  } catch (error) {
    await file.close()
    await unlink(draft).catch(() => undefined)
    throw error
  }
  await file.close()
  await rename(draft, path)
  await syncFolder(dirname(path))
}

/** Or a power cut takes the new name back, when whoever wrote it has let go of the original. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** @throws ACV427 where nothing can be written. */
async function begin(path: string): Promise<FileHandle> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    return await open(path, 'w', 0o600)
  } catch (cause) {
    throw new AcervoError('ACV427', `nothing can be written to ${dirname(path)}`, {
      details: String((cause as NodeJS.ErrnoException).code),
      hint: 'Name a folder that this user may write to.',
      cause,
    })
  }
}

async function* read(path: string, told: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 1 << 18 })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    throw new AcervoError('ACV421', `'${told}' cannot be read`, { details: code, cause })
  }
}

function orNone(error: NodeJS.ErrnoException): [] {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
  throw error
}
