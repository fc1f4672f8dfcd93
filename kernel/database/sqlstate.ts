// SQLSTATE -> AcervoError, the only place that does it. The words are ours; of the server's answer only names
// of tables, columns and constraints go on. Its DETAIL and CONTEXT can carry another row's values: they stay
// in `cause`, which no door shows.
import type { DatabaseError } from 'pg-protocol'
import { AcervoError, catalogue, type ErrorCode, isAcervoError } from '../errors/index.ts'
import { isServerError } from './wire/answers.ts'

/** Why we ended it ourselves, when we did. */
export type EndReason = 'timeout' | 'abort'

interface Translation {
  readonly code: ErrorCode
  readonly message: string
  readonly hint?: string
}

const states: Readonly<Record<string, Translation>> = {
  '23505': { code: 'ACV302', message: 'a unique value is already taken' },
  '23P01': { code: 'ACV302', message: 'the row overlaps with an existing one' },
  '23503': { code: 'ACV303', message: 'a linked row is missing or still in use' },
  '23001': { code: 'ACV303', message: 'the row is still in use' },
  '23514': { code: 'ACV304', message: 'a check refused the row' },
  '44000': { code: 'ACV304', message: 'a view refused the row' },
  '23502': { code: 'ACV305', message: 'a required value is missing' },
  '42501': { code: 'ACV306', message: 'the row is outside what the principal may see or write' },
  '40001': {
    code: 'ACV309',
    message: 'another transaction changed the same rows',
    hint: 'Run the transaction again.',
  },
  '40P01': {
    code: 'ACV309',
    message: 'two transactions waited for each other',
    hint: 'Run the transaction again.',
  },
  '55P03': {
    code: 'ACV309',
    message: 'a lock was not free in time',
    hint: 'Run it again in a moment.',
  },
  '53300': {
    code: 'ACV301',
    message: 'the server has no connection left',
    hint: 'Lower connection_limit or raise max_connections.',
  },
  '53100': {
    code: 'ACV326',
    message: 'the disk of the database is full',
    hint: 'Nothing of it was written, and what was is kept. Make room there; then ask again.',
  },
  '3D000': { code: 'ACV301', message: 'the server has no such physical database' },
  // After a column changed its type; the group was retried where that was safe.
  '26000': {
    code: 'ACV309',
    message: 'a prepared statement is gone',
    hint: 'Run the transaction again.',
  },
}

const classes: Readonly<Record<string, Translation>> = {
  '08': { code: 'ACV301', message: 'the connection to the database broke' },
  '22': { code: 'ACV310', message: 'a value has the wrong form' },
  '28': {
    code: 'ACV301',
    message: 'the server refused the login',
    hint: 'Check user and password of the connection string.',
  },
  // An index entry or a list of words of too long a text.
  '54': { code: 'ACV310', message: 'a value is too large for what is kept of it' },
  '57': { code: 'ACV301', message: 'the server ended the connection' },
}

/** Messages of these classes speak of names and of the value given, never of another row. */
const quietClasses = new Set(['23'])

export function toAcervoError(error: unknown, ended?: EndReason): AcervoError {
  if (isAcervoError(error)) return error
  if (!isServerError(error)) return toConnectionError(error, ended)
  const state = error.code ?? 'XX000'
  if (state === '57014') return toEndedError(ended ?? reasonOf(error), error)
  if (/^AV\d{3}$/.test(state)) return toOwnError(error, `ACV${state.slice(2)}`, error.detail)
  if (state === 'P0001') return toOwnError(error, 'ACV304')
  const known = states[state] ?? classes[state.slice(0, 2)]
  const details = toDetails(error, state)
  if (known === undefined) {
    return new AcervoError('ACV300', 'the database refused the statement', {
      details,
      cause: error,
    })
  }
  return new AcervoError(known.code, known.message, {
    details,
    cause: error,
    ...(known.hint === undefined ? {} : { hint: known.hint }),
  })
}

export function toEndedError(reason: EndReason, cause?: unknown): AcervoError {
  const parts = cause === undefined ? {} : { cause }
  return reason === 'timeout'
    ? new AcervoError('ACV307', 'the time given to the request ran out', parts)
    : new AcervoError('ACV308', 'the request was cancelled', parts)
}

/** The server dropped a prepared name, or the type of its result changed. */
export function isStaleName(error: unknown): boolean {
  const cause = isAcervoError(error) ? error.cause : undefined
  return isServerError(cause) && (cause.code === '26000' || cause.code === '0A000')
}

/** The server was told to stop it, and no time limit was why. */
export function isCancelled(error: unknown): boolean {
  return isAcervoError(error) && error.code === 'ACV308'
}

/** A right on a table or a schema is missing; a row that a policy refuses is something else. */
export function isWithoutRight(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code, routine } = one as { readonly code?: unknown; readonly routine?: unknown }
    if (code === '42501') return routine === 'aclcheck_error'
  }
  return false
}

/** The connection broke, or there is none. */
export function isLost(error: unknown): boolean {
  return isAcervoError(error) && error.code === 'ACV301'
}

function reasonOf(error: DatabaseError): EndReason {
  return /timeout/.test(error.message) ? 'timeout' : 'abort'
}

/** Routines of the kernel raise with errcode AVnnn (ACVnnn) or plain P0001: their words are ours, and with a code of ours the DETAIL, too. */
function toOwnError(error: DatabaseError, code: string, detail?: string): AcervoError {
  const names = toNames(error)
  return new AcervoError(code in catalogue ? (code as ErrorCode) : 'ACV304', error.message, {
    details: detail === undefined ? names : `${detail} (${names})`,
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  })
}

function toDetails(error: DatabaseError, state: string): string {
  if (quietClasses.has(state.slice(0, 2))) return toNames(error)
  return `${error.message} (${toNames(error)})`
}

function toNames(error: DatabaseError): string {
  const names = (['schema', 'table', 'column', 'constraint'] as const)
    .filter((part) => error[part] !== undefined)
    .map((part) => `${part} ${error[part]}`)
  return [...names, `SQLSTATE ${error.code}`].join(', ')
}

function toConnectionError(error: unknown, ended: EndReason | undefined): AcervoError {
  if (ended !== undefined) return toEndedError(ended, error)
  const reason = error instanceof Error ? error.message : String(error)
  return new AcervoError('ACV301', 'the database cannot be reached', {
    details: reason,
    cause: error,
  })
}
