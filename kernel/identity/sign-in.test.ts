// Promises of signing in: one account per address however it is written, nobody learns who has one, and guessing ends.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'
import { cost, deriveInWasm, hashPassword, isOutdated, verifyPassword } from './password/hash.ts'

describe('hashes', () => {
  test('are argon2id of at least what OWASP asks for, and each has a salt of its own', async () => {
    const [one, two] = await Promise.all([hashPassword('a password'), hashPassword('a password')])
    expect(cost.memoryKiB).toBeGreaterThanOrEqual(19_456)
    expect(cost.passes).toBeGreaterThanOrEqual(2)
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(one).not.toBe(two)
    expect(await verifyPassword('a password', one)).toBe(true)
    expect(await verifyPassword('A password', one)).toBe(false)
  })

  test("Node's own and the library's are the same bytes", async () => {
    const stored = await hashPassword('same bytes')
    const [, , , , salt = '', digest = ''] = stored.split('$')
    const to = { ...cost, salt: Buffer.from(salt, 'base64'), length: 32 }
    expect((await deriveInWasm('same bytes', to)).toString('base64').replace(/=+$/, '')).toBe(
      digest,
    )
  })

  // Made by the reference implementations.
  test('of others are read: argon2id by its reference, bcrypt of every prefix', async () => {
    const argon =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
    expect(await verifyPassword('password', argon)).toBe(true)
    const bcrypt = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
    expect(await verifyPassword('U*U', bcrypt)).toBe(true)
    expect(await verifyPassword('U*U', bcrypt.replace('$2a', '$2b'))).toBe(true)
    expect(await verifyPassword('U*V', bcrypt)).toBe(false)
    expect(isOutdated(bcrypt)).toBe(true)
  })

  test('that would cost too much, or are none, prove nothing', async () => {
    for (const stored of [
      '',
      'plain',
      '$argon2id$v=19$m=4194304,t=3,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc',
      '$2b$31$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW',
    ])
      expect(await verifyPassword('password', stored)).toBe(false)
  })
})

