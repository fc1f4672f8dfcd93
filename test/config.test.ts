import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeConfig, maskSecret, readConfig, readLanguage } from '../config.ts'
import { AcervoError } from '../kernel/errors/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-config-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function refusal(environment: Record<string, string>): AcervoError {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof AcervoError) return error
  }
  throw new Error('nothing was refused')
}

test('an empty environment is the embedded platform on 127.0.0.1:7411', () => {
  const { given, ...config } = readConfig({})
  expect(given.size).toBe(0)
  expect(config).toEqual({
    backupRecipients: [],
    backupRecipientsApart: [],
    backupVerifiers: [],
    alertMailFrom: 'acervo@localhost',
    alertMailTo: [],
    watchSeconds: 15,
    natsFiles: {},
    s3: { region: 'us-east-1' },
    databaseUrl: undefined,
    migrateUrl: undefined,
    dataDirectory: '.acervo',
    placementFile: undefined,
    plainHosts: [],
    publicUrl: undefined,
    corsOrigins: [],
    trustedProxies: [],
    keyRate: undefined,
    addressRate: 20,
    outsideHosts: [],
    signInFile: undefined,
    host: '127.0.0.1',
    port: 7411,
    systems: undefined,
    logLevel: 'info',
    language: 'en',
  })
})

test('a configuration cannot be changed once it is read', () => {
  expect(Object.isFrozen(readConfig({ ACERVO_SYSTEMS: 'a, b' }))).toBe(true)
  expect(readConfig({ ACERVO_SYSTEMS: 'a, b,' }).systems).toEqual(['a', 'b'])
})

test.each([
  ['ACERVO_PORT', '74x1', 'a whole number from 0 to 65535'],
  ['ACERVO_PORT', '65536', 'a whole number from 0 to 65535'],
  ['ACERVO_PORT', '-1', 'a whole number from 0 to 65535'],
  ['ACERVO_MQTT_PORT', '0', 'a whole number from 1 to 65535'],
  ['ACERVO_LOG_LEVEL', 'loud', 'fatal, error, warn'],
  ['ACERVO_HOST', 'a b', 'a host name or an IP address'],
  ['ACERVO_SYSTEMS', ' , ', 'names separated by commas'],
  ['ACERVO_NATS_URL', 'http://x', 'nats://'],
  ['ACERVO_PUBLIC_URL', 'data.example', 'https://'],
  ['ACERVO_CORS_ORIGINS', '*', 'origins such as'],
  ['ACERVO_CORS_ORIGINS', 'https://a.example,https://b.example/path', 'origins such as'],
  ['ACERVO_TRUSTED_PROXIES', 'proxy', 'addresses or networks'],
  ['ACERVO_TRUSTED_PROXIES', '10.0.0.0/33', 'addresses or networks'],
  ['ACERVO_KEY_RATE', '0', 'requests a second'],
  ['ACERVO_ADDRESS_RATE', 'many', 'requests a second'],
])('%s=%s is refused with what is allowed', (name, value, allowed) => {
  const error = refusal({ [name]: value })
  expect(error.code).toBe('ACV606')
  expect(error.message).toContain(name)
  expect(error.details).toContain(allowed)
})

test('a secret is never printed whole, not even a wrong one', () => {
  for (const value of ['mysql://ana:hunter2@db/x?key=hunter2', 'hunter2']) {
    const error = refusal({ ACERVO_DATABASE_URL: value })
    expect(JSON.stringify(error)).not.toContain('hunter2')
    expect(error.details).toContain('postgres://')
  }
})

test.each([
  ['postgres://ana:pw@db:5432/x?sslmode=require', 'postgres://ana:***@db:5432/x?***'],
  ['nats://token@broker', 'nats://***@broker'],
  ['https://key@o1.ingest.example/2', 'https://***@o1.ingest.example/2'],
  ['no url', '***'],
])('%s is shown as %s', (value, shown) => {
  const masked = maskSecret(value)
  expect(masked).not.toContain('pw@')
  expect(masked).toBe(shown)
})

test('a misspelt variable is named with the nearest one', () => {
  const error = refusal({ ACERVO_DATABSE_URL: 'postgres://x/y' })
  expect(error.message).toContain('ACERVO_DATABSE_URL')
  expect(error.hint).toContain('ACERVO_DATABASE_URL')
})

test('variables of the tests and of others are left alone', () => {
  const environment = { ACERVO_TEST_DATABASE_URL: 'x', PATH: '/', ACERVOX: '1' }
  expect(readConfig(environment).given.size).toBe(0)
})

test('all mistakes are told at once', () => {
  const error = refusal({ ACERVO_PORT: 'x', ACERVO_LOG_LEVEL: 'y', ACERVO_HOTS: 'z' })
  expect(error.message).toBe('3 settings are wrong')
  for (const name of ['ACERVO_PORT', 'ACERVO_LOG_LEVEL', 'ACERVO_HOTS']) {
    expect(error.details).toContain(name)
  }
})

test('an option wins over its variable, and its mistakes are called by its own name', () => {
  const option = (value: string) => new Map([['ACERVO_PORT', { value, source: '--port' }]])
  expect(readConfig({ ACERVO_PORT: '1' }, option('2')).port).toBe(2)
  expect(() => readConfig({}, option('many'))).toThrow("--port is 'many'")
})

test('every secret, and nothing else, may come from a file', () => {
  const path = join(folder, 'url')
  writeFileSync(path, 'postgres://ana:pw@db/x\n')
  const config = readConfig({ ACERVO_DATABASE_URL_FILE: path })
  expect(config.databaseUrl).toBe('postgres://ana:pw@db/x')
  expect(config.given.get('ACERVO_DATABASE_URL')?.source).toBe(path)
  expect(refusal({ ACERVO_PORT_FILE: path }).message).toContain('ACERVO_PORT_FILE')
})

test('a secret given twice, or in a file that is not there, is refused', () => {
  const both = { ACERVO_DATABASE_URL: 'postgres://a/b', ACERVO_DATABASE_URL_FILE: '/x' }
  expect(refusal(both).message).toContain('both set')
  const gone = refusal({ ACERVO_DATABASE_URL_FILE: join(folder, 'none') })
  expect(gone.details).toContain('ENOENT')
})

test.each([
  [{ LC_ALL: 'es_ES.UTF-8', LANG: 'en_US' }, 'es'],
  [{ LC_ALL: 'C', LANG: 'es_ES' }, 'en'],
  [{ LC_ALL: '', LANG: 'es' }, 'es'],
  [{ LC_MESSAGES: 'es_MX', LANG: 'de_DE' }, 'es'],
  [{ LANG: 'est_EE' }, 'en'],
  [{}, 'en'],
])('%o speaks %s', (environment, language) => {
  expect(readLanguage(environment)).toBe(language)
})

test('every variable is said in both languages', () => {
  for (const { name, meaning } of describeConfig()) {
    expect(name).toMatch(/^ACERVO_[A-Z_]+$/)
    expect(meaning.en).not.toBe('')
    expect(meaning.es).not.toBe(meaning.en)
  }
})
