// The moments in which writers wait. One early, for a photograph of both sides, which is compared when nobody waits any
// more; one late, in which what is left arrives, what has changed is compared, and the source is closed.
import type { Direct } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { renderMoved, renderUnmarked } from '../migrate/mark.ts'
import { assertNotAborted, pause } from '../migrate/retry.ts'
import { compareChanges, copyChanges, type Keyed, readHorizon } from './changes.ts'
import { holdWriters } from './holding.ts'
import type { MovedTable } from './moving.ts'
import type { Online } from './online.ts'
import { hasApplied, markLog } from './replication.ts'
import { compareAll, readAll } from './table-counts.ts'

const drainPollMs = 5
/** Of the pause; the rest is for telling everybody where to go on. */
const share = 0.7

/** Everything committed by now has arrived. */
async function drain({ source, watch, names, pauseMs, onMove }: Online): Promise<void> {
  onMove?.({ step: 'drain' })
  const end = performance.now() + pauseMs * share
  const place = await markLog(watch)
  while (!(await hasApplied(watch, names, place))) {
    if (performance.now() > end)
      throw new AcervoError('ACV307', 'what is left does not arrive in time')
    // Asked on the session that holds the writers: if that is lost, so are they.
    await source.query({ text: 'select 1', values: [] })
    await pause(drainPollMs, undefined)
  }
}

export interface Compared {
  /** What is older has been compared. */
  readonly since: string
  readonly tables: readonly MovedTable[]
  readonly glanceMs: number
}

/** Of both sides at the same moment, and read when nobody waits any more. */
export async function compareWhole(
  moving: Online,
  own: readonly Keyed[],
  kernel: readonly Keyed[],
): Promise<Compared> {
  const { watch, twin, there, onMove } = moving
  const begin = 'begin isolation level repeatable read'
  try {
    const { value: since, heldMs } = await hold(moving, own, async () => {
      await drain(moving)
      await Promise.all([watch.script(begin), twin.script(begin)])
      const [horizon] = await Promise.all([readHorizon(watch), readHorizon(twin)])
      return horizon
    })
    const tables = await readAll(watch, own, moving)
    await compareAll({ ...moving, there: twin }, own, tables)
    onMove?.({ step: 'sequences' })
    // From nothing: all of them, over what a call that was killed may have left.
    await inTransaction(there, () => copyChanges(watch, there, kernel, '0'))
    return { since, tables, glanceMs: heldMs }
  } finally {
    await Promise.allSettled([watch.script('rollback'), twin.script('rollback')])
  }
}

function hold<T>(moving: Online, own: readonly Keyed[], body: (began: number) => Promise<T>) {
  moving.onMove?.({ step: 'fence' })
  return holdWriters({ ...moving, tables: own.map(({ shape }) => shape.table) }, body)
}

/** Answers how long the first who had to wait has waited when everybody may go on at the new place. */
export async function fence(
  moving: Online,
  own: readonly Keyed[],
  kernel: readonly Keyed[],
  since: string,
): Promise<number> {
  const { source, there, schemas, target, pauseMs, signal, onMove, place } = moving
  const { heldMs } = await hold(moving, own, async (began) => {
    const assertInTime = () => {
      if (performance.now() - began > pauseMs * share)
        throw new AcervoError('ACV307', 'copying and comparing the rest takes too long')
    }
    await there.script(`set statement_timeout to ${pauseMs}`)
    await drain(moving)
    onMove?.({ step: 'sequences' })
    await copySequences(source, there, schemas)
    await inTransaction(there, () => copyChanges(source, there, kernel, since))
    assertInTime()
    await compareChanges(source, there, own, since)
    assertInTime()
    // What the servers applied is on the target's disk before the source is closed.
    await markLog(there)
    assertNotAborted(signal)
    onMove?.({ step: 'mark' })
    await source.script(schemas.map((schema) => renderMoved(schema, target.key)).join(';\n'))
  }).finally(() => there.script('set statement_timeout to 0').catch(() => undefined))
  const marked = performance.now()
  await there.script(schemas.map(renderUnmarked).join(';\n'))
  onMove?.({ step: 'place' })
  await place()
  return heldMs + (performance.now() - marked)
}

export async function inTransaction(direct: Direct, body: () => Promise<void>): Promise<void> {
  await direct.script('begin')
  try {
    await body()
    await direct.script('commit')
  } catch (error) {
    await direct.script('rollback').catch(() => undefined)
    throw error
  }
}

async function copySequences(source: Direct, there: Direct, schemas: readonly string[]) {
  const { rows } = await source.query({
    text: `select quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value::text
      from pg_sequences where schemaname = any (string_to_array($1, ',')) and last_value is not null`,
    values: [schemas.join(',')],
  })
  for (const [name, value] of rows)
    await there.query({ text: 'select setval($1::regclass, $2::bigint)', values: [name, value] })
}
