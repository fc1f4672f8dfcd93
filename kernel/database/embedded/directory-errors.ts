// What the file system says about a data directory -> ACV319, with the way out. Other errors pass as they are.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AcervoError } from '../../errors/index.ts'

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not use it',
  EPERM: 'this user may not use it',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file',
  EEXIST: 'a part of the path is a file',
  ENOENT: 'it cannot be made there',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the quota of this user is used up',
  ENAMETOOLONG: 'the path is too long',
  ELOOP: 'the path is a circle of links',
  EIO: 'the disk cannot be read or written',
}

export function toDirectoryError(error: unknown, directory: string): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code]
  if (reason === undefined) return error
  return new AcervoError('ACV319', 'the data directory cannot be used', {
    details: `${directory}: ${reason} (${code})`,
    hint: 'Name another folder with --data or ACERVO_DATA_DIR, or give this user the right to write there.',
    cause: error,
  })
}

/** `recursive` of mkdir never ends where a file system makes no folders, as /proc: one level at a time does. */
export async function makeDirectories(path: string): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const parent = dirname(path)
    if (code === 'EEXIST') return
    if (code !== 'ENOENT' || parent === path) throw error
    await makeDirectories(parent)
    await mkdir(path, { mode: 0o700 }).catch((again: NodeJS.ErrnoException) => {
      if (again.code !== 'EEXIST') throw again
    })
  }
}
