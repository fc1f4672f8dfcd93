// The loop of an import: items -> batches -> one transaction each. Each commits its rows together with how
// far the import came, so that whatever ends it, the next run goes on exactly there.
import { setTimeout as delay } from 'node:timers/promises'
import { isOutcomeUnknown } from '../database/outcome.ts'
import type { Context, Session, Target } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { type Prepared, toRangeRows, toReject, writeBatch } from './batch.ts'
import type { Conversion } from './conversion.ts'
import { advanceRun, claimBatch, finishRun, type Progress, type RunState } from './import-run.ts'
import type { Item, Reject } from './item.ts'
import { limits } from './limits.ts'
import { RejectFile } from './reject-file.ts'
import type { Source } from './source.ts'
import type { Writer } from './writer.ts'

export interface ImportProgress {
  readonly read: number
  readonly inserted: number
  readonly unchanged: number
  readonly rejected: number
  readonly bytes: number
  /** Unknown for a stream. */
  readonly bytesTotal: number | undefined
  /** After the last row, where the table has more to do with them. */
  readonly settling?: Settling
}

/** A step of the table's own, with how far it is. */
export interface Settling {
  readonly step: string
  readonly done: number
  readonly total: number
}

export interface BatchesOptions {
  readonly items: AsyncIterable<Item>
  readonly source: Source
  readonly conversion: Conversion
  readonly writer: Writer
  readonly target: Target
  readonly context: Context
  /** Without it nothing is remembered. */
  readonly runKey: string | undefined
  readonly rejectsPath: string
  readonly state: RunState
  readonly dryRun: boolean
  readonly batchRows: number
  readonly signal: AbortSignal | undefined
  readonly onProgress: ((progress: ImportProgress) => void) | undefined
}

export interface Outcome {
  readonly progress: Progress
  readonly isCancelled: boolean
}

export async function runBatches(options: BatchesOptions): Promise<Outcome> {
  const { source, signal, state, target, context, runKey } = options
  const work: Work = { ...options, pace: { rangeRows: limits.batchRows } }
  const rejects = await RejectFile.open(options.rejectsPath, state.rejectsBytes)
  const batches = toBatches(options)
  let progress: Progress = state
  try {
    for (let next = batches.next(); ; ) {
      const { done, value: batch } = await next
      if (signal?.aborted) return { progress, isCancelled: true }
      if (done === true) break
      next = readOn(batches)
      progress = await commitBatch(batch, progress, rejects, work)
      options.onProgress?.({ ...progress, bytes: batch.bytesRead, bytesTotal: source.size })
    }
    await source.assertUnchanged()
    if (runKey !== undefined) await finishRun(target, context, runKey)
    return { progress, isCancelled: false }
  } catch (error) {
    if (signal?.aborted && isAcervoError(error) && error.code === 'ACV308')
      return { progress, isCancelled: true }
    throw error
  } finally {
    await batches.return(undefined)
    await rejects.close()
  }
}

/** The options, and what one batch teaches the next. */
interface Work extends BatchesOptions {
  readonly pace: { rangeRows: number }
}

interface Batch {
  readonly rows: readonly Prepared[]
  readonly rejects: readonly Reject[]
  /** Items in it, and bytes of the file up to its end. */
  readonly count: number
  readonly bytesRead: number
}

/** One batch ahead: the file is read while the database writes. */
function readOn(batches: AsyncGenerator<Batch>): Promise<IteratorResult<Batch>> {
  const next = batches.next()
  // Told when it is awaited; before that it must not end the process.
  next.catch(() => undefined)
  return next
}

async function* toBatches(options: BatchesOptions): AsyncGenerator<Batch> {
  const { state, batchRows } = options
  let rows: Prepared[] = []
  let rejects: Reject[] = []
  let read = 0
  let bytesRead = 0
  let bytesBefore = 0
  for await (const item of options.items) {
    bytesRead += item.bytes
    if (++read <= state.read) continue
    if (options.signal?.aborted) return
    const prepared = prepare(item, options)
    if ('code' in prepared) rejects.push(prepared)
    else rows.push(prepared)
    const count = rows.length + rejects.length
    if (count < batchRows && bytesRead - bytesBefore < limits.batchBytesMax) continue
    yield { rows, rejects, count, bytesRead }
    rows = []
    rejects = []
    bytesBefore = bytesRead
  }
  const count = rows.length + rejects.length
  if (count > 0) yield { rows, rejects, count, bytesRead }
}

function prepare(item: Item, { writer, conversion }: BatchesOptions): Prepared | Reject {
  if ('reject' in item) return item.reject
  try {
    return { item, value: writer.prepare(item) }
  } catch (error) {
    if (isAcervoError(error)) return toReject(item, error, conversion.toRaw)
    throw error
  }
}

/** Again when another transaction was in the way: nothing of this batch was committed then. */
async function commitBatch(
  batch: Batch,
  before: Progress,
  rejects: RejectFile,
  work: Work,
): Promise<Progress> {
  const bytes = rejects.bytes
  for (let tries = 1; ; tries++) {
    try {
      return await writeOnce(batch, before, rejects, work)
    } catch (error) {
      if (!isOutcomeUnknown(error)) await rejects.cut(bytes)
      const isInTheWay = isAcervoError(error) && error.code === 'ACV309'
      if (!isInTheWay || tries >= limits.batchTriesMax) throw error
      await delay(limits.retryDelayMs * tries * (1 + Math.random()))
    }
  }
}

async function writeOnce(
  batch: Batch,
  before: Progress,
  rejects: RejectFile,
  work: Work,
): Promise<Progress> {
  const { target, context, dryRun, signal } = work
  let after = before
  const body = async (session: Session) => {
    after = await writeAll(session, batch, before, rejects, work)
    if (dryRun) throw rolledBack
  }
  try {
    await target.transaction(context, body, {
      timeoutMs: limits.batchTimeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
  } catch (error) {
    if (error !== rolledBack) throw error
  }
  return after
}

const rolledBack = new AcervoError('ACV308', 'a dry run writes nothing')

/** Rejects reach the disk before the commit that counts them. */
async function writeAll(
  session: Session,
  batch: Batch,
  before: Progress,
  rejects: RejectFile,
  { writer, conversion, runKey, pace }: Work,
): Promise<Progress> {
  if (runKey !== undefined) await claimBatch(session, runKey, before)
  const hasTaken = before.inserted + before.unchanged > 0
  const { toRaw } = conversion
  const { rangeRows } = pace
  const result = await writeBatch(session, batch.rows, { writer, toRaw, hasTaken, rangeRows })
  pace.rangeRows = toRangeRows(batch.rows.length, result.rejects.length, rangeRows)
  const refused = [...batch.rejects, ...result.rejects].sort((a, b) => a.line - b.line)
  await rejects.append(refused)
  const after: Progress = {
    read: before.read + batch.count,
    inserted: before.inserted + result.inserted,
    unchanged: before.unchanged + result.unchanged,
    rejected: before.rejected + refused.length,
    rejectsBytes: rejects.bytes,
  }
  if (runKey !== undefined) await advanceRun(session, runKey, after)
  return after
}
