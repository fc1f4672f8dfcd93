// What every answer tells a browser, whose rate is counted, and which other sites may read.
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../kernel/identity/index.ts'
import { openTestServer, type TestOptions, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'

onEachEngine(() => {
  let server: TestServer
  let port = 0
  beforeAll(async () => {
    server = await openTestServer({ publicUrl: 'https://data.example' })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    port = (server.app.server.address() as { port: number }).port
  })
  afterAll(() => server.close())

  /** Text to the socket as it stands, and all that comes back. */
  const send = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let told = ''
      const socket = connect(port, '127.0.0.1', () => socket.write(text))
      socket.on('data', (chunk) => {
        told += chunk
      })
      socket.on('close', () => resolve(told))
      socket.on('error', reject)
    })

  const beds = '/v1/front-desk/beds'

  test('every answer is told to browsers as what it is, refused ones too', async () => {
    const authorization = `Bearer ${server.key}`
    for (const [method, url, headers] of [
      ['GET', '/', {}],
      ['GET', '/sign-in', {}],
      ['GET', '/docs', { authorization }],
      ['GET', '/openapi.json', { authorization }],
      ['GET', '/health/live', {}],
      ['GET', '/v1/health', { authorization }],
      ['GET', '/metrics', { authorization }],
      ['GET', beds, { authorization }],
      ['GET', beds, {}],
      ['GET', '/nothing', { authorization }],
      ['GET', '/%zz', { authorization }],
      ['PUT', beds, { authorization }],
      ['OPTIONS', beds, { origin: 'https://evil.example' }],
      ['POST', beds, { authorization }],
      ['GET', `${beds}?q=${'x'.repeat(9_000)}`, { authorization }],
      ['GET', '/docs', { accept: 'text/html' }],
    ] as const) {
      const answer = await server.app.inject({ method, url, headers })
      const told = [method, url.slice(0, 40), answer.statusCode]
      expect([...told, answer.headers]).toEqual([
        ...told,
        expect.objectContaining({
          'x-content-type-options': 'nosniff',
          'cross-origin-resource-policy': 'same-origin',
          'strict-transport-security': 'max-age=31536000',
          'content-security-policy': expect.stringMatching(
            /^default-src 'none';.*frame-ancestors 'none'$/,
          ),
          'referrer-policy': expect.stringMatching(/^(no-referrer|same-origin)$/),
          'x-request-id': expect.stringMatching(/./),
        }),
      ])
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
      expect(answer.headers).not.toHaveProperty('x-powered-by')
      if (url !== '/openapi.json') expect(answer.headers['cache-control']).toBe('no-store')
    }
  })

  test('a page allows no script, no frame, and only the style that it has', async () => {
    const { headers, payload } = await server.app.inject({ url: '/sign-in' })
    const policy = String(headers['content-security-policy'])
    expect(policy).toMatch(/style-src 'sha256-[A-Za-z0-9+/=]{44}'/)
    expect(policy).not.toMatch(/unsafe|script-src|\*/)
    expect(headers['cross-origin-opener-policy']).toBe('same-origin')
    expect(payload).not.toMatch(/<script| on\w+=| style=/)
  })

  test('without an https address there is no HSTS', async () => {
    const plain = server.beside({})
    const { headers } = await plain.inject({ url: '/' })
    expect(headers).not.toHaveProperty('strict-transport-security')
  })

  test('what Node itself refuses has the headers too', async () => {
    const answer = await send('nonsense\r\n\r\n')
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('x-content-type-options: nosniff')
  })

  test('too many headers, or one of a kind twice, are refused', async () => {
    const authorization = `Bearer ${server.key}`
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`x-${at}`, '1']))
    const answer = await server.app.inject({ url: beds, headers: { authorization, ...many } })
    expect([answer.statusCode, answer.json().code]).toEqual([400, 'ACV644'])
    for (const twice of [
      `Authorization: ${authorization}\r\nauthorization: Bearer x\r\n`,
      `Authorization: ${authorization}\r\nHost: evil.example\r\n`,
    ]) {
      const told = await send(
        `GET ${beds} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${twice}\r\n`,
      )
      expect(told).toMatch(/^HTTP\/1\.1 400 /)
      expect(told).toContain('"code":"ACV644"')
    }
  })

  test('who has no key has the rate of an address, and a key from there is served', async () => {
    const slow = server.beside({ strangersPerSecond: 0.2 })
    const ask = (headers: Record<string, string> = {}) => slow.inject({ url: beds, headers })
    const statuses = []
    for (let i = 0; i < 8; i++) statuses.push((await ask()).statusCode)
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429, 429])
    const refused = await ask({ authorization: `Bearer ${createKey().text}` })
    expect(refused.json().code).toBe('ACV613')
    expect(refused.headers).toMatchObject({
      'ratelimit-policy': '"address";q=5;w=25',
      ratelimit: expect.stringMatching(/^"address";r=0;t=[1-5]$/),
      'retry-after': expect.stringMatching(/^[1-5]$/),
    })
    expect((await slow.inject({ url: '/sign-in' })).statusCode).toBe(429)
    expect((await slow.inject({ url: '/health/live' })).statusCode).toBe(200)
    expect((await ask({ authorization: `Bearer ${server.key}` })).statusCode).toBe(200)
  })

  test('an address is what the connection says, and what a trusted proxy says', async () => {
    const asked = async (options: TestOptions) => {
      const one = server.beside({ strangersPerSecond: 0.2, ...options })
      const statuses = []
      for (let i = 0; i < 6; i++) {
        const headers = { 'x-forwarded-for': `192.0.2.${i}` }
        statuses.push((await one.inject({ url: beds, headers })).statusCode)
      }
      return statuses
    }
    expect(await asked({})).toEqual([401, 401, 401, 401, 401, 429])
    expect(await asked({ trustedProxies: ['10.0.0.0/8'] })).toEqual([401, 401, 401, 401, 401, 429])
    expect(await asked({ trustedProxies: ['127.0.0.1'] })).toEqual([401, 401, 401, 401, 401, 401])
  })

  test('a named origin may read with a key, never with a cookie, and no other may', async () => {
    const shared = server.beside({ corsOrigins: ['https://app.example'] })
    const authorization = `Bearer ${server.key}`
    const preflight = (origin: string) =>
      shared.inject({
        method: 'OPTIONS',
        url: beds,
        headers: {
          origin,
          'access-control-request-method': 'PATCH',
          'access-control-request-headers': 'authorization,content-type',
        },
      })
    const allowed = await preflight('https://app.example')
    expect(allowed.statusCode).toBe(204)
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': expect.stringContaining('PATCH'),
      'access-control-allow-headers': expect.stringContaining('authorization'),
    })
    expect(allowed.headers).not.toHaveProperty('access-control-allow-credentials')
    for (const origin of ['https://evil.example', 'null', 'https://app.example.evil.example']) {
      const { headers } = await preflight(origin)
      expect(headers['access-control-allow-origin']).toBeUndefined()
    }
    const origin = 'https://app.example'
    const read = await shared.inject({ url: beds, headers: { origin, authorization } })
    expect([read.statusCode, read.headers['access-control-allow-origin']]).toEqual([200, origin])
    expect(read.headers.vary).toContain('Origin')
    const refused = await shared.inject({ url: beds, headers: { origin } })
    expect([refused.statusCode, refused.headers['access-control-allow-origin']]).toEqual([
      401,
      origin,
    ])
  })
})
