// What an import leaves behind: records that wait for resolution, oldest first. A batch is one transaction, so
// whatever ends the work, the next run goes on with what is still waiting. Several may work at once.
import { AcervoError, type Session } from '../../../../kernel/index.ts'
import { keysOf, normalise } from '../matching/index.ts'
import { loadBasis } from './basis.ts'
import { type Learned, learnModel } from './learn-model.ts'
import { recheckBatch } from './recheck.ts'
import { batchMax, resolve } from './resolve.ts'
import { cell, defineStatement } from './statement.ts'
import type { Attributes, Subject } from './subject.ts'

export interface QueueOptions {
  /** One transaction on `global`. */
  readonly transact: <R>(body: (session: Session) => Promise<R>) => Promise<R>
  readonly onProgress?: (progress: QueueProgress) => void
  readonly signal?: AbortSignal
}

export interface QueueProgress {
  readonly step: 'learn' | 'resolve' | 'recheck'
  readonly done: number
  /** As it was at the beginning of the step. */
  readonly total: number
}

export interface QueueResult {
  readonly resolved: number
  readonly merged: number
  readonly reviews: number
  readonly model: Learned
  /** False when the signal ended it. */
  readonly isDone: boolean
}

const countWaiting = defineStatement(
  'count_waiting',
  `select (select count(*) from sm_global.source_records where waiting),
    (select count(*) from sm_global.match_rechecks where not asked)`,
)
const claim = defineStatement(
  'claim_waiting',
  `with due as materialized (
    select id, source, attributes, received_at from sm_global.source_records
    where waiting
    order by id limit ${batchMax} for update skip locked
  )
  select r.id, r.source, r.attributes,
    (select l.party_id from sm_global.party_links l where l.source_record_id = r.id and l.holds),
    to_json(r.received_at at time zone 'UTC') #>> '{}' || 'Z'
  from due r order by r.id`,
)
/** What a source has taken back finds nobody any more; what is said again begins anew. */
const dropStale = defineStatement(
  'drop_stale',
  `with stale as (
    select s.id, s.match_keys from sm_global.source_records r
    join sm_global.source_records s on s.source = r.source and s.source_key = r.source_key
      and (not s.current or s.id = r.id) and s.match_keys <> '{}'
    where r.id = any($1::uuid[])
  ), gone as (
    delete from sm_global.match_keys k
    using (select id, unnest(match_keys) as key from stale) x
    where k.key = x.key and k.record_id = x.id
  ), gone_recent as (
    delete from sm_global.recent_keys k
    using (select id, unnest(match_keys) as key from stale) x
    where k.key = x.key and k.record_id = x.id
  )
  update sm_global.source_records s set match_keys = '{}' from stale where s.id = stale.id`,
)

/** What came one at a time goes to the others, in the order of the keys: many to one page. */
const sortKeys = defineStatement(
  'sort_keys',
  `with next as (
    select key, record_id from sm_global.recent_keys order by key, record_id limit $1::int
  ), moved as (
    delete from sm_global.recent_keys r using next s
    where r.key = s.key and r.record_id = s.record_id returning r.key, r.record_id, r.type
  )
  insert into sm_global.match_keys (key, record_id, type)
  select key, record_id, type from moved order by key, record_id on conflict do nothing`,
)
const sortedMax = 50_000

/** One batch is made ready while the server has the other; the locks of `lookAround` keep them apart. */
const drains = 2
/** Of one batch, when others are in the way. */
const triesMax = 10

export async function resolveQueue(options: QueueOptions): Promise<QueueResult> {
  const { transact, onProgress, signal } = options
  const [row] = await transact(async (session) => (await session.query(countWaiting())).rows)
  const waiting = Number(cell(row, 0))
  let model: Learned = { kind: 'not needed' }
  if (waiting > 0) {
    onProgress?.({ step: 'learn', done: 0, total: waiting })
    model = await transact(learnModel)
    onProgress?.({ step: 'resolve', done: 0, total: waiting })
  }
  const sums = { resolved: 0, merged: 0, reviews: 0 }
  const add = (found: { readonly merged: number; readonly reviews: number }) => {
    sums.merged += found.merged
    sums.reviews += found.reviews
  }
  const drain = async (): Promise<void> => {
    for (let tries = 1; !signal?.aborted; ) {
      const found = await transact(resolveBatch).catch(toInTheWay)
      if (found instanceof AcervoError) {
        if (tries++ >= triesMax) throw found
        continue
      }
      tries = 1
      if (found.resolved === 0) return
      sums.resolved += found.resolved
      add(found)
      const total = Math.max(waiting, sums.resolved)
      onProgress?.({ step: 'resolve', done: sums.resolved, total })
    }
  }
  await allDone(Array.from({ length: drains }, drain))
  for (let asked = 0, isDone = false; !isDone; ) {
    if (signal?.aborted) return { ...sums, model, isDone: false }
    const found = await transact(async (session) =>
      recheckBatch(session, (await loadBasis(session)).model),
    )
    isDone = found.asked === 0
    asked += found.asked
    add(found)
    onProgress?.({ step: 'recheck', done: asked, total: asked })
  }
  for (let sorted = sortedMax; sorted === sortedMax && !signal?.aborted; )
    sorted = await transact(async (session) => (await session.query(sortKeys(sortedMax))).count)
  return { ...sums, model, isDone: true }
}

/** After an import: the same work, told in words. */
export async function settleParties(
  work: QueueOptions,
): Promise<Readonly<Record<string, number | string>>> {
  const { resolved, merged, reviews, model } = await resolveQueue(work)
  return {
    resolved,
    merged,
    reviews,
    ...(model.kind === 'learned' ? { model: model.version } : {}),
    ...(model.kind === 'refused' ? { 'model refused': model.reason } : {}),
  }
}

/** Another transaction was in the way: nothing of the batch was kept, and it is taken again. */
function toInTheWay(error: unknown): AcervoError {
  if (error instanceof AcervoError && error.code === 'ACV309') return error
  throw error
}

/** Nothing is still at work when this ends. */
async function allDone(works: readonly Promise<void>[]): Promise<void> {
  for (const end of await Promise.allSettled(works)) if (end.status === 'rejected') throw end.reason
}

async function resolveBatch(session: Session) {
  const { rows } = await session.query(claim())
  if (rows.length === 0) return { resolved: 0, merged: 0, reviews: 0 }
  const ids = rows.map((row) => cell(row, 0))
  await session.query(dropStale(ids))
  const basis = await loadBasis(session)
  const subjects = rows.map((row): Subject => {
    const attributes = JSON.parse(cell(row, 2)) as Attributes
    const fields = normalise(attributes)
    return {
      id: cell(row, 0),
      source: cell(row, 1),
      attributes,
      fields,
      keys: keysOf(fields, basis.secret),
      homeId: cell(row, 3),
      isNew: false,
      receivedAt: cell(row, 4),
    }
  })
  const { merged, reviews } = await resolve(session, basis, subjects, { recheckNow: false })
  return { resolved: rows.length, merged, reviews }
}