onEachEngine(() => {
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
  })
  afterAll(() => server?.close())

  const signIn = (email: unknown, given: unknown = password, ip?: string) =>
    server.ask('POST', '/v1/office/session', {
      body: { email, password: given },
      ...(ip === undefined ? {} : { ip }),
    })
  const openAll = () => server.platform.query('delete from acervo.sign_in_attempt')

  test('gives a token that is kept as a hash alone, and the user without secrets', async () => {
    const { status, json } = await signIn('reader@office.test')
    expect(status).toBe(201)
    expect(json.user).toMatchObject({ id: people.reader, email: 'reader@office.test' })
    expect(JSON.stringify(json.user)).not.toMatch(/argon2|passwordHash/)
    expect(Date.parse(json.expiresAt)).toBeGreaterThan(Date.now())
    const { rows } = await server.platform.query('select s::text from office_desk.user_sessions s')
    expect(JSON.stringify(rows)).not.toContain(json.token)
    const shown = await server.ask('GET', '/v1/office/session', { as: json.token })
    expect(shown.json.user.id).toBe(people.reader)
  })

  test('answers every refusal in the same words', async () => {
    await server.identities
      .of('office')
      .createUser({ actor: 'service:test' }, { email: 'off@office.test', password })
    const off = await server.identities.of('office').findUser('off@office.test')
    await server.identities.of('office').disableUser({ actor: 'service:test' }, off)
    const told = [
      await signIn('reader@office.test', 'wrong wrong wrong'),
      await signIn('nobody@office.test'),
      await signIn('off@office.test'),
      await signIn('off@office.test', 'wrong wrong wrong'),
      await signIn('no address'),
      await signIn({ $ne: '' }),
      await signIn('reader@office.test', ['a']),
      await signIn('reader@office.test', ''),
    ].map(({ status, json: { requestId, ...json } }) => ({ status, json }))
    for (const one of told) expect(one).toEqual({ ...told[0], status: 401 })
    expect(told[0]?.json.code).toBe('ACV620')
    await openAll()
  })

  test('costs an unknown address the same hash as a known one', async () => {
    const time = async (email: string) => {
      const startedAt = performance.now()
      await signIn(email, 'wrong wrong wrong')
      return performance.now() - startedAt
    }
    await time('reader@office.test')
    const known: number[] = []
    const unknown: number[] = []
    for (let at = 0; at < 4; at++) {
      known.push(await time('reader@office.test'))
      unknown.push(await time(`nobody${at}@office.test`))
    }
    // Without the dummy an unknown address would cost a tenth.
    expect(Math.min(...unknown)).toBeGreaterThan(Math.min(...known) * 0.5)
    await openAll()
  })

  test('knows one account for all writings of an address', async () => {
    for (const email of [
      'READER@office.test',
      ' reader@OFFICE.test ',
      'ｒeader@office.test',
      'ᴿeader@office.test',
    ])
      expect((await signIn(email)).status, email).toBe(201)
  })

  test('closes an account after ten failures, however its address is written, and an unknown one alike', async () => {
    const writings = [
      'clerk@office.test',
      'CLERK@office.test',
      'ｃlerk@office.test',
      ' Clerk@OFFICE.test',
    ]
    for (let at = 0; at < 10; at++)
      expect((await signIn(writings[at % 4], 'wrong wrong wrong')).status).toBe(401)
    const closed = await signIn('clerk@office.test')
    expect(closed).toMatchObject({ status: 429, json: { code: 'ACV621' } })
    for (let at = 0; at < 10; at++) await signIn('nobody@office.test', 'wrong wrong wrong')
    const unknown = await signIn('nobody@office.test')
    expect(unknown.status).toBe(429)
    // An operator, or a new password by a link, opens it at once.
    await server.identities.of('office').unlock('Clerk@office.test')
    expect((await signIn('clerk@office.test')).status).toBe(201)
    const later = new Date(Date.now() + 16 * 60_000).toISOString()
    server.clock(later)
    expect((await signIn('nobody@office.test')).status).toBe(401)
    server.clock(undefined)
    await openAll()
  })

  test('counts those that guess at the same moment', async () => {
    const many = await Promise.all(
      Array.from({ length: 30 }, () => signIn('clerk@office.test', 'wrong wrong wrong')),
    )
    expect(many.filter(({ status }) => status === 401)).toHaveLength(10)
    expect(many.filter(({ status }) => status === 429)).toHaveLength(20)
    await openAll()
  })

  test('closes a network that tries many accounts, and an IPv6 network as a whole', async () => {
    await server.platform.query(
      `insert into acervo.sign_in_attempt
       select 'office', 'address', sha256(ip::bytea), 100, acervo.now()
       from unnest(array['203.0.113.9', '2001:db8:1:2']) ip`,
    )
    expect((await signIn('reader@office.test', password, '203.0.113.9')).status).toBe(429)
    expect((await signIn('reader@office.test', password, '2001:db8:1:2:aaaa::7')).status).toBe(429)
    expect((await signIn('reader@office.test', password, '203.0.113.10')).status).toBe(201)
    await openAll()
  })

  test('writes a bcrypt hash anew as argon2id', async () => {
    // bcrypt of 'U*U', as a system of before kept it.
    const old = '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'
    await server.platform.query(
      `insert into office_desk.users (email, password_hash) values ('old@office.test', '${old}')`,
    )
    expect((await signIn('old@office.test', 'U*V')).status).toBe(401)
    expect((await signIn('old@office.test', 'U*U')).status).toBe(201)
    const { rows } = await server.platform.query(
      `select password_hash from office_desk.users where email = 'old@office.test'`,
    )
    expect(rows[0]?.[0]).toMatch(/^\$argon2id/)
    expect((await signIn('old@office.test', 'U*U')).status).toBe(201)
  })

  test('reads a store whose specification names everything otherwise', async () => {
    const store = server.identities.of('shop')
    await store.createUser({ actor: 'service:test' }, { email: 'ana@shop.test', password })
    const told = await server.ask('POST', '/v1/shop/session', {
      body: { email: 'Ana@shop.test', password },
    })
    expect(told.status).toBe(201)
    const list = await server.ask('GET', '/v1/shop/items', { as: told.json.token })
    expect(list.status).toBe(200)
    const write = await server.ask('POST', '/v1/shop/items', {
      as: told.json.token,
      body: { name: 'a' },
    })
    expect(write).toMatchObject({ status: 403, json: { code: 'ACV624' } })
    // The session of one system is nobody in another.
    expect((await server.ask('GET', '/v1/office/session', { as: told.json.token })).status).toBe(
      401,
    )
  })

  test('takes no password that is short or the address itself', async () => {
    const store = server.identities.of('office')
    const make = (given: string) =>
      store.createUser({ actor: 'service:test' }, { email: 'new@office.test', password: given })
    for (const given of ['short', 'aaaaaaaaaaaaaaaa', 'new@office.test', 'x'.repeat(2_000)])
      await expect(make(given)).rejects.toMatchObject({ code: 'ACV622' })
  })
})
