// A URL -> where a call may go: scheme, port and every address its name has, checked. The addresses are what the
// connection then uses, so that a name that changes its mind (DNS rebinding) changes nothing.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AcervoError } from '../kernel/index.ts'
import { isPrivateAddress, isPublicAddress } from './address.ts'

export interface Address {
  readonly address: string
  readonly family: number
}

/** Every address that a name has. */
export type Resolve = (host: string) => Promise<readonly Address[]>

export interface Destination {
  readonly url: URL
  readonly addresses: readonly Address[]
}

export interface DestinationRules {
  /** `host` or `host:port`, named by the operator: plain HTTP, any port, private addresses. */
  readonly hosts: ReadonlySet<string>
  readonly resolve: Resolve
}

const urlCharactersMax = 4_096
const addressesMax = 32

export const resolveByName: Resolve = (host) => lookup(host, { all: true })

/** @throws ACV640 in the same words for a name without an address and for one inside our network. */
export async function toDestination(
  given: string | URL,
  { hosts, resolve }: DestinationRules,
): Promise<Destination> {
  const url = toUrl(given)
  const isNamed = hosts.has(url.hostname) || hosts.has(url.host)
  assertScheme(url, isNamed)
  const isAllowed = (address: string) =>
    isPublicAddress(address) || (isNamed && isPrivateAddress(address))
  const addresses = await find(url, resolve)
  const isFit = addresses.length > 0 && addresses.length <= addressesMax
  if (!isFit || !addresses.every(({ address }) => isAllowed(address)))
    throw refused(url, isNamed ? 'Its address may not be called.' : 'It has no public address.')
  return Object.freeze({ url, addresses })
}

function toUrl(given: string | URL): URL {
  const text = String(given)
  if (text.length > urlCharactersMax || !URL.canParse(text))
    throw new AcervoError('ACV640', 'the address of the call is no URL', {
      details: `Allowed: an absolute URL of up to ${urlCharactersMax} characters.`,
    })
  const url = new URL(text)
  if (url.username !== '' || url.password !== '')
    throw refused(url, 'It holds credentials, which would stand in logs.')
  url.hash = ''
  return url
}

function assertScheme(url: URL, isNamed: boolean): void {
  if (isNamed && (url.protocol === 'https:' || url.protocol === 'http:')) return
  // The usual port is written as no port.
  if (url.protocol === 'https:' && url.port === '') return
  throw refused(url, 'Allowed: https on port 443.')
}

async function find(url: URL, resolve: Resolve): Promise<readonly Address[]> {
  const literal = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const family = isIP(literal)
  if (family !== 0) return [{ address: literal, family }]
  return resolve(literal).catch(() => [])
}

function refused(url: URL, details: string): AcervoError {
  return new AcervoError('ACV640', `'${url.host.slice(0, 200)}' may not be called`, {
    details,
    hint: 'The operator names a host of the own network in ACERVO_OUTSIDE_HOSTS.',
  })
}
