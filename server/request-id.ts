// x-request-id: the caller's where it is plain, otherwise a new one.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const idForm = /^[A-Za-z0-9._:+/=@-]{1,128}$/

export function toRequestId({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']
  return typeof given === 'string' && idForm.test(given) ? given : randomUUID()
}
