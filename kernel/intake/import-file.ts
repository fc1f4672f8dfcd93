// A file -> rows of a table: the recipe of an import. Reading, converting, writing and remembering are in
// the files beside; here is only their order, and what is said when it ends.
import { basename } from 'node:path'
import type { Context, Target } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { codedOf } from '../model/coded.ts'
import type { TableModel } from '../model/model.ts'
import { type Coding, toCodedWriter } from './coded-writer.ts'
import { type Conversion, toConversion } from './conversion.ts'
import { type ImportProgress, runBatches } from './import-batches.ts'
import { noProgress, openRun, type RunIdentity, type RunState, toRunKey } from './import-run.ts'
import type { Format } from './item.ts'
import { limits } from './limits.ts'
import type { ImportMap } from './map.ts'
import { readRows, toFormat } from './rows.ts'
import { withRunLock } from './run-lock.ts'
import { settleRows } from './settle.ts'
import { fromStream, openFile, type Source } from './source.ts'
import { toActionWriter, toTableWriter, type Writer } from './writer.ts'

export interface ImportOptions {
  readonly target: Target
  readonly table: TableModel
  readonly context: Context
  /** For tables with encrypted columns. */
  readonly coding?: Coding
  /** The client of the same principal, for tables with an `import` action. */
  readonly client?: unknown
  readonly map?: ImportMap
  readonly format?: Format
  readonly delimiter?: string
  /** Who said so, where the table keeps what sources say. */
  readonly sourceName?: string
  /** With an action the identifying column of the file, else a unique column of the table. */
  readonly key?: string
  readonly dryRun?: boolean
  /** Begins at the first row again, whatever an earlier run did. */
  readonly afresh?: boolean
  readonly batchRows?: number
  /** `false`: what the table does with the rows afterwards is left to another run. */
  readonly settle?: boolean
  /** `<file>.rejects.ndjson` where it is left out; required for a stream. */
  readonly rejectsPath?: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportProgress) => void
}

export interface ImportResult {
  /** `already done`: an earlier run of the same file had finished, and this one wrote nothing. */
  readonly state: 'done' | 'already done' | 'cancelled'
  /** Rows of the file up to where it came, also by earlier runs. */
  readonly read: number
  /** By this run alone; `unchanged` are rows that were there. */
  readonly inserted: number
  readonly unchanged: number
  /** In the file of rejects, also from earlier runs. */
  readonly rejected: number
  readonly rejectsPath: string | undefined
  /** Rows that earlier runs had done. */
  readonly resumedFrom: number
  /** False for a stream: run again, it begins at its first row. */
  readonly isResumable: boolean
  /** Columns of the file that were not read. */
  readonly ignored: readonly string[]
  readonly dryRun: boolean
  /** What the table did with the rows afterwards, where it does anything. */
  readonly settled?: Readonly<Record<string, unknown>>
  readonly seconds: number
}

/** `source` is a path or what is piped in. */
export async function importFile(
  source: string | AsyncIterable<Uint8Array | string>,
  options: ImportOptions,
): Promise<ImportResult> {
  const startedAt = performance.now()
  assertTable(options)
  const format = options.format ?? toFormat(typeof source === 'string' ? source : '-')
  const opened =
    typeof source === 'string' ? await openFile(source, options.signal) : fromStream(source)
  try {
    const rejectsPath = toRejectsPath(source, options)
    const fileName = typeof source === 'string' ? basename(source) : '-'
    const import_ = { opened, format, rejectsPath, fileName }
    const result = await (opened.digest === undefined || options.dryRun === true
      ? importOnce(import_, options)
      : importOnRecord(import_, opened.digest, options))
    const settled = await settleResult(result, options)
    return { ...result, ...settled, seconds: (performance.now() - startedAt) / 1000 }
  } finally {
    await opened.close()
  }
}

/** Also after a run that found everything done: the one before may have been cut short in this. */
async function settleResult(
  result: Unclocked,
  options: ImportOptions,
): Promise<Pick<ImportResult, 'settled' | 'state'> | undefined> {
  const { table, target, context, signal, onProgress } = options
  if (options.settle === false || result.dryRun || result.state === 'cancelled') return undefined
  const { read, inserted, unchanged, rejected } = result
  const rows = { read, inserted, unchanged, rejected, bytes: 1, bytesTotal: 1 }
  const settled = await settleRows({
    table,
    target,
    context,
    onProgress: (settling) => onProgress?.({ ...rows, settling }),
    ...(signal === undefined ? {} : { signal }),
  })
  if (settled === undefined) return undefined
  return { settled, state: signal?.aborted ? 'cancelled' : result.state }
}

interface Opened {
  readonly opened: Source
  readonly format: Format
  readonly rejectsPath: string
  readonly fileName: string
}

type Unclocked = Omit<ImportResult, 'seconds'>

