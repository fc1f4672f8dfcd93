// What an auditor asks: whether everything stands as it was sealed, that one event is in the log, that the log only
// grew, and that what is known of a person be erased.
import type { Target } from '../../database/target.ts'
import { AcervoError, nearestHint } from '../../errors/index.ts'
import type { DatabaseModel } from '../../model/model.ts'
import { namedText } from '../named-statement.ts'
import type { WorkPlatform } from '../platform.ts'
import { type Log, lastCheckpoint, leavesText, placeOfEvent, toLogs } from './audit-sql.ts'
import { openFilePlace } from './file-place.ts'
import { broken, openCheckpoint, originOf } from './log-state.ts'
import {
  hashLeaf,
  isConsistent,
  isIncluded,
  proveConsistency,
  proveInclusion,
  rootOf,
} from './merkle.ts'
import {
  openNote,
  parseCheckpointText,
  parseVerifierKey,
  type Signer,
  toVerifierKey,
} from './note.ts'
import type { ReadablePlace } from './place.ts'
import { readSigningKey } from './signing-key.ts'
import { type VerifyReport, verifyLog } from './verify.ts'

export interface AuditPlace {
  readonly directory: string
  /** Short name; all that are audited where it is left out. */
  readonly database?: string
  /** The database is a copy of an earlier moment: outside there may be checkpoints of what came after it. */
  readonly isCopy?: boolean
  readonly signal?: AbortSignal
}

type Asked = Pick<WorkPlatform, 'model' | 'targets'>

/** Holds by itself: whoever has the verifier key needs neither database nor network. */
export interface Proof {
  readonly kind: 'acervo.audit.event'
  readonly database: string
  readonly eventId: string
  /** From 0. */
  readonly position: number
  /** The canonical text that was hashed. */
  readonly leaf: string
  /** Base64, from the leaf upwards. */
  readonly path: readonly string[]
  /** Signed note over the tree that holds it. */
  readonly checkpoint: string
  readonly verifier: string
}

/** That what the first checkpoint held is the beginning of what the second one holds. */
export interface GrowthProof {
  readonly kind: 'acervo.audit.growth'
  readonly database: string
  readonly path: readonly string[]
  readonly first: string
  readonly second: string
  readonly verifier: string
}

export interface CheckedProof {
  readonly ok: boolean
  readonly reason?: string
  readonly origin?: string
  readonly size?: number
  readonly sealedAt?: string
  /** The event as it was sealed. */
  readonly event?: readonly unknown[]
}

export async function verifyAudit(
  platform: Asked,
  { directory, database, isCopy = false, signal }: AuditPlace,
): Promise<readonly VerifyReport[]> {
  const signer = signerOf(directory)
  const all = openFilePlace(directory)
  const reports: VerifyReport[] = []
  for (const log of logsOf(platform, database)) {
    const target = platform.targets.of(log.schema)
    const place = isCopy ? await untilCopy(all, target, log.database) : all
    const verifier = verifierOf(log.database, signer)
    const options = { target, log, signer, place, ...(signal === undefined ? {} : { signal }) }
    reports.push(await verifyLog(options, verifier))
  }
  return reports
}

/** Up to the last checkpoint that the copy knows; what it knows besides is held to the signatures alone. */
async function untilCopy(
  place: ReadablePlace,
  target: Target,
  database: string,
): Promise<ReadablePlace> {
  const context = {
    settings: { 'acervo.actor': 'service:auditor' },
    role: 'acervo_worker',
  } as const
  const [last] = await target.group(context, [lastCheckpoint(database)])
  const sizeMax = Number(last?.rows[0]?.[0] ?? 0)
  return {
    ...place,
    read: async function* (name: string) {
      let size = 0
      for await (const record of place.read(name)) {
        size += record.hashes.length
        if (size > sizeMax) return
        yield record
      }
    },
  }
}

/** @throws ACV345 for an event that is in no checkpoint outside. */
export async function proveEvent(
  platform: WorkPlatform,
  { directory, database }: AuditPlace,
  eventId: string,
): Promise<Proof> {
  const signer = signerOf(directory)
  for (const log of logsOf(platform, database)) {
    const found = await findEvent(platform, log, eventId)
    if (found === undefined) continue
    const { notes, hashes } = await readAll(openFilePlace(directory), log.database)
    const hash = hashes[found.position]
    const note = notes.at(-1)
    if (hash === undefined || note === undefined) break
    if (!hashLeaf(found.leaf).equals(hash))
      throw broken(log.database, `event ${eventId} was changed`)
    return {
      kind: 'acervo.audit.event',
      database: log.database,
      eventId,
      position: found.position,
      leaf: found.leaf,
      path: proveInclusion(hashes, found.position).map((one) => one.toString('base64')),
      checkpoint: note,
      verifier: verifierOf(log.database, signer),
    }
  }
  throw new AcervoError('ACV345', `'${eventId}' is no sealed event`, {
    hint: 'It may wait for its seal: try again in some seconds.',
  })
}

