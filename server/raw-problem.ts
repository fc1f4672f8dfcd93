// What Node refuses before there is a request (a malformed or late head) -> the same problem, written by hand
// to the socket.
import { randomUUID } from 'node:crypto'
import type { Socket } from 'node:net'
import { AcervoError } from '../kernel/index.ts'
import { reasonOf, toProblem } from './errors.ts'
import type { SecurityHeaders } from './security-headers.ts'

const statuses: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
}

export function sendRawProblem(
  error: Error & { code?: string },
  socket: Socket,
  headers: SecurityHeaders,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const status = statuses[error.code ?? ''] ?? 400
  const requestId = randomUUID()
  const problem = toProblem(
    new AcervoError(
      'ACV602',
      'the request is not well-formed HTTP, too large in its head, or late',
    ),
    requestId,
  )
  const body = JSON.stringify({ ...problem, status })
  const head = [
    `HTTP/1.1 ${status} ${reasonOf(status)}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${requestId}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
