// Logical databases from where they stand to another server, in one consistent snapshot, compared on both sides
// before anybody is told. Whatever ends it early leaves the source as it was; the same call begins anew or finishes.
import { withLock } from '../migrate/lock.ts'
import { renderMoved, renderUnmarked } from '../migrate/mark.ts'
import { placeFiles, withDirect } from '../migrate/placed.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import { assertApart } from './apart.ts'
import { abort, endBoth } from './behind.ts'
import { copyAll, toParts } from './copy-all.ts'
import { moveOnline } from './move-online.ts'
import type { MovedTable, MoveOptions, MoveReport, Moving } from './moving.ts'
import { assertReady } from './refusals.ts'
import { toNames } from './replication.ts'
import { isLeftToFinish, readMarks } from './standing.ts'
import { prepare, setUpRest, undo } from './steps.ts'
import { compareAll, readAll } from './table-counts.ts'
import { textSettings } from './table-digest.ts'
import { readShapes } from './table-shape.ts'

/**
 * @throws ACV411 with what is in the way, ACV317 where a declaration holds databases together, ACV308 when cancelled.
 */
export async function moveDatabases(options: MoveOptions): Promise<MoveReport> {
  const { databases, target, targets, onMove } = options
  const from = assertApart(options)
  onMove?.({ step: 'check' })
  const placed = await placeFiles({ ...options, targets: { of: (schema) => targets.of(schema) } })
  const sets = placed.flatMap((each) => each.sets).filter((set) => databases.includes(set.database))
  const schemas = databases.map(({ schema }) => schema)
  return withDirect(from, (source) =>
    withDirect(target, (there) =>
      withLock(there, options, () => move({ ...options, from, sets, schemas, source, there })),
    ),
  )
}

/**
 * As before a move that did not end, on either side; where the target does not answer, at the source.
 * @throws ACV411 where the databases have moved already, ACV301 where the source does not answer
 */
export async function abortMove(options: MoveOptions): Promise<MoveReport> {
  const from = assertApart(options)
  const schemas = options.databases.map(({ schema }) => schema)
  return withDirect(from, (source) =>
    withLock(source, options, () => abort({ ...options, from, sets: [], schemas, source })),
  )
}

async function move(moving: Moving): Promise<MoveReport> {
  const { from, target, source, there, schemas, dryRun, onMove } = moving
  const report = { from: from.key, to: target.key }
  const [here, marks] = [await readMarks(source, schemas), await readMarks(there, schemas)]
  if (isLeftToFinish(moving, here, marks)) {
    // The rows were equal when the source was marked, and nobody has been let in since.
    if (dryRun) return { ...report, state: 'checked', tables: [] }
    await finish(moving)
    await endBoth(moving, toNames(schemas, from.key))
    return { ...report, state: 'finished', tables: [] }
  }
  if (moving.online !== undefined) return moveOnline(moving)
  await assertReady(source, moving.model, moving.sets)
  if (dryRun) return { ...report, state: 'checked', tables: await count(moving) }
  try {
    onMove?.({ step: 'prepare' })
    await endBoth(moving, toNames(schemas, from.key))
    await prepare(moving)
    const tables = await carry(moving)
    await finish(moving)
    return { ...report, state: 'moved', tables }
  } catch (error) {
    onMove?.({ step: 'undo' })
    // The first error is the one to tell.
    await undo(moving).catch(() => undefined)
    throw error
  }
}

async function count(moving: Moving): Promise<readonly MovedTable[]> {
  await moving.source.script(textSettings)
  const shapes = await readShapes(moving.source, moving.schemas)
  return readAll(
    moving.source,
    shapes.map((shape) => ({ shape })),
    moving,
  )
}

/** Both sides in one transaction each. The source's holds off writers until it is marked. */
async function carry(moving: Moving): Promise<readonly MovedTable[]> {
  const { source, there, schemas, target, onMove, signal } = moving
  await Promise.all([source.script(textSettings), there.script(textSettings)])
  const parts = await toParts(moving)
  const compared = parts.filter(({ merge }) => merge === undefined)
  await source.script(renderHold(parts.map(({ shape }) => shape.table)))
  try {
    const before = await readAll(source, compared, moving)
    await copyAll(moving, parts, before)
    await compareAll(moving, compared, before)
    onMove?.({ step: 'mark' })
    assertNotAborted(signal)
    await source.script(
      `${schemas.map((schema) => renderMoved(schema, target.key)).join(';\n')};\ncommit`,
    )
    return before.slice(
      0,
      parts.findIndex(({ shape }) => shape.table.startsWith('acervo.')),
    )
  } catch (error) {
    await Promise.allSettled([source.script('rollback'), there.script('rollback')])
    throw error
  }
}

/** A lock takes no snapshot: what is read after it is all that was ever written. Keys may not go meanwhile. */
function renderHold(tables: readonly string[]): string {
  return `begin isolation level repeatable read;
set local lock_timeout to 10000;
lock table ${tables.join(', ')} in share mode`
}

/** Opens the target, then tells where it is: whoever dies between the two is refused at the old place. */
async function finish(moving: Moving): Promise<void> {
  const { there, schemas, place, onMove } = moving
  await there.script(schemas.map(renderUnmarked).join(';\n'))
  await setUpRest(moving)
  onMove?.({ step: 'place' })
  await place()
}
