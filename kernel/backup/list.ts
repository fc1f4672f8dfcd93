// Which backups a store has, newest first: whole, half or changed, who signed them, and what the last drill of each
// found; which of them nobody has drilled in time.
import { isAcervoError } from '../errors/index.ts'
import { type KeptDrill, listDrills } from './drill-records.ts'
import { type Manifest, readManifest } from './manifest.ts'
import { judge, type Signed } from './signing.ts'
import type { BackupStore } from './store.ts'

export interface ListedBackup {
  readonly name: string
  /** By its manifest, its list of sums and its signature; the files themselves are verify's to read. */
  readonly state: 'whole' | 'half' | 'changed'
  readonly manifest?: Manifest
  readonly signed?: Signed
  /** The last one. Where verifier keys are named: the last one that one of them signed. */
  readonly drill?: KeptDrill
}

/** `trusted`: verifier keys. */
export async function listBackups(
  store: BackupStore,
  trusted: readonly string[] = [],
): Promise<readonly ListedBackup[]> {
  const drills = await listDrills(store, { trusted, last: Number.POSITIVE_INFINITY })
  const counted = drills.filter(({ signed }) => trusted.length === 0 || signed === 'trusted')
  const listed: ListedBackup[] = []
  for (const name of await store.list()) {
    const drill = counted.find((one) => one.name === name)
    const found = await readListed(store, name, trusted)
    listed.push({ ...found, ...(drill === undefined ? {} : { drill }) })
  }
  return listed.reverse()
}

async function readListed(
  store: BackupStore,
  name: string,
  trusted: readonly string[],
): Promise<ListedBackup> {
  try {
    const manifest = await readManifest(store, name)
    return { name, state: 'whole', manifest, signed: judge(manifest.signer, trusted) }
  } catch (error) {
    if (!isAcervoError(error)) throw error
    if (error.code === 'ACV420' || error.code === 'ACV422') return { name, state: 'half' }
    if (error.code === 'ACV421') return { name, state: 'changed' }
    throw error
  }
}

export interface Undrilled {
  readonly name: string
  readonly takenAt: string
  readonly hours: number
}

export const drillWithinHours = 24

/**
 * Whole backups older than that which were never restored for real; newest first. `listed` is what listBackups answers:
 * where verifier keys were named there, what a stranger says counts for nothing.
 */
export function findUndrilled(
  listed: readonly ListedBackup[],
  now: Date,
  hoursMax = drillWithinHours,
): readonly Undrilled[] {
  return listed.flatMap(({ name, state, manifest, drill }) => {
    if (state !== 'whole' || manifest === undefined || drill !== undefined) return []
    const { takenAt } = manifest
    const hours = (now.getTime() - Date.parse(takenAt)) / 3_600_000
    return hours >= hoursMax ? [{ name, takenAt, hours: Math.round(hours * 10) / 10 }] : []
  })
}