async function importOnRecord(
  file: Opened,
  digest: string,
  options: ImportOptions,
): Promise<Unclocked> {
  const identity = toIdentity(digest, file.format, options)
  const key = toRunKey(identity)
  const { target, context } = options
  return withRunLock(target, context, key, async () => {
    const { fileName } = file
    const state = await openRun(target, identity, { fileName, afresh: options.afresh === true })
    return state.isFinished ? alreadyDone(state, file) : importFrom(state, key, file, options)
  })
}

function importOnce(file: Opened, options: ImportOptions): Promise<Unclocked> {
  return importFrom({ ...noProgress, isFinished: false }, undefined, file, options)
}

async function importFrom(
  state: RunState,
  runKey: string | undefined,
  { opened, format, rejectsPath }: Opened,
  options: ImportOptions,
): Promise<Unclocked> {
  const { delimiter, table, target, context, signal, onProgress } = options
  const rows = await readRows(opened.chunks(), {
    format,
    ...(delimiter === undefined ? {} : { delimiter }),
  })
  const conversion = toConversion({
    table,
    fields: rows.fields,
    map: options.map,
    keepsRaw: table.actions.has('import'),
  })
  const writer = toWriter(conversion, options)
  const { progress, isCancelled } = await runBatches({
    items: rows.items,
    source: opened,
    conversion,
    writer,
    target,
    context,
    runKey,
    rejectsPath,
    state,
    dryRun: options.dryRun === true,
    batchRows: toBatchRows(options.batchRows),
    signal,
    onProgress,
  })
  return {
    state: isCancelled ? 'cancelled' : 'done',
    read: progress.read,
    inserted: progress.inserted - state.inserted,
    unchanged: progress.unchanged - state.unchanged,
    rejected: progress.rejected,
    rejectsPath: progress.rejected > 0 ? rejectsPath : undefined,
    resumedFrom: state.read,
    isResumable: runKey !== undefined,
    ignored: conversion.ignored,
    dryRun: options.dryRun === true,
  }
}

function alreadyDone(state: RunState, { rejectsPath }: Opened): Unclocked {
  return {
    state: 'already done',
    read: state.read,
    inserted: 0,
    unchanged: state.read - state.rejected,
    rejected: state.rejected,
    rejectsPath: state.rejected > 0 ? rejectsPath : undefined,
    resumedFrom: state.read,
    isResumable: true,
    ignored: [],
    dryRun: false,
  }
}

function toIdentity(digest: string, format: Format, options: ImportOptions): RunIdentity {
  const { table, context, map, sourceName, key, delimiter } = options
  const chosen = { format, delimiter, sourceName, key, map: map && Object.fromEntries(map) }
  return { digest, table, context, options: JSON.parse(JSON.stringify(chosen)) }
}

function toWriter(conversion: Conversion, options: ImportOptions): Writer {
  const { table, target, context, key, sourceName, client } = options
  const action = table.actions.get('import')
  if (action === undefined) {
    const { settings } = context
    return codedOf(table) === undefined
      ? (toTableWriter(table, conversion, { key, settings }) as Writer)
      : (toCodedWriter(table, conversion, { key, settings, coding: options.coding }) as Writer)
  }
  if (!sourceName || !key) {
    const missing = [sourceName ? [] : 'the name of the source', key ? [] : 'its key'].flat()
    throw new AcervoError('ACV200', `'${table.database}.${table.name}' keeps what a source says`, {
      details: `Missing: ${missing.join(', ')}.`,
      hint: 'Name the source with --source and the column of its identifier with --key.',
    })
  }
  conversion.assertField(key)
  return toActionWriter({
    action,
    conversion,
    source: sourceName,
    key,
    client,
    target,
    context,
  }) as Writer
}

function assertTable({ table, sourceName }: ImportOptions): void {
  if (table.kind === 'view') {
    throw new AcervoError('ACV211', `'${table.database}.${table.name}' is a view`, {
      hint: 'Import into the tables that it reads.',
    })
  }
  if (sourceName === undefined || table.actions.has('import')) return
  throw new AcervoError('ACV200', `'${table.database}.${table.name}' keeps no sources`, {
    hint: 'Leave --source out.',
  })
}

function toBatchRows(given: number = limits.batchRows): number {
  if (Number.isInteger(given) && given >= 1 && given <= limits.batchRows) return given
  throw new AcervoError('ACV200', `a batch cannot hold ${given} rows`, {
    details: `Allowed: 1 to ${limits.batchRows}.`,
  })
}

/** A dry run has a file of its own: that of a real run may still be worked on. */
function toRejectsPath(source: unknown, { rejectsPath, dryRun }: ImportOptions): string {
  if (rejectsPath !== undefined) return rejectsPath
  const ending = dryRun === true ? 'dry-run.rejects.ndjson' : 'rejects.ndjson'
  if (typeof source === 'string') return `${source}.${ending}`
  throw new AcervoError('ACV200', 'an import from a stream needs a file for its rejects', {
    hint: 'Name one, such as stdin.rejects.ndjson.',
  })
}
