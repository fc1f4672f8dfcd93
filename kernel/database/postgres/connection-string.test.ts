import { expect, test } from 'vitest'
import { parseConnectionString } from './connection-string.ts'

test('the words of the specifications are understood', () => {
  const parsed = parseConnectionString(
    'postgresql://ana:p%40ss%2Fword@localhost:6432/app?pgbouncer=true&connection_limit=5&pool_timeout=10&schema=public',
  )
  expect(parsed).toMatchObject({
    key: 'localhost:6432/app',
    user: 'ana',
    pooled: true,
    connectionLimit: 5,
    poolTimeoutMs: 10_000,
    config: { user: 'ana', password: 'p@ss/word', database: 'app', ssl: false },
  })
})

test('unix sockets are fine, as host in the path or as parameter', () => {
  for (const text of [
    'postgres://ana@/app?host=/var/run/postgresql',
    'postgres:///app?host=/var/run/postgresql',
    'postgres://ana@%2Fvar%2Frun%2Fpostgresql/app',
  ]) {
    expect(parseConnectionString(text)).toMatchObject({
      key: '/var/run/postgresql:5432/app',
      config: { host: '/var/run/postgresql', ssl: false },
    })
  }
})

test.each([
  ['', { rejectUnauthorized: false }],
  ['?sslmode=prefer', { rejectUnauthorized: false }],
  ['?sslmode=require', { rejectUnauthorized: false }],
  ['?sslmode=no-verify', { rejectUnauthorized: false }],
  ['?sslmode=verify-ca', { checkServerIdentity: expect.any(Function) }],
  ['?sslmode=verify-full', {}],
])('a remote host gets TLS (%s)', (parameters, ssl) => {
  const { config } = parseConnectionString(`postgres://a@db.example/app${parameters}`)
  expect(config.ssl).toEqual(ssl)
})

test('a near host gets TLS when it is asked for', () => {
  const { config } = parseConnectionString('postgres://a@127.0.0.1/app?sslmode=require')
  expect(config.ssl).toEqual({ rejectUnauthorized: false })
})

test('a plain connection to a remote host needs its name on the list', () => {
  const text = 'postgres://a@db.example/app?sslmode=disable'
  expect(() => parseConnectionString(text)).toThrow(expect.objectContaining({ code: 'ACV316' }))
  expect(parseConnectionString(text, { allowPlain: ['db.example'] }).config.ssl).toBe(false)
})

test.each([
  ['mysql://a@b/c', 'postgres://'],
  ['nonsense', 'postgres://'],
  ['postgres://a@localhost', 'database'],
  ['postgres://a@one,two/c', 'one'],
  ['postgres://a@localhost/c?conection_limit=5', 'connection_limit'],
  ['postgres://a@localhost/c?connection_limit=0', '10000'],
  ['postgres://a@localhost/c?pgbouncer=yes', 'true or false'],
  ['postgres://a@localhost/c?sslmode=required', 'require'],
  ['postgres://a@localhost/c?sslrootcert=/nowhere&sslmode=require', undefined],
])('%s is refused with the next step', (text, hint) => {
  expect(() => parseConnectionString(text)).toThrow(
    expect.objectContaining({
      code: 'ACV316',
      ...(hint === undefined ? {} : { hint: expect.stringContaining(hint) }),
    }),
  )
})

test.each([
  'postgres://a:geheim@localhost',
  'postgres//a:geheim@x/y',
  'postgres://a:geheim@x/y?sslmode=disable',
])('no error shows the password (%#)', (text) => {
  expect.assertions(2)
  try {
    parseConnectionString(text)
  } catch (error) {
    expect(String(error)).toContain('connection string')
    expect(JSON.stringify(error) + String(error)).not.toContain('geheim')
  }
})
