// Damage to the files of a backup, one at a time and taken back: a bit of any byte, a cut, a file that is gone. Seeded,
// so that what failed can be done again. Only tests import it.
import { readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { random as toRandom } from '../campaigns/jobs/random.ts'

export interface Damage {
  readonly what: string
  make(): Promise<void>
  undo(): Promise<void>
}

/** Every file has its turn, of three damages one. */
export async function damages(
  folder: string,
  count: number,
  seed: number,
): Promise<readonly Damage[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  const random = toRandom(seed)
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const path = files[at % files.length] as string
      const bytes = await readFile(path)
      const place = Math.floor(random() * bytes.length)
      const undo = () => writeFile(path, bytes, { mode: 0o600 })
      const kind = at % 3
      const what = `${['bit of byte', 'cut at', 'removed'][kind]} ${place} of ${path}`
      if (kind === 1) return { what, undo, make: () => truncate(path, place) }
      if (kind === 2) return { what, undo, make: () => rm(path) }
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] as number) ^ (1 << Math.floor(random() * 8))
      return { what, undo, make: () => writeFile(path, changed) }
    }),
  )
}
