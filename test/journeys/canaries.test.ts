// Secrets and what rows hold, marked with words that stand nowhere else, sent through the real program by every way
// in: none of them comes out where it does not belong, at the most talkative log level, in success and in failure.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../kernel/identity/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-canary-'))
const data = join(folder, '.acervo')
const program = join(import.meta.dirname, '..', '..', 'bin', 'acervo.js')

const project = `
import { belongsTo, defineConfig, defineDatabase, defineSystem, defineTable, identity, integer, oneOf, tenant, text,
  unique, varchar } from 'acervo'
const users = defineTable('users', { email: varchar(320), passwordHash: text().optional().hidden(),
  status: oneOf('ACTIVE', 'DISABLED').default('ACTIVE') }, [
  identity('user', { email: 'email', passwordHash: 'passwordHash' },
    { active: { column: 'status', is: 'ACTIVE', off: 'DISABLED' } }),
  unique(['email'])])
const sessions = defineTable('user_sessions',
  { userId: belongsTo('users', { onDelete: 'cascade', inverse: 'sessions' }).immutable() },
  [identity('session', { user: 'userId' }, { idleSeconds: 3_600, absoluteSeconds: 86_400 })])
const invitations = defineTable('invitations',
  { email: varchar(320).immutable(), invitedBy: varchar(200).immutable() },
  [identity('invitation', { email: 'email', invitedBy: 'invitedBy' })])
const notes = defineTable('notes', { title: text(), body: text(), stars: integer().default(0) },
  [tenant(), unique(['title'])])
const things = defineTable('things', { name: text() }, [unique(['name'])])
const desk = defineDatabase({ schema: 'desk', name: 'desk',
  tables: { user: users, userSession: sessions, invitation: invitations, note: notes, thing: things } })
export default defineConfig({ systems: [defineSystem({ name: 'office', databases: [desk], home: import.meta.dirname })] })
`

/** Marks by what they stand in. Secrets stand nowhere; content stands in no log and no metric. */
const secret = (where: string) => `CANARYSECRET${where}CANARY`
const content = (where: string) => `CANARYCONTENT${where}CANARY`
const secretMark = /CANARYSECRET\w+?CANARY/
const mark = /CANARY(SECRET|CONTENT)\w+?CANARY/

const children = new Set<ChildProcess>()

interface Run {
  readonly written: { text: string }
  readonly ended: Promise<unknown>
  until(words: string): Promise<void>
}

function acervo(argv: readonly string[], environment: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [program, ...argv], {
    cwd: folder,
    env: { PATH: process.env.PATH, ACERVO_DATA_DIR: data, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.add(child)
  const written = { text: '' }
  const waiting = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => {
      written.text += text
      for (const check of waiting) check()
    })
  const ended = once(child, 'close').then(() => {
    children.delete(child)
    for (const check of waiting) check()
  })
  const until = (words: string) =>
    new Promise<void>((resolve, reject) => {
      const check = () => {
        if (written.text.includes(words)) resolve()
        else if (child.exitCode !== null) reject(new Error(`ended: ${written.text}`))
      }
      waiting.add(check)
      check()
    })
  return { written, ended, until }
}

let server: Run
let address = ''
let key = ''
/** Every answer but those whose purpose it is to hand out a secret. */
const answers: string[] = []
/** Secrets that the platform makes itself. */
const made: string[] = []

const environment = {
  ACERVO_LOG_LEVEL: 'trace',
  ACERVO_BACKUP_URL: `s3://user:${secret('backup')}@store.example/bucket`,
  ACERVO_REDIS_URL: `redis://:${secret('redis')}@127.0.0.1:1/0`,
  ACERVO_SENTRY_DSN: `https://${secret('sentry')}@sentry.example/1`,
  ACERVO_OTLP_URL: `https://collector.example/v1?token=${secret('otlp')}`,
}

beforeAll(async () => {
  writeFileSync(join(folder, 'acervo.config.ts'), project)
  server = acervo(['start', '--port', '0'], environment)
  await server.until('Next:')
  address = /http:\/\/127\.0\.0\.1:\d+/.exec(server.written.text)?.[0] ?? 'nowhere'
  key = JSON.parse(readFileSync(join(data, 'credentials.json'), 'utf8')).keys[0].key
  made.push(key)
})

afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true })
})

