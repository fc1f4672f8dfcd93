// Where the sealing of one log stands: the tree as the database holds it, signed by our key, and the same at every
// place outside. What a place lacks is added to it, once it is seen to follow from what it has. A place that knows more
// than the database does means that the database was rolled back: then nothing is sealed any more.
import { createHash } from 'node:crypto'
import type { Context, Target } from '../../database/target.ts'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import { checkpointsAfter, type Log, lastCheckpoint } from './audit-sql.ts'
import { splitHashes } from './file-place.ts'
import { appendLeaves, noLeaves, type Peaks, rootOf } from './merkle.ts'
import { type Checkpoint, openNote, parseCheckpointText, type Sealed, type Signer } from './note.ts'
import type { CheckpointPlace, Witnessed } from './place.ts'

export interface LogState {
  readonly tree: Peaks
  readonly sealed: Sealed | undefined
  /** Those that hold all of it. */
  readonly places: readonly CheckpointPlace[]
}

const pageRows = 64

/** Told apart by the key: another key, another log. */
export function originOf(database: string, publicKey: Buffer): string {
  const key = createHash('sha256').update(publicKey).digest('hex').slice(0, 16)
  return `acervo.audit/${database}/${key}`
}

/** @throws ACV343 for a note that this key has not signed for this log. */
export function openCheckpoint(
  note: string,
  database: string,
  { publicKey }: Pick<Signer, 'publicKey'>,
): Checkpoint {
  const origin = originOf(database, publicKey)
  const text = openNote(note, origin, publicKey)
  const checkpoint = text === undefined ? undefined : parseCheckpointText(text)
  if (checkpoint?.origin === origin) return checkpoint
  throw broken(database, 'a checkpoint is not signed by the key of this platform')
}

export interface OpenStateOptions {
  readonly target: Target
  readonly context: () => Context
  readonly log: Log
  readonly signer: Signer
  readonly places: readonly CheckpointPlace[]
  /** A place that cannot be reached keeps no other waiting; the first one must be. */
  readonly onLate: (place: CheckpointPlace, error: unknown) => void
}

export async function openState(options: OpenStateOptions): Promise<LogState> {
  const { target, context, log, signer, places } = options
  const { database } = log
  const [last] = await target.group(context(), [lastCheckpoint(database)])
  const note = last?.rows[0]?.[1]
  const inside = note == null ? undefined : openCheckpoint(note, database, signer)
  const ready: CheckpointPlace[] = []
  for (const place of places) {
    try {
      await catchUp(options, place, inside)
      ready.push(place)
    } catch (error) {
      const isHistory = isAcervoError(error) && error.code === 'ACV343'
      if (isHistory || place === places[0]) throw error
      options.onLate(place, error)
    }
  }
  return { tree: inside?.tree ?? noLeaves, sealed: inside?.sealed, places: ready }
}

async function catchUp(
  options: OpenStateOptions,
  place: CheckpointPlace,
  inside: Checkpoint | undefined,
): Promise<void> {
  const { log, signer } = options
  const { database } = log
  const lastNote = await place.last(database)
  const outside = lastNote === undefined ? undefined : openCheckpoint(lastNote, database, signer)
  const [within, without] = [inside?.tree ?? noLeaves, outside?.tree ?? noLeaves]
  if (without.size > within.size)
    throw broken(
      database,
      `${place.name} knows ${without.size} sealed events and the database ${within.size}: it was rolled back`,
    )
  let tree = without
  while (tree.size < within.size) {
    const records = await readRecords(options, tree)
    if (records.length === 0) throw broken(database, 'a checkpoint is missing')
    tree = records.at(-1)?.tree ?? tree
    await place.append(database, records)
  }
  if (!rootOf(tree).equals(rootOf(within)))
    throw broken(database, `${place.name} holds another history than the database`)
}

/** Checkpoints of the database that follow from this tree. */
async function readRecords(
  { target, context, log, signer }: OpenStateOptions,
  from: Peaks,
): Promise<readonly (Witnessed & { readonly tree: Peaks })[]> {
  const { database } = log
  const [result] = await target.group(context(), [checkpointsAfter(database, from.size, pageRows)])
  let tree = from
  return (result?.rows ?? []).map(([, note, hex]) => {
    const hashes = splitHashes(Buffer.from(hex ?? '', 'hex'))
    tree = appendLeaves(tree, hashes)
    const signed = openCheckpoint(note ?? '', database, signer)
    if (signed.tree.size !== tree.size || !rootOf(signed.tree).equals(rootOf(tree)))
      throw broken(
        database,
        `the checkpoint over ${tree.size} events does not follow from the one before`,
      )
    return { note: note as string, hashes, tree }
  })
}

export function broken(database: string, message: string): AcervoError {
  return new AcervoError('ACV343', `the audit of '${database}' does not stand as it was sealed`, {
    details: `${message}.`,
    hint: `acervo audit verify --database ${database}`,
  })
}
