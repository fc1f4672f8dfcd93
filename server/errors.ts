// An error -> HTTP status and problem+json (RFC 9457). The status of each code is chosen here and nowhere
// else; what is not an AcervoError reaches the client as ACV600 with the request id alone.
import { AcervoError, catalogue, type ErrorCode, isAcervoError } from '../kernel/index.ts'
import { nextStepOf } from './next-steps.ts'
import type { LineError, LineErrors } from './resource/bulk.ts'

/** By code; a code that is missing here is the server's own fault: 500. */
const statuses: Partial<Record<ErrorCode, number>> = {
  ACV200: 400,
  ACV201: 404,
  ACV202: 404,
  ACV203: 400,
  ACV204: 400,
  ACV205: 400,
  ACV206: 400,
  ACV207: 400,
  ACV208: 400,
  ACV209: 404,
  ACV210: 412,
  ACV211: 400,
  ACV212: 404,
  ACV301: 503,
  ACV302: 409,
  ACV303: 409,
  ACV304: 422,
  ACV305: 422,
  // A write outside the principal's rows says no more than that it was refused.
  ACV306: 403,
  ACV307: 504,
  ACV308: 503,
  ACV309: 409,
  ACV310: 400,
  ACV311: 503,
  ACV326: 507,
  ACV315: 400,
  ACV323: 409,
  ACV331: 503,
  ACV332: 409,
  ACV333: 400,
  ACV335: 409,
  ACV401: 503,
  ACV404: 503,
  ACV408: 503,
  // It moves while we run: the same request is answered in a moment.
  ACV410: 503,
  // Who may be one is decided by what stands there.
  ACV530: 409,
  ACV531: 409,
  ACV532: 409,
  ACV601: 401,
  ACV602: 400,
  ACV603: 413,
  ACV604: 404,
  ACV608: 400,
  ACV609: 422,
  ACV610: 422,
  ACV611: 409,
  ACV612: 415,
  ACV613: 429,
  ACV614: 503,
  ACV615: 405,
  ACV616: 403,
  ACV617: 503,
  ACV620: 401,
  ACV621: 429,
  ACV622: 422,
  ACV623: 400,
  ACV624: 403,
  ACV625: 403,
  ACV626: 404,
  ACV627: 401,
  ACV628: 429,
  ACV640: 422,
  ACV641: 502,
  ACV642: 403,
  ACV643: 408,
  ACV644: 400,
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
}

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode
  readonly message: string
  readonly details: string
  readonly hint?: string
  readonly requestId: string
  /** Mistakes of single lines, for bulk requests. */
  readonly errors?: readonly LineError[]
}

export function statusOf(error: unknown): number {
  return isAcervoError(error) ? (statuses[error.code] ?? 500) : 500
}

export function toProblem(error: unknown, requestId: string): Problem {
  const status = statusOf(error)
  // A 5xx of our own (a wrong role, a broken migration) may name what only the operator should read.
  const told = isAcervoError(error) && status !== 500 ? error : hidden(requestId)
  const lines = told === error ? linesOf(error) : undefined
  const title = catalogue[told.code]
  const hint = told.hint ?? nextStepOf(told.code)
  return {
    type: `urn:acervo:error:${told.code}`,
    title,
    status,
    detail: told.message,
    code: told.code,
    message: told.message,
    // Every refusal has the same members: a client need not ask which are there.
    details: told.details ?? `${title[0]?.toUpperCase()}${title.slice(1)}.`,
    ...(hint === undefined ? {} : { hint }),
    requestId,
    ...(lines === undefined ? {} : { errors: lines }),
  }
}

export function reasonOf(status: number): string {
  return reasons[status] ?? 'Error'
}

/** Headers that belong to a refusal. */
export function headersOf(status: number): Readonly<Record<string, string>> {
  if (status === 401) return { 'www-authenticate': 'Bearer realm="Acervo"' }
  return status === 503 || status === 429 ? { 'retry-after': '1' } : {}
}

/** What Fastify and Node refuse before a handler runs. */
export function fromFramework(error: unknown): unknown {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new AcervoError('ACV603', 'the body is too large', {
        hint: 'Send large amounts as application/x-ndjson, or use acervo import.',
      })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new AcervoError('ACV612', 'the body has a media type that is not read here', {
        details: 'Allowed: application/json, and application/x-ndjson for bulk.',
      })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new AcervoError('ACV602', 'the body is empty', { details: 'Allowed: JSON.' })
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new AcervoError('ACV602', 'the body is not as long as content-length says')
    case 'FST_ERR_BAD_URL':
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return new AcervoError('ACV604', 'the path is not usable', {
        details: 'It is too long or not percent-encoded UTF-8.',
      })
    case 'ECONNRESET':
      return new AcervoError('ACV308', 'the client left before its request was whole')
    default:
      return error
  }
}

function linesOf(error: unknown): readonly LineError[] | undefined {
  if (!isAcervoError(error) || error.code !== 'ACV609') return undefined
  const cause = error.cause
  return typeof cause === 'object' && cause !== null && 'lines' in cause
    ? (cause as LineErrors).lines
    : undefined
}

function hidden(requestId: string): AcervoError {
  return new AcervoError('ACV600', 'the request could not be served', {
    hint: `The server's log has more under the request id ${requestId}.`,
  })
}
