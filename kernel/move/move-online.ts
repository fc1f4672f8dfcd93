// Logical databases to another server while their platform writes. The servers replicate; everything is compared from
// two photographs taken at one moment; then writers wait, what is left arrives, what has changed is compared, and the
// source is closed in the transaction that holds them. Until then each way out leaves the source as it was.
import type { Target } from '../database/target.ts'
import { AcervoError, isAcervoError } from '../errors/index.ts'
import { withLock } from '../migrate/lock.ts'
import { withDirect } from '../migrate/placed.ts'
import { pause } from '../migrate/retry.ts'
import { cleanUp, endBoth, undoOnline } from './behind.ts'
import { withKeys } from './changes.ts'
import { toParts } from './copy-all.ts'
import { compareWhole, fence } from './cut-over.ts'
import { isHome } from './kernel-rows.ts'
import type { MovedTable, MoveReport, Moving } from './moving.ts'
import type { Online } from './online.ts'
import { assertUpToDate } from './refusals.ts'
import {
  assertReplicates,
  beginReplication,
  isReplicating,
  readCopy,
  readLag,
  toNames,
} from './replication.ts'
import { readMarks } from './standing.ts'
import { makeMonths, prepare } from './steps.ts'
import { textSettings } from './table-digest.ts'

const pollMs = 200
/** Bytes of the log behind which the rest arrives within the pause. */
const nearBytes = 256 * 1024
const attemptsMax = 5
const againMs = 125
const errorsMax = 3
const silenceMs = 60_000

/** Called under the lock of the target, with nothing left to finish. */
export async function moveOnline(moving: Moving): Promise<MoveReport> {
  const { from, target, source, there, schemas, online = {} } = moving
  const began = performance.now()
  await assertMovable(moving)
  await assertReplicates({ source, there }, await target.serverVersion())
  const report = { from: from.key, to: target.key }
  if (moving.dryRun) return { ...report, state: 'checked', tables: [] }
  const { pauseMs = 2_000, drainMs = 10_000 } = online
  const names = toNames(schemas, from.key)
  // Migrations of the source wait: the target would not have them.
  return withLock(source, moving, () =>
    withDirect(from, (watch) =>
      withDirect(target, async (twin) => {
        const whole: Online = { ...moving, watch, twin, names, pauseMs, drainMs }
        const { tables, ...times } = await carry(whole).catch(async (error: unknown) => {
          moving.onMove?.({ step: 'undo' })
          throw await undoOnline(moving, names, error)
        })
        const left = await cleanUp(moving, names)
        const seconds = Math.round(performance.now() - began) / 1000
        const told = { ...times, seconds, ...(left === undefined ? {} : { left }) }
        return { ...report, state: 'moved', tables, online: told } as const
      }),
    ),
  )
}

/** Of what is beside the databases, some goes only while nobody works on it. */
async function assertMovable({ model, databases, source, sets }: Moving): Promise<void> {
  const hint = 'Stop every acervo start and move without --online.'
  if (isHome(model, databases))
    throw new AcervoError('ACV411', 'the first database of all cannot be moved while it serves', {
      details: 'The stream of events and the queue of the platform stand beside it.',
      hint,
    })
  const names = new Set(databases.flatMap(({ name, schema }) => [name, schema]))
  const sagas = model.systems.flatMap((system) => system.sagas)
  const saga = sagas.find(({ home }) => names.has(home))
  if (saga !== undefined)
    throw new AcervoError('ACV411', `the saga '${saga.name}' has its home there`, {
      details: 'Where it stands is written beside the database, step by step.',
      hint,
    })
  await assertUpToDate(source, sets)
}

interface Carried {
  readonly tables: readonly MovedTable[]
  readonly pauseMs: number
  readonly glanceMs: number
  readonly attempts: number
}

async function carry(moving: Online): Promise<Carried> {
  const { source, there, watch, twin } = moving
  await Promise.all([source, there, watch, twin].map((direct) => direct.script(textSettings)))
  await begin(moving)
  const parts = await withKeys(source, await toParts(moving))
  const kernel = parts.filter(({ shape }) => shape.table.startsWith('acervo.'))
  const own = parts.filter((part) => !kernel.includes(part))
  await untilCopied(moving)
  const { since, tables, glanceMs } = (
    await inTime(moving, () => compareWhole(moving, own, kernel))
  ).value
  const { value, attempts } = await inTime(moving, () => fence(moving, own, kernel, since))
  return { tables, pauseMs: Math.round(value), glanceMs: Math.round(glanceMs), attempts }
}

