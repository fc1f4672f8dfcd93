// Damage to the files of a backup in any store, one at a time and taken back: a bit of any byte, a cut, a file that is
// gone. Seeded, so that what failed can be done again. Only tests import it.
import { toBytes } from '../../kernel/backup/backup-file.ts'
import type { BackupStore } from '../../kernel/backup/store.ts'
import { random as toRandom } from '../campaigns/jobs/random.ts'

export interface Damage {
  readonly what: string
  make(): Promise<void>
  undo(): Promise<void>
}

/** Every file has its turn, of three damages one. */
export async function damages(
  store: BackupStore,
  name: string,
  count: number,
  seed: number,
): Promise<readonly Damage[]> {
  const files = await store.files(name)
  const random = toRandom(seed)
  return Promise.all(
    Array.from({ length: count }, async (_, at) => {
      const path = files[at % files.length] as string
      const place = random()
      const bit = Math.floor(random() * 8)
      const bytes = await toBytes(store.read(name, path))
      const write = (some: Uint8Array) => store.write(name, path, once(some))
      const undo = () => write(bytes)
      const index = Math.floor(place * bytes.length)
      const kind = at % 3
      const what = `${['bit of byte', 'cut at', 'removed'][kind]} ${index} of ${path}`
      if (kind === 1) return { what, undo, make: () => write(bytes.subarray(0, index)) }
      if (kind === 2) return { what, undo, make: () => store.removeFile(name, path) }
      const changed = Buffer.from(bytes)
      changed[index] = (changed[index] as number) ^ (1 << bit)
      return { what, undo, make: () => write(changed) }
    }),
  )
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
