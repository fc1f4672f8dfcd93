// Logical databases from where they stand to another server, in one consistent snapshot, compared on both sides
// before anybody is told. Whatever ends it early leaves the source as it was; the same call begins anew or finishes.
import { assertRuntimeRole } from '../database/roles.ts'
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { withLock } from '../migrate/lock.ts'
import { renderArriving, renderMoved, renderUnmarked } from '../migrate/mark.ts'
import { admit, placeFiles, toSetUpOptions, withDirect } from '../migrate/placed.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import { setUpTarget } from '../migrate/set-up-target.ts'
import { assertApart } from './apart.ts'
import { copyAll, toParts } from './copy-all.ts'
import { isHome, renderRemoval } from './kernel-rows.ts'
import { makeStructure } from './make-structure.ts'
import type { MovedTable, MoveOptions, MoveReport, Moving } from './moving.ts'
import { assertReady, assertStreamEmpty } from './refusals.ts'
import { isLeftToFinish, readMarks } from './standing.ts'
import { compareAll, readAll } from './table-counts.ts'
import { textSettings } from './table-digest.ts'
import { readMonths, readShapes } from './table-shape.ts'

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

async function move(moving: Moving): Promise<MoveReport> {
  const { from, target, source, there, schemas, dryRun, onMove } = moving
  const report = { from: from.key, to: target.key }
  const [here, marks] = [await readMarks(source, schemas), await readMarks(there, schemas)]
  if (isLeftToFinish(moving, here, marks)) {
    // The rows were equal when the source was marked, and nobody has been let in since.
    if (dryRun) return { ...report, state: 'checked', tables: [] }
    await finish(moving)
    return { ...report, state: 'finished', tables: [] }
  }
  await assertReady(source, moving.model, moving.sets)
  if (dryRun) return { ...report, state: 'checked', tables: await count(moving) }
  try {
    onMove?.({ step: 'prepare' })
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

/** The target with structure and no rows, marked before anything of it is there. */
async function prepare(moving: Moving): Promise<void> {
  const { from, there, target, schemas, databases, source, sets, signal, model } = moving
  const { onProgress } = moving
  await remove(moving)
  await setUp(moving, target, there)
  if (isHome(model, databases)) await assertStreamEmpty(there)
  const months = await readMonths(source, schemas)
  await makeStructure(there, { sets, from: from.key, months, signal, onProgress })
  await admit(there, target, moving)
  await assertRuntimeRole(target)
}

/** A start asks whether a target is set up for all that is placed there: from now on these are, too. */
async function setUp(moving: Moving, on: Target, direct: Direct): Promise<void> {
  const { databases, target, targets } = moving
  const moved = new Set(databases.map(({ schema }) => schema))
  const of = (schema: string): Target => {
    const now = moved.has(schema) ? target : targets.of(schema)
    return now.key === on.key ? on : now
  }
  const placed = await placeFiles({ ...moving, targets: { of } })
  const sets = placed.find((each) => each.target === on)?.sets
  if (sets !== undefined) await setUpTarget(direct, toSetUpOptions(sets, moving))
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
  const { from, there, source, schemas, targets, databases, model, place, onMove } = moving
  await there.script(schemas.map(renderUnmarked).join(';\n'))
  const isLeft = [...model.databases.values()].some(
    (one) => !databases.includes(one) && targets.of(one.schema).key === from.key,
  )
  if (isLeft) await setUp(moving, from, source)
  onMove?.({ step: 'place' })
  await place()
}

/**
 * As it was. In this order a process may die after each line: the target is on its way again, the source is let go,
 * and only then is anything dropped. What cannot be undone now is undone, or finished, by the next call.
 */
async function undo(moving: Moving): Promise<void> {
  const { source, there, schemas, from } = moving
  const marks = await readMarks(there, schemas)
  const arriving = schemas.filter((schema) => marks.has(schema))
  await there.script(arriving.map((schema) => renderArriving(schema, from.key)).join(';\n'))
  await source.script(schemas.map(renderUnmarked).join(';\n'))
  await remove(moving)
}

/** What this move, or one before it that did not end, has made there: in one transaction. */
async function remove({ there, schemas, model, databases }: Moving): Promise<void> {
  const marks = await readMarks(there, schemas)
  const ours = schemas.filter((schema) => marks.get(schema)?.state === 'arriving')
  if (ours.length === 0) return
  const names = ours.map(quoteIdentifier).join(', ')
  await there.script(`drop schema ${names} cascade;\n${renderRemoval(model, databases)}`)
}