type Headers = Readonly<Record<string, string>>

async function ask(method: string, path: string, body?: unknown, headers: Headers = {}) {
  const answer = await fetch(`${address}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, text }
}

/** Asked, and held against secrets. */
async function tell(method: string, path: string, body?: unknown, headers: Headers = {}) {
  const told = await ask(method, path, body, headers)
  answers.push(`${method} ${path} ${JSON.stringify([...told.headers])} ${told.text}`)
  return told.status
}

test('keys, sessions, passwords, cookies and claims go in by every door', async () => {
  const tenant = { 'acervo-claims': 'tenant="0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d"' }
  const invited = await ask('POST', '/v1/office/invitations', { email: 'ana@office.test' })
  const { token } = JSON.parse(invited.text)
  made.push(token)
  const password = `${secret('password')} long enough`
  expect(
    await tell(
      'POST',
      '/v1/office/invitation-acceptance',
      { token, password },
      { authorization: '' },
    ),
  ).toBe(201)
  const signedIn = await ask('POST', '/v1/office/session', { email: 'ana@office.test', password })
  expect(signedIn.status).toBe(201)
  const session = JSON.parse(signedIn.text).token as string
  made.push(session)
  const asAna = { authorization: `Bearer ${session}` }
  const form = {
    'content-type': 'application/x-www-form-urlencoded',
    origin: address,
    authorization: '',
  }
  const { authorization: _, ...noKey } = form
  const cookies = await fetch(`${address}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: noKey,
    body: new URLSearchParams({ key, next: '/docs' }).toString(),
  })
  expect(cookies.status).toBe(303)
  const cookie = cookies.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  made.push(cookie.slice(cookie.indexOf('=') + 1))

  const statuses = [
    await tell('GET', '/v1/office/session', undefined, asAna),
    await tell('GET', '/v1/desk/users', undefined, asAna),
    await tell('POST', '/v1/office/session', {
      email: 'ana@office.test',
      password: secret('guess'),
    }),
    await tell('POST', '/v1/office/session', {
      email: content('email'),
      password: secret('other'),
    }),
    await tell('POST', '/v1/office/session', `{"email":"x","password":"${secret('broken')}`),
    await tell('POST', '/v1/office/session', { password: { deep: secret('object') } }),
    await tell('POST', '/v1/office/password', { token: secret('reset'), password }),
    await tell(
      'POST',
      '/v1/office/me/password',
      { password: secret('old'), newPassword: 'x' },
      asAna,
    ),
    await tell('GET', '/v1/desk/notes', undefined, { authorization: `Bearer ${secret('bearer')}` }),
    await tell('GET', '/v1/desk/notes', undefined, { authorization: `Basic ${secret('basic')}` }),
    await tell('GET', '/v1/desk/notes', undefined, {
      authorization: `Bearer ${createKey().text}x`,
    }),
    await tell('GET', '/docs', undefined, { cookie, accept: 'text/html', authorization: '' }),
    await tell('GET', '/docs', undefined, { cookie: `acervo=${secret('cookie')}` }),
    await tell('GET', '/v1/desk/notes', undefined, {
      'acervo-claims': `tenant="${content('claim')}"`,
    }),
    await tell('GET', '/v1/desk/notes', undefined, {
      'acervo-claims': `tenant=(${content('half')}`,
    }),
    await tell(
      'POST',
      '/v1/desk/notes',
      { title: content('title'), body: content('body') },
      tenant,
    ),
    await tell(
      'POST',
      '/v1/desk/notes',
      { title: content('title'), body: content('again') },
      tenant,
    ),
    await tell(
      'POST',
      '/v1/desk/notes',
      { title: content('late'), stars: content('stars') },
      tenant,
    ),
    await tell('POST', '/v1/desk/notes', `{"title":"${content('open')}`, tenant),
    await tell('POST', '/v1/desk/notes', { [content('column')]: 1 }, tenant),
    await tell(
      'POST',
      '/v1/desk/notes',
      `{"title":"${content('large')}${'x'.repeat(1_100_000)}"}`,
      tenant,
    ),
    await tell('POST', '/v1/desk/notes', `{"title":"${content('line')}"}\n{"bad`, {
      ...tenant,
      'content-type': 'application/x-ndjson',
    }),
    await tell('GET', `/v1/desk/notes?filter[title]=${content('filter')}`, undefined, tenant),
    await tell('GET', `/v1/desk/notes?filter[id]=${content('id')}`, undefined, tenant),
    await tell('GET', `/v1/desk/notes?${content('parameter')}=1`, undefined, tenant),
    await tell('GET', `/v1/desk/notes?after=${content('cursor')}`, undefined, tenant),
    await tell('GET', `/v1/${content('database')}/notes`, undefined, tenant),
    await tell('GET', `/${content('path')}`),
    await tell('GET', `/health/live?${content('open')}=1`),
    await tell('PATCH', `/v1/desk/notes/${content('row')}`, { title: 'x' }, tenant),
    await tell('GET', '/v1/desk/notes', undefined, { traceparent: content('trace') }),
    await tell(
      'POST',
      '/v1/desk/notes',
      { title: 'x', body: 'y' },
      {
        ...tenant,
        'idempotency-key': content('once'),
        'x-csrf-token': secret('csrf'),
      },
    ),
  ]
  // Refusals of every kind and answers were among them.
  for (const status of [200, 201, 400, 401, 404, 409, 413, 422])
    expect([status, statuses.includes(status)]).toEqual([status, true])
})

