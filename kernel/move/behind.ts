// What a move while the platform serves leaves on its way, taken away again: after it has come to its end, when it
// fails, and when somebody was killed in the middle of it.
import type { Direct, Target } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { withLock } from '../migrate/lock.ts'
import { withDirect } from '../migrate/placed.ts'
import { copyChanges, withKeys } from './changes.ts'
import { toParts } from './copy-all.ts'
import { inTransaction } from './cut-over.ts'
import type { MoveOptions, MoveReport, Moving } from './moving.ts'
import {
  dropSubscription,
  endAtSource,
  endAtTarget,
  isAnyLeft,
  type ReplicationNames,
  toNames,
} from './replication.ts'
import { readMarks } from './standing.ts'
import { remove, setUpRest, undo } from './steps.ts'

/** The databases are where they should be: what fails here undoes nothing. Answers what is left. */
export async function cleanUp(
  moving: Moving,
  names: ReplicationNames,
): Promise<string | undefined> {
  moving.onMove?.({ step: 'clean' })
  try {
    await mergeLate(moving)
    await setUpRest(moving)
    // Last: by it a later call knows that something is left.
    await endBoth(moving, names)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Nothing is there where no move has begun while the platform served. */
export async function endBoth({ source, there }: Moving, names: ReplicationNames): Promise<void> {
  await endAtTarget(there, names.name)
  if (source.engine === 'postgres') await endAtSource(source, names)
}

/** What processes that did not know yet have written beside the old place: whoever was erased, locked out, ended. */
async function mergeLate(moving: Moving): Promise<void> {
  const { source, there } = moving
  const late = (await withKeys(source, await toParts(moving))).filter(
    ({ shape, merge }) => merge !== undefined && shape.table !== 'acervo.idempotency',
  )
  await inTransaction(source, () =>
    inTransaction(there, async () => {
      await copyChanges(source, there, late, '0')
      await there.script(
        'delete from acervo.data_key k using acervo.data_key_shredded s where k.subject = s.subject',
      )
    }),
  )
}

/** On sessions of its own: those of the move may be what failed. Answers the error to tell. */
export async function undoOnline(
  moving: Moving,
  names: ReplicationNames,
  reason: unknown,
): Promise<unknown> {
  try {
    await withDirect(moving.from, async (source) => {
      const isMarked = await isClosed(source, moving.schemas)
      // Nobody has been sent to the target: it is on its way again before the source lets anybody in.
      if (isMarked) await withDirect(moving.target, (there) => undo({ ...moving, source, there }))
      await endAtSource(source, names)
      await withDirect(moving.target, async (there) => {
        await endAtTarget(there, names.name)
        await remove({ ...moving, there })
      })
    })
    return reason
  } catch {
    if (!isAcervoError(reason)) return reason
    const { code, message, details, cause } = reason
    return new AcervoError(code, message, {
      ...(details === undefined ? {} : { details }),
      ...(cause === undefined ? {} : { cause }),
      hint: 'Not everything could be undone. When both servers answer, run the same command again, or with --abort.',
    })
  }
}

async function isClosed(source: Direct, schemas: readonly string[]): Promise<boolean> {
  const marks = await readMarks(source, schemas)
  return [...marks.values()].some((mark) => mark?.state === 'moved')
}

/**
 * As before a move that did not end.
 * @throws ACV411 where the databases have moved already, ACV413 where the target does not answer
 */
export async function abort(moving: Omit<Moving, 'there'>): Promise<MoveReport> {
  const { from, target, source, schemas } = moving
  if (await isClosed(source, schemas))
    throw new AcervoError('ACV411', 'everything has been copied and the source is closed', {
      details: 'There is nothing to take back: the next call only says where the databases are.',
      hint: 'Run the same command without --abort: it finishes.',
    })
  const names = toNames(schemas, from.key)
  if (source.engine === 'postgres') await endAtSource(source, names)
  try {
    await withDirect(target, async (there) => {
      await endAtTarget(there, names.name)
      await remove({ ...moving, there })
    })
  } catch (cause) {
    throw new AcervoError('ACV413', 'the target could not be cleared', {
      details: `The source is as it was. ${cause instanceof Error ? cause.message : String(cause)}`,
      hint: 'When the target answers, run the same command with --abort again.',
      cause,
    })
  }
  return { state: 'aborted', from: from.key, to: target.key, tables: [] }
}

/**
 * Of a move that was killed after everybody had been told where the databases are: answers whether anything was left.
 * The slot goes with the subscription, wherever the source is; what else stands there goes where a place of this
 * platform is the source.
 */
export async function clearBehind(options: MoveOptions): Promise<boolean> {
  const { target, databases } = options
  const schemas = databases.map(({ schema }) => schema)
  const left = await findLeft(options, schemas)
  const isLeft = left !== undefined && (await clearPair({ ...options, schemas, from: left }))
  return (await dropSubscription(target, toNames(schemas, '').name)) || isLeft
}

async function findLeft(
  { model, target, targets }: MoveOptions,
  schemas: readonly string[],
): Promise<Target | undefined> {
  const others = new Set([...model.databases.values()].map(({ schema }) => targets.of(schema)))
  for (const one of others) {
    if (one.key === target.key || one.engine === 'embedded') continue
    const marks = await withDirect(one, (direct) => readMarks(direct, schemas))
    if (schemas.every((schema) => marks.get(schema)?.place === target.key)) return one
  }
  return undefined
}

async function clearPair(moving: Omit<Moving, 'source' | 'there' | 'sets'>): Promise<boolean> {
  const { from, target, schemas } = moving
  const names = toNames(schemas, from.key)
  return withDirect(from, (source) =>
    withDirect(target, (there) =>
      withLock(there, moving, async () => {
        if (!(await isAnyLeft(source, there, names))) return false
        const left = await cleanUp({ ...moving, sets: [], source, there }, names)
        if (left === undefined) return true
        throw new AcervoError('ACV413', 'something is left of the move', {
          details: left,
          hint: 'Run the same command again: it takes it away.',
        })
      }),
    ),
  )
}