/** Where the writers would wait for too long they are let go, and asked to wait again when less is left. */
async function inTime<T>(
  moving: Online,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly attempts: number }> {
  for (let attempts = 1; ; attempts++) {
    await catchUp(moving)
    try {
      return { value: await work(), attempts }
    } catch (error) {
      const isLate = isAcervoError(error) && error.code === 'ACV307'
      if (!isLate || attempts === attemptsMax) throw isLate ? toLateError(moving, error) : error
      await pause(againMs * 2 ** attempts, moving.signal)
    }
  }
}

/** Where an earlier call was killed and both ends still stand, it goes on. */
async function begin(moving: Online): Promise<void> {
  const { source, there, names, schemas, from, target, online, onMove } = moving
  const marks = await readMarks(there, schemas)
  const areArriving = schemas.every((schema) => marks.get(schema)?.state === 'arriving')
  if (areArriving && (await isReplicating(source, there, names))) {
    onMove?.({ step: 'resume' })
    return
  }
  onMove?.({ step: 'prepare' })
  await endBoth(moving, names)
  await prepare(moving)
  const parts = await toParts(moving)
  const tables = parts.map(({ shape }) => shape.table).filter((name) => !name.startsWith('acervo.'))
  const connection = online?.via ?? toConnection(from.operator?.config ?? {})
  const serverVersion = await target.serverVersion()
  await beginReplication({ source, there, names, tables, connection, serverVersion })
}

/** As libpq reads it. */
function toConnection({
  host,
  port,
  database,
  user,
  password,
  ssl,
}: Partial<NonNullable<Target['operator']>['config']>): string {
  const words = {
    host,
    port,
    dbname: database,
    user,
    password: typeof password === 'string' ? password : undefined,
    sslmode: ssl ? 'require' : 'prefer',
    application_name: 'acervo_move',
  }
  return Object.entries(words)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}='${String(value).replace(/[\\']/g, '\\$&')}'`)
    .join(' ')
}

async function untilCopied(moving: Online): Promise<void> {
  const { there, names, signal, onMove } = moving
  for (let at = 0; ; at++) {
    const state = await readCopy(there, names)
    onMove?.({ step: 'replicate', tables: state.tables, ready: state.ready, rows: state.rows })
    if (state.tables > 0 && state.ready === state.tables) return
    await assertFlowing(moving, state.errors)
    if (at % 5 === 0) await makeMonths(moving)
    await pause(pollMs, signal)
  }
}

async function catchUp(moving: Online): Promise<void> {
  const { watch, there, names, signal, onMove } = moving
  let seenAt = performance.now()
  for (let at = 0; ; at++) {
    const { isConnected, ...lag } = await readLag(watch, names)
    onMove?.({ step: 'catch-up', ...lag })
    if (isConnected) seenAt = performance.now()
    if (isConnected && lag.bytes <= nearBytes) return
    await assertFlowing(moving, (await readCopy(there, names)).errors, seenAt)
    if (at % 5 === 0) await makeMonths(moving)
    await pause(pollMs, signal)
  }
}

/** The servers try again for ever, and tell only their own log why. */
async function assertFlowing(
  { target }: Online,
  errors: number,
  seenAt = performance.now(),
): Promise<void> {
  if (errors < errorsMax && performance.now() - seenAt < silenceMs) return
  throw new AcervoError('ACV411', 'the target does not take the changes', {
    details: errors < errorsMax ? 'It has not asked for any for a minute.' : `${errors} failures.`,
    hint: `The log of the server ${target.key} says why.`,
  })
}

function toLateError({ pauseMs }: Online, cause: AcervoError): AcervoError {
  return new AcervoError('ACV411', `the writers would wait for longer than ${pauseMs} ms`, {
    details: `Tried ${attemptsMax} times; ${cause.message}.`,
    hint: 'Ask again when less is being written, or allow more with --pause.',
    cause,
  })
}
