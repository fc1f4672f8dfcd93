// The head of a request, before anything is believed of it: not too long, and nothing said twice that proxies and
// servers may read differently (request smuggling; Node itself refuses two lengths and other framings).
import type { IncomingMessage } from 'node:http'
import { AcervoError } from '../kernel/index.ts'
import { limits } from './resource/limits.ts'

const single = new Set(['host', 'authorization', 'content-type', 'content-length', 'origin'])

/** @throws ACV206, ACV612, ACV644 */
export function assertHead({ url, rawHeaders }: Pick<IncomingMessage, 'url' | 'rawHeaders'>): void {
  if (url === undefined || url.length > limits.urlCharactersMax)
    throw new AcervoError('ACV206', 'the URL is too long', {
      details: `Allowed: ${limits.urlCharactersMax} characters.`,
    })
  // A whole URL is for proxies: two readings of who is asked for what.
  if (!url.startsWith('/'))
    throw new AcervoError('ACV644', 'the target of the request is no path', {
      details: 'Allowed: a path that begins with /.',
    })
  if (rawHeaders.length > 2 * limits.headersMax)
    throw new AcervoError('ACV644', 'the request has too many headers', {
      details: `Given: ${rawHeaders.length / 2}. Allowed: ${limits.headersMax}.`,
    })
  let seen = ''
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    if (name === 'content-encoding') assertPlain(rawHeaders[at + 1] ?? '')
    if (!single.has(name)) continue
    if (seen.includes(` ${name} `))
      throw new AcervoError('ACV644', `the header '${name}' is given twice`)
    seen += ` ${name} `
  }
}

function assertPlain(encoding: string): void {
  if (encoding.trim() === '' || encoding.trim().toLowerCase() === 'identity') return
  throw new AcervoError('ACV612', 'the body is encoded', {
    details: 'Allowed: no Content-Encoding; a small body could hold a very large one.',
  })
}