/** @throws ACV345 where there is no checkpoint over so many events. */
export async function proveGrowth(
  platform: WorkPlatform,
  { directory, database }: AuditPlace & { readonly database: string },
  from: number,
): Promise<GrowthProof> {
  const signer = signerOf(directory)
  const [log] = logsOf(platform, database)
  const { notes, hashes } = await readAll(openFilePlace(directory), database)
  const sizes = notes.map((note) => openCheckpoint(note, database, signer).tree.size)
  const first = notes[sizes.indexOf(from)]
  const second = notes.at(-1)
  if (log === undefined || first === undefined || second === undefined)
    throw new AcervoError('ACV345', `there is no checkpoint over ${from} events`, {
      details: `The last ones: ${sizes.slice(-5).join(', ') || 'none'}.`,
    })
  return {
    kind: 'acervo.audit.growth',
    database,
    path: proveConsistency(hashes, from).map((one) => one.toString('base64')),
    first,
    second,
    verifier: verifierOf(database, signer),
  }
}

/** Offline. `verifier` is the key that the checker trusts; without it the one in the proof is only compared with itself. */
export function checkProof(given: unknown, verifier?: string): CheckedProof {
  const proof = given as Partial<Proof> & Partial<GrowthProof>
  const key = verifier ?? proof?.verifier
  if (
    typeof proof !== 'object' ||
    proof === null ||
    typeof key !== 'string' ||
    !Array.isArray(proof.path)
  )
    return { ok: false, reason: 'it is no proof' }
  const { name, publicKey } = parseVerifierKey(key)
  const open = (note: unknown) => {
    const text = typeof note === 'string' ? openNote(note, name, publicKey) : undefined
    return text === undefined ? undefined : parseCheckpointText(text)
  }
  const path = proof.path.map((one) => Buffer.from(String(one), 'base64'))
  if (proof.kind === 'acervo.audit.growth') {
    const [first, second] = [open(proof.first), open(proof.second)]
    if (first === undefined || second === undefined) return unsigned
    const [before, after] = [first, second].map(({ tree }) => ({
      size: tree.size,
      root: rootOf(tree),
    }))
    if (before === undefined || after === undefined || !isConsistent(before, after, path))
      return { ok: false, reason: 'the second checkpoint does not follow from the first' }
    return { ok: true, origin: second.origin, size: second.tree.size, sealedAt: second.sealed.at }
  }
  const checkpoint = open(proof.checkpoint)
  if (checkpoint === undefined) return unsigned
  const { tree, origin, sealed } = checkpoint
  const leaf = String(proof.leaf)
  if (
    !isIncluded(hashLeaf(leaf), Number(proof.position), {
      size: tree.size,
      root: rootOf(tree),
      path,
    })
  )
    return { ok: false, reason: 'the event is not in the tree of the checkpoint' }
  const event = JSON.parse(leaf) as readonly unknown[]
  return { ok: true, origin, size: tree.size, sealedAt: sealed.at, event }
}

const unsigned: CheckedProof = { ok: false, reason: 'the checkpoint is not signed by this key' }

/** Answers how many events are told without their personal values from now on. */
export async function eraseDetails(
  platform: WorkPlatform,
  principal: { readonly actor: string; readonly purpose?: string },
  database: string,
  subject: string,
): Promise<number> {
  const [log] = logsOf(platform, database)
  if (log?.details === undefined)
    throw new AcervoError('ACV345', `'${database}' keeps nothing apart that could be erased`)
  const { details, schema } = log
  return platform.transaction(
    principal,
    [database],
    async (_, session) => {
      const erase = namedText(`delete from ${details} where subject = $1`)
      const { count } = await session.query(erase(subject))
      const note = namedText(
        `select acervo.audit_note($1, 'ERASE', 'audit_details', null, $2::jsonb)`,
      )
      // Whom it was about must not stand in the log for ever.
      if (count > 0) await session.query(note(schema, JSON.stringify({ count })))
      return count
    },
    { role: 'acervo_worker' },
  )
}

function logsOf({ model }: Asked, database: string | undefined): readonly Log[] {
  const databases: readonly DatabaseModel[] = [...model.databases.values()]
  const logs = toLogs(databases)
  if (database === undefined) return logs
  const found = logs.filter((log) => log.database === database)
  if (found.length > 0) return found
  const isKnown = model.databases.has(database)
  throw new AcervoError(
    'ACV201',
    isKnown ? `'${database}' is not audited` : `there is no database '${database}'`,
    {
      hint: nearestHint(
        database,
        logs.map((log) => log.database),
      ),
    },
  )
}

function signerOf(directory: string): Signer {
  const signer = readSigningKey(directory)
  if (signer !== undefined) return signer
  throw new AcervoError('ACV344', 'nothing was sealed by this platform', {
    details: `There is no key in ${directory}.`,
    hint: 'acervo start makes it and seals; or name its data directory with --data.',
  })
}

const verifierOf = (database: string, { publicKey }: Signer): string =>
  toVerifierKey(originOf(database, publicKey), publicKey)

async function findEvent({ targets }: WorkPlatform, log: Log, eventId: string) {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(eventId))
    throw new AcervoError('ACV345', `'${eventId}' is no id of an event`)
  const context = {
    settings: { 'acervo.actor': 'service:auditor' },
    role: 'acervo_worker',
  } as const
  const [place, leaves] = await targets
    .of(log.schema)
    .group(context, [placeOfEvent(log.database, eventId), leavesText(log)([eventId])])
  const [position, leaf] = [place?.rows[0]?.[0], leaves?.rows[0]?.[1]]
  return position == null || leaf == null ? undefined : { position: Number(position), leaf }
}

async function readAll(place: ReadablePlace, database: string) {
  const notes: string[] = []
  const hashes: Buffer[] = []
  for await (const record of place.read(database)) {
    notes.push(record.note)
    for (const hash of record.hashes) hashes.push(hash)
  }
  return { notes, hashes }
}
