// The head of a request, before anything is believed of it: not too long, and nothing said twice that proxies and
// servers may read differently (request smuggling; Node itself refuses two lengths and other framings).
import type { IncomingMessage } from 'node:http'
import { AcervoError } from '../kernel/index.ts'
import { limits } from './resource/limits.ts'

const single = new Set(['host', 'authorization', 'content-type', 'content-length', 'origin'])

/** @throws ACV206, ACV644 */
export function assertHead({ url, rawHeaders }: Pick<IncomingMessage, 'url' | 'rawHeaders'>): void {
  if (url === undefined || url.length > limits.urlCharactersMax)
    throw new AcervoError('ACV206', 'the URL is too long', {
      details: `Allowed: ${limits.urlCharactersMax} characters.`,
    })
  if (rawHeaders.length > 2 * limits.headersMax)
    throw new AcervoError('ACV644', 'the request has too many headers', {
      details: `Given: ${rawHeaders.length / 2}. Allowed: ${limits.headersMax}.`,
    })
  let seen = ''
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    if (!single.has(name)) continue
    if (seen.includes(` ${name} `))
      throw new AcervoError('ACV644', `the header '${name}' is given twice`)
    seen += ` ${name} `
  }
}
