// Whether a request that carries a cookie comes from a page of this server. A browser says so in Sec-Fetch-Site and
// Origin, which no page can forge; who says neither is no browser that we let write.
import type { IncomingHttpHeaders } from 'node:http'
import { AcervoError } from '../../kernel/index.ts'
import { isSameToken } from './browser-session.ts'

export interface Site {
  /** `https://data.example`, where the operator named it. */
  readonly publicOrigin: string | undefined
}

type Told = Pick<IncomingHttpHeaders, 'origin' | 'host' | 'sec-fetch-site' | 'sec-fetch-mode'>

export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS'
}

/** Reading: a link from anywhere may open a page, but nothing of another site may load an answer. @throws ACV642 */
export function assertMayRead(headers: Told): void {
  const site = headers['sec-fetch-site']
  if (site === undefined || site === 'same-origin' || site === 'none') return
  if (headers['sec-fetch-mode'] !== 'navigate') throw fromElsewhere('Sec-Fetch-Site says so.')
}

/** Writing: from a page of this server alone. @throws ACV642 */
export function assertSameOrigin(headers: Told, { publicOrigin }: Site): void {
  const { origin, host } = headers
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin') throw fromElsewhere('Sec-Fetch-Site says so.')
  if (origin === undefined) {
    if (site === undefined) throw fromElsewhere('Neither Origin nor Sec-Fetch-Site is given.')
    return
  }
  const isOwn =
    publicOrigin === undefined
      ? host !== undefined && URL.parse(origin)?.host === host.toLowerCase()
      : origin === publicOrigin
  if (!isOwn) throw fromElsewhere('Origin is another one.')
}

/** @throws ACV642 */
export function assertFormToken(given: string | undefined, wanted: string): void {
  if (!isSameToken(given, wanted)) throw fromElsewhere('The token of the page is missing or old.')
}

function fromElsewhere(details: string): AcervoError {
  return new AcervoError('ACV642', 'a session of a browser is used from its own pages only', {
    details,
    hint: 'Send the token of the page in x-csrf-token, or Authorization instead of a cookie.',
  })
}
