// A connection string as PostgreSQL's own programs take it: the password apart, for what stands among the arguments of a
// process is read by everybody on its machine.
import { AcervoError } from '../../errors/index.ts'
import { type ConnectionStringOptions, parseConnectionString } from './connection-string.ts'

export interface LibpqConnection {
  /** `host='...' port=5432 ...`, without the password. */
  readonly conninfo: string
  /** Beside it, of the process alone. */
  readonly environment: Readonly<Record<string, string>>
}

/** @throws ACV316 for what is no connection string, or leads through a transaction pooler. */
export function toLibpq(url: string, options: ConnectionStringOptions = {}): LibpqConnection {
  const { config, pooled, key } = parseConnectionString(url, options)
  if (pooled)
    throw new AcervoError(
      'ACV316',
      'PostgreSQL’s programs cannot work through a transaction pooler',
      {
        details: `The connection string of ${key} says pgbouncer=true.`,
        hint: 'Give the address of PostgreSQL itself.',
      },
    )
  const given = new URL(url.replace(/^(postgres(?:ql)?:\/\/(?:[^/@]*@)?)(?=\/)/, '$1localhost'))
    .searchParams
  const words = {
    host: config.host,
    port: String(config.port),
    dbname: config.database,
    user: config.user,
    sslmode: config.ssl === false ? 'disable' : toSslMode(given.get('sslmode')),
    sslrootcert: given.get('sslrootcert'),
    sslcert: given.get('sslcert'),
    sslkey: given.get('sslkey'),
    application_name: config.application_name,
  }
  const conninfo = Object.entries(words)
    .flatMap(([name, value]) => (value ? [`${name}=${quote(value)}`] : []))
    .join(' ')
  const password = typeof config.password === 'string' ? config.password : ''
  return { conninfo, environment: password === '' ? {} : { PGPASSWORD: password } }
}

/** Where we insist on TLS, libpq must not fall back either. */
function toSslMode(given: string | null): string {
  return given?.startsWith('verify-') ? given : 'require'
}

const quote = (value: string): string => `'${value.replaceAll(/['\\]/g, '\\$&')}'`