test('a failure that nobody expected tells and logs no value', async () => {
  const broken = acervo([
    'sql',
    'desk',
    '-c',
    `create function desk.burst() returns trigger language plpgsql as $$
      begin raise exception 'failed for %', new.name using errcode = 'XX001', detail = new.name; end $$`,
  ])
  await broken.ended
  const bound = acervo([
    'sql',
    'desk',
    '-c',
    'create trigger burst before insert on desk.things for each row execute function desk.burst()',
  ])
  await bound.ended
  expect(bound.written.text).not.toContain('ACV')
  const told = await ask('POST', '/v1/desk/things', { name: content('trigger') })
  expect(told.status).toBe(500)
  expect(told.text).not.toMatch(mark)
  const bulk = await ask('POST', '/v1/desk/things', `{"name":"${content('bulk')}"}\n`, {
    'content-type': 'application/x-ndjson',
  })
  expect(bulk.status).toBe(500)
  expect(bulk.text).not.toMatch(mark)
  expect(server.written.text).toContain('a request failed')
  expect(server.written.text).toContain('ACV300')
})

test('no answer repeats a secret', () => {
  expect(answers.length).toBeGreaterThan(25)
  for (const answer of answers) {
    expect(answer).not.toMatch(secretMark)
    for (const one of made) expect(answer).not.toContain(one)
  }
})

test('metrics have no value in their labels', async () => {
  const { status, text } = await ask('GET', '/metrics')
  expect(status).toBe(200)
  expect(text).toContain('http_server_request_duration')
  expect(text).not.toMatch(mark)
  for (const one of made) expect(text).not.toContain(one)
})

test('no command shows a secret of its settings, whatever it fails at', async () => {
  const url = `postgresql://acervo:${secret('password')}@127.0.0.1:1/${content('name')}`
  const outside = {
    ...environment,
    ACERVO_DATABASE_URL: url,
    ACERVO_DATA_DIR: join(folder, 'other'),
  }
  const runs = [
    acervo(['config'], environment),
    acervo(['config', '--json'], environment),
    acervo(['config', '--json'], outside),
    acervo(['doctor'], environment),
    acervo(['health', '--json'], outside),
    acervo(['migrate', 'status'], outside),
    acervo(['start', '--port', '0'], outside),
    acervo(['config'], { ACERVO_DATABASE_URL: `mysql://root:${secret('wrong')}@x/y` }),
    acervo(['config'], { ACERVO_NATS_URL: secret('nats') }),
  ]
  for (const run of runs) {
    await run.ended
    expect(run.written.text).not.toBe('')
    expect(run.written.text).not.toMatch(secretMark)
    for (const one of made) expect(run.written.text).not.toContain(one)
  }
})

test('the log and the terminal of the server hold none of it', async () => {
  expect(server.written.text.length).toBeGreaterThan(500)
  expect(server.written.text).not.toMatch(mark)
  for (const one of made) expect(server.written.text).not.toContain(one)
})
