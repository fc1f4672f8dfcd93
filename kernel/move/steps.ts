// The steps that every move shares, held on to a server or not: the target made ready, and what was made there taken
// away again.
import { assertRuntimeRole } from '../database/roles.ts'
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { renderArriving, renderUnmarked } from '../migrate/mark.ts'
import { makePartitions } from '../migrate/partitions.ts'
import { admit, placeFiles, toSetUpOptions } from '../migrate/placed.ts'
import { setUpTarget } from '../migrate/set-up-target.ts'
import { isHome, renderRemoval } from './kernel-rows.ts'
import { makeStructure } from './make-structure.ts'
import type { Moving } from './moving.ts'
import { assertStreamEmpty } from './refusals.ts'
import { readMarks } from './standing.ts'
import { readMonths } from './table-shape.ts'

/** The target with structure and no rows, marked before anything of it is there. */
export async function prepare(moving: Moving): Promise<void> {
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

/** A month that begins meanwhile gets its piece there, too. */
export async function makeMonths({ source, there, schemas, databases }: Moving): Promise<void> {
  await makePartitions(there, databases, { months: (await readMonths(source, schemas)).slice(-24) })
}

/** The set-up of the source is made that of the databases that stay. */
export async function setUpRest(moving: Moving): Promise<void> {
  const { model, databases, targets, from, source } = moving
  const isLeft = [...model.databases.values()].some(
    (one) => !databases.includes(one) && targets.of(one.schema).key === from.key,
  )
  if (isLeft) await setUp(moving, from, source)
}

/** A start asks whether a target is set up for all that is placed there: from now on these are, too. */
export async function setUp(moving: Moving, on: Target, direct: Direct): Promise<void> {
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

/**
 * As it was. In this order a process may die after each line: the target is on its way again, the source is let go,
 * and only then is anything dropped. What cannot be undone now is undone, or finished, by the next call.
 */
export async function undo(moving: Moving): Promise<void> {
  const { source, there, schemas, from } = moving
  const marks = await readMarks(there, schemas)
  const arriving = schemas.filter((schema) => marks.has(schema))
  await there.script(arriving.map((schema) => renderArriving(schema, from.key)).join(';\n'))
  await source.script(schemas.map(renderUnmarked).join(';\n'))
  await remove(moving)
}

/** What this move, or one before it that did not end, has made there: in one transaction. */
export async function remove({
  there,
  schemas,
  model,
  databases,
}: Pick<Moving, 'there' | 'schemas' | 'model' | 'databases'>): Promise<void> {
  const marks = await readMarks(there, schemas)
  const ours = schemas.filter((schema) => marks.get(schema)?.state === 'arriving')
  if (ours.length === 0) return
  const names = ours.map(quoteIdentifier).join(', ')
  await there.script(`drop schema ${names} cascade;\n${renderRemoval(model, databases)}`)
}
