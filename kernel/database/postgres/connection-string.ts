// A connection string -> what pg needs, with the words the specifications use: sslmode as libpq means it,
// pgbouncer, connection_limit, pool_timeout. Refuses what it does not know and plain connections to remote hosts.
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import type { ClientConfig } from 'pg'
import { parse } from 'pg-connection-string'
import { AcervoError, nearestHint } from '../../errors/index.ts'

export interface ConnectionString {
  /** host:port/database */
  readonly key: string
  readonly user: string
  readonly config: ClientConfig
  /** Behind a pooler in transaction mode: no named statements, no direct session. */
  readonly pooled: boolean
  readonly connectionLimit: number | undefined
  readonly poolTimeoutMs: number | undefined
}

export interface ConnectionStringOptions {
  /** Hosts to which a connection without TLS is allowed. */
  readonly allowPlain?: readonly string[] | undefined
}

// `schema` is Prisma's; a logical database names its own schema here.
const known = [
  'application_name',
  'connect_timeout',
  'connection_limit',
  'host',
  'options',
  'pgbouncer',
  'pool_timeout',
  'port',
  'schema',
  'sslcert',
  'sslkey',
  'sslmode',
  'sslrootcert',
]
const sslModes = [
  'disable',
  'allow',
  'prefer',
  'require',
  'verify-ca',
  'verify-full',
  'no-verify',
] as const

export function parseConnectionString(
  text: string,
  options: ConnectionStringOptions = {},
): ConnectionString {
  const url = toUrl(text)
  const given = url.searchParams
  for (const name of given.keys()) {
    if (!known.includes(name)) {
      throw refused(`the parameter '${name}' is not known`, nearestHint(name, known))
    }
  }
  const plain = new URL(url)
  for (const name of known) if (name !== 'host' && name !== 'port') plain.searchParams.delete(name)
  const { host, port, database, user, password } = parse(plain.href)
  if (!database) throw refused('names no database', 'Write postgres://user@host:5432/database.')
  const address = { host: host || '127.0.0.1', port: Number(port || 5432) }
  const ssl = chooseSsl(given, address.host, options.allowPlain ?? [])
  const connectTimeoutMs = toMs(given, 'connect_timeout')
  return Object.freeze({
    key: `${address.host}:${address.port}/${database}`,
    user: user || 'postgres',
    pooled: toBoolean(given, 'pgbouncer'),
    connectionLimit: toCount(given, 'connection_limit'),
    poolTimeoutMs: toMs(given, 'pool_timeout'),
    config: Object.freeze({
      ...address,
      database,
      user: user || 'postgres',
      // Without one pg would look into files and the environment of whoever started us.
      password: password || '',
      ssl,
      application_name: given.get('application_name') ?? 'acervo',
      ...(given.has('options') ? { options: given.get('options') as string } : {}),
      ...(connectTimeoutMs === undefined ? {} : { connectionTimeoutMillis: connectTimeoutMs }),
    }),
  })
}

function toUrl(text: string): URL {
  // A unix socket may stand where a URL has its host: postgres://user@/db?host=/run/postgresql
  const readable = text.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)(?=\/)/, '$1localhost')
  if (!/^postgres(ql)?:\/\//.test(text) || !URL.canParse(readable)) {
    throw refused('is no postgres:// URL', 'Write postgres://user:password@host:5432/database.')
  }
  const url = new URL(readable)
  if (url.hostname.includes(',')) throw refused('names several hosts', 'Name one.')
  return url
}

function chooseSsl(
  given: URLSearchParams,
  host: string,
  allowPlain: readonly string[],
): NonNullable<ClientConfig['ssl']> {
  const mode = given.get('sslmode') ?? 'prefer'
  if (!sslModes.some((known) => known === mode)) {
    throw refused(`sslmode '${mode}' is not known`, nearestHint(mode, sslModes))
  }
  const isNear = isLoopback(host) || allowPlain.includes(host)
  if (mode === 'disable' && !isNear) {
    throw refused(
      `asks for a plain connection to '${host}'`,
      'Use sslmode=require or better, or allow the host by name.',
    )
  }
  // pg cannot fall back: a near host gets plain unless it asks for TLS, a remote one always gets TLS.
  if (mode === 'disable' || (isNear && (mode === 'prefer' || mode === 'allow'))) return false
  return { ...readCertificates(given), ...verification(mode, given.has('sslrootcert')) }
}

function verification(mode: string, hasRoot: boolean): { rejectUnauthorized?: boolean } {
  if (mode === 'verify-full') return {}
  const checksAuthority = mode === 'verify-ca' || (mode === 'require' && hasRoot)
  if (!checksAuthority) return { rejectUnauthorized: false }
  return { checkServerIdentity: () => undefined } as { rejectUnauthorized?: boolean }
}

function readCertificates(given: URLSearchParams): { ca?: string; cert?: string; key?: string } {
  const files: { ca?: string; cert?: string; key?: string } = {}
  for (const [part, name] of [
    ['ca', 'sslrootcert'],
    ['cert', 'sslcert'],
    ['key', 'sslkey'],
  ] as const) {
    const path = given.get(name)
    if (path === null) continue
    try {
      files[part] = readFileSync(path, 'utf8')
    } catch (cause) {
      throw new AcervoError('ACV316', `the file of ${name} cannot be read`, {
        details: path,
        cause,
      })
    }
  }
  return files
}

export function isLoopback(host: string): boolean {
  if (host.startsWith('/') || host === 'localhost' || host === '::1') return true
  return isIP(host) === 4 && host.startsWith('127.')
}

function toCount(given: URLSearchParams, name: string): number | undefined {
  const text = given.get(name)
  if (text === null) return undefined
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 10_000) {
    throw refused(`${name} is '${text}'`, 'Give a whole number from 1 to 10000.')
  }
  return count
}

function toMs(given: URLSearchParams, name: string): number | undefined {
  const seconds = toCount(given, name)
  return seconds === undefined ? undefined : seconds * 1000
}

function toBoolean(given: URLSearchParams, name: string): boolean {
  const text = given.get(name) ?? 'false'
  if (text !== 'true' && text !== 'false')
    throw refused(`${name} is '${text}'`, 'Say true or false.')
  return text === 'true'
}

/** The string itself holds a password: it is never shown. */
function refused(reason: string, hint: string): AcervoError {
  return new AcervoError('ACV316', `the connection string ${reason}`, { hint })
}
