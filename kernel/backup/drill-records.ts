// What drills found, kept in the store beside the backups and longer than they: one signed record a drill, newest
// first.
import { toChunks } from './backup-file.ts'
import { type BackupSigner, judge, openSigned, type Signed, sign } from './signing.ts'
import { type BackupStore, drillsFolder, readText } from './store.ts'

export interface DrillRecord {
  readonly name: string
  /** When it ended. */
  readonly at: string
  readonly ok: boolean
  /** From the first byte read to the last check: what a recovery takes (RTO). */
  readonly seconds: number
  /** Of which the restore itself. */
  readonly restoreSeconds: number
  /** How old the backup was: what a recovery by it would have lost. */
  readonly ageSeconds: number
  /**
   * What was lost had all gone just before this backup was whole (RPO): the time from the one before it of the same
   * databases until then. Absent for a first one.
   */
  readonly rpoSeconds?: number
  readonly engine: string
  readonly tables: number
  readonly rows: number
  readonly checks: readonly DrillCheck[]
  /** Verifier key of who signed the record. */
  readonly signer?: string
}

export interface DrillCheck {
  readonly check: string
  readonly ok: boolean
  /** It could not be looked at here; details say why. */
  readonly isSkipped?: true
  readonly details?: string
}

export interface KeptDrill extends DrillRecord {
  /** `other` also where the record was changed after it was signed. */
  readonly signed: Signed
}

/** Answers the record as it is kept. */
export async function keepDrill(
  store: BackupStore,
  found: DrillRecord,
  signer: BackupSigner | undefined,
): Promise<DrillRecord> {
  const record = signer === undefined ? found : { ...found, signer: signer.verifier }
  const text = `${JSON.stringify(record, null, 1)}\n`
  const stamp = record.at.replaceAll(/[-:]/g, '')
  const note = signer === undefined ? text : sign(text, signer)
  await store.write(drillsFolder, `${stamp}-${record.name}.note`, toChunks(note))
  return record
}

export interface DrillsOptions {
  /** Verifier keys; what others signed is told apart. */
  readonly trusted?: readonly string[] | undefined
  /** Only the newest of each backup. */
  readonly isNewestOnly?: boolean
  /** 100 where it is left out. */
  readonly last?: number
}

/** Newest first. */
export async function listDrills(
  store: BackupStore,
  { trusted = [], isNewestOnly = false, last = 100 }: DrillsOptions = {},
): Promise<readonly KeptDrill[]> {
  const paths = (await store.files(drillsFolder)).filter((path) => path.endsWith('.note'))
  const seen = new Set<string>()
  const drills: KeptDrill[] = []
  for (const path of paths.toReversed()) {
    if (drills.length >= last) break
    const name = path.slice(path.indexOf('-') + 1, -'.note'.length)
    if (isNewestOnly && seen.has(name)) continue
    const drill = parse(await readText(store, drillsFolder, path), trusted)
    if (drill?.name !== name) continue
    seen.add(name)
    drills.push(drill)
  }
  return drills
}

function parse(note: string, trusted: readonly string[]): KeptDrill | undefined {
  const end = note.indexOf('\n\n')
  try {
    const record = JSON.parse(end < 0 ? note : note.slice(0, end)) as DrillRecord
    const isSigned = record.signer !== undefined && openSigned(note, record.signer) !== undefined
    const signed = isSigned ? judge(record.signer, trusted) : record.signer ? 'other' : 'no'
    return { ...record, signed }
  } catch {
    return undefined
  }
}
