// A newcomer attacks a served platform with what stands in every book: each attack is met with a clear refusal in the
// one shape of errors, nothing is written, and the server goes on.
import { connect } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../../kernel/identity/index.ts'
import { createCaller } from '../../outside/call.ts'
import { openTestServer, type TestServer } from '../support/clinic-server.ts'
import { onEachEngine } from '../support/database.ts'

onEachEngine(() => {
  let server: TestServer
  let port = 0
  let cookie = ''
  let bedsBefore = 0
  const beds = '/v1/front-desk/beds'
  const json = { 'content-type': 'application/json' }

  beforeAll(async () => {
    server = await openTestServer({
      strangersPerSecond: 1_000,
      limits: { refusedBodyTimeoutMs: 300 },
    })
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    port = (server.app.server.address() as { port: number }).port
    await server.ask('POST', beds, { ward: 'north', number: 1 })
    const signedIn = await http('POST', '/sign-in', {
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: origin() },
      body: `key=${server.key}`,
    })
    cookie = String(signedIn.headers.get('set-cookie')).split(';')[0] ?? ''
    bedsBefore = await countBeds()
  })
  afterAll(() => server.close())

  const origin = () => `http://127.0.0.1:${port}`
  const countBeds = async () =>
    (await server.ask('GET', `${beds}?count=exact&limit=1`)).json.count as number

  interface Sent {
    readonly headers?: Readonly<Record<string, string>>
    readonly body?: string
  }
  const http = (method: string, path: string, { headers = {}, body }: Sent = {}) =>
    fetch(`${origin()}${path}`, {
      method,
      redirect: 'manual',
      headers,
      ...(body === undefined ? {} : { body }),
    })
  const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code

  /** Bytes as they stand; all that comes back until the other side closes or `isWhole`. */
  const send = (text: string, isWhole = /never/, to = port) =>
    new Promise<string>((resolve) => {
      let told = ''
      const socket = connect(to, '127.0.0.1', () => socket.write(text))
      socket.on('data', (chunk) => {
        told += chunk
        if (isWhole.test(told)) socket.destroy()
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(told))
    })
  const head = (method: string, target: string, ...headers: readonly string[]) =>
    [`${method} ${target} HTTP/1.1`, 'Host: x', `Authorization: Bearer ${server.key}`, ...headers]
      .map((line) => `${line}\r\n`)
      .join('')
  const row = '{"ward":"attack","number":1}'

  test('without a key, with a wrong one, and with a key in the wrong place', async () => {
    const [, , id = ''] = server.key.split('_')
    for (const headers of [
      {},
      { authorization: '' },
      { authorization: 'Bearer' },
      { authorization: 'Bearer null' },
      { authorization: `Bearer ${createKey().text}` },
      { authorization: `Bearer ${server.key.slice(0, -1)}` },
      { authorization: `Bearer ${id}` },
      { authorization: `Basic ${btoa(`administrator:${server.key}`)}` },
      { authorization: `Bearer ${server.key}, Bearer ${server.key}` },
      { 'x-api-key': server.key },
      { cookie: `acervo=${server.key}` },
      { cookie: `token=${server.key}` },
      { 'x-forwarded-user': 'administrator' },
      { 'acervo-claims': 'tenant="0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d"' },
    ] as readonly Readonly<Record<string, string>>[]) {
      const answer = await http('GET', beds, { headers })
      expect([headers, answer.status, await codeOf(answer)]).toEqual([headers, 401, 'ACV601'])
    }
    expect((await http('GET', `${beds}?access_token=${server.key}`)).status).toBe(401)
  })

  test("with somebody's cookie, from a page of another site", async () => {
    for (const headers of [
      { cookie },
      { cookie, origin: 'https://evil.example' },
      { cookie, origin: 'null' },
      { cookie, origin: origin(), 'sec-fetch-site': 'cross-site' },
      { cookie, origin: origin().replace('127.0.0.1', 'localhost') },
      { cookie, origin: origin() },
      { cookie, origin: origin(), 'x-csrf-token': 'guess' },
    ] as readonly Readonly<Record<string, string>>[])
      for (const type of ['application/json', 'text/plain', 'application/x-www-form-urlencoded']) {
        const answer = await http('POST', beds, {
          headers: { ...headers, 'content-type': type },
          body: row,
        })
        expect([headers, type, answer.status]).toEqual([headers, type, 403])
      }
    const login = await http('POST', '/sign-in', {
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'https://evil.example',
      },
      body: `key=${server.key}`,
    })
    expect([login.status, login.headers.get('set-cookie')]).toEqual([403, null])
    const opened = await http('GET', '/sign-in?next=https://evil.example', { headers: { cookie } })
    expect(opened.headers.get('location')).toBe('/')
  })

  test('with a huge body, announced, hidden or endless', async () => {
    const announced = head(
      'POST',
      beds,
      'Content-Type: application/json',
      'Content-Length: 4000000000',
    )
    expect(await send(`${announced}\r\n{`)).toMatch(/^HTTP\/1\.1 413 .*ACV603/s)
    const chunked = head(
      'POST',
      beds,
      'Content-Type: application/json',
      'Transfer-Encoding: chunked',
    )
    const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
    expect(await send(`${chunked}\r\n${chunk.repeat(20)}`)).toMatch(/^HTTP\/1\.1 413 .*ACV603/s)
    const lines = head(
      'POST',
      beds,
      'Content-Type: application/x-ndjson',
      'Content-Length: 900000000',
    )
    expect(await send(`${lines}\r\n{`)).toMatch(/^HTTP\/1\.1 413 .*ACV603/s)
    const zipped = await http('POST', beds, {
      headers: { ...json, authorization: `Bearer ${server.key}`, 'content-encoding': 'gzip' },
      body: row,
    })
    expect(zipped.status).toBe(415)
  })

  test('with a body that is deep, polluting or no JSON', async () => {
    const headers = { ...json, authorization: `Bearer ${server.key}` }
    for (const [body, code] of [
      [`${'['.repeat(400_000)}${']'.repeat(400_000)}`, 'ACV206'],
      [`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, 'ACV206'],
      ['{"__proto__":{"isAdmin":true},"ward":"x","number":1}', 'ACV602'],
      ['{"ward":"x","number":1}{"ward":"y","number":2}', 'ACV602'],
      ['{"ward":"x","number":1e999}', 'ACV205'],
      ['\ufeff[', 'ACV602'],
    ] as const) {
      const answer = await http('POST', beds, { headers, body })
      expect([body.slice(0, 40), await codeOf(answer)]).toEqual([body.slice(0, 40), code])
    }
    expect({}).not.toHaveProperty('isAdmin')
  })

  test('with a head or a body that comes by drops', async () => {
    const slow = 'Content-Length: 1000'
    const impatient = server.beside({
      limits: {
        headersTimeoutMs: 300,
        receiveTimeoutMs: 600,
        refusedBodyTimeoutMs: 100,
        bulkPaceMs: 200,
      },
    })
    await impatient.listen({ host: '127.0.0.1', port: 0 })
    const { port: at } = impatient.server.address() as { port: number }
    const drop = (text: string) => send(text, /never/, at)
    const told = await Promise.all([
      drop('GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '),
      drop(`${head('POST', beds, 'Content-Type: application/json', slow)}\r\n{"ward":`),
      drop(`${head('POST', beds, 'Content-Type: application/x-ndjson', slow)}\r\n{"ward":`),
      drop(`POST ${beds} HTTP/1.1\r\nHost: x\r\n${slow}\r\n\r\n{"ward":`),
    ])
    expect(told.map((text) => text.slice(9, 12))).toEqual(['408', '408', '408', '401'])
  })

  test('with tricks in the path and the target', async () => {
    for (const [target, status] of [
      ['/v1/front-desk/../../etc/passwd', 404],
      ['/v1/front-desk/%2e%2e/%2e%2e/etc/passwd', 404],
      ['/v1/front-desk/..%5c..%5cwindows', 404],
      ['/v1/front-desk/beds%00.json', 404],
      ['/v1/front-desk/beds;a=b', 404],
      ['/V1/front-desk/beds', 404],
      ['//v1/front-desk/beds', 404],
      ['/v1//front-desk/beds', 404],
      ['/v1/front-desk/beds/%252e%252e,1', 404],
      ['/.acervo/credentials.json', 404],
      ['/credentials.json', 404],
      ['/.git/config', 404],
      ['/package.json', 404],
      ['http://evil.example/v1/front-desk/beds', 400],
      ['http://169.254.169.254/latest/meta-data/', 400],
      ['*', 400],
      ['/v1/front-desk/beds?filter[ward]=%27%20or%20%271%27=%271', 200],
      ["/v1/front-desk/beds/1'%20or%20'1'='1,1", 404],
      ['/v1/front-desk/beds?sort=ward;drop%20table%20beds', 400],
      ['/v1/front-desk/beds?fields=ward)%20from%20pg_authid--', 400],
    ] as const) {
      const told = await send(`${head('GET', target, 'Connection: close')}\r\n`)
      expect([target, told.slice(9, 12)]).toEqual([target, String(status)])
      if (status === 200) expect(told).toContain('{"data":[],"next":null}')
      else expect(told).toContain('application/problem+json')
      expect(told).not.toMatch(/root:|cursorSecret|\[core\]|"dependencies"/)
    }
  })

  test('with heads that two servers would read differently', async () => {
    const inner = `DELETE ${beds}/north,1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${server.key}\r\n\r\n`
    const type = 'Content-Type: application/json'
    for (const [name, text] of [
      [
        'two framings',
        `${head('POST', beds, type, 'Content-Length: 5', 'Transfer-Encoding: chunked')}\r\n0\r\n\r\n${inner}`,
      ],
      [
        'two lengths',
        `${head('POST', beds, type, 'Content-Length: 5', 'Content-Length: 6')}\r\nhello!`,
      ],
      ['a list of lengths', `${head('POST', beds, type, 'Content-Length: 5, 6')}\r\nhello!`],
      ['a signed length', `${head('POST', beds, type, 'Content-Length: +5')}\r\nhello`],
      [
        'chunked not last',
        `${head('POST', beds, type, 'Transfer-Encoding: chunked, identity')}\r\n0\r\n\r\n`,
      ],
      [
        'an unknown framing',
        `${head('POST', beds, type, 'Transfer-Encoding: xchunked')}\r\n0\r\n\r\n`,
      ],
      [
        'a space before the colon',
        `${head('POST', beds, type, 'Transfer-Encoding : chunked')}\r\n0\r\n\r\n`,
      ],
      ['a folded line', `${head('GET', beds, 'X-A: b\r\n c')}\r\n`],
      ['lines without CR', head('GET', beds).replaceAll('\r\n', '\n').concat('\n')],
      ['a zero byte', `${head('GET', beds, 'X-A: b\0c')}\r\n`],
      ['no host', `GET ${beds} HTTP/1.1\r\nAuthorization: Bearer ${server.key}\r\n\r\n`],
      ['two hosts', `${head('GET', beds, 'Host: evil.example', 'Connection: close')}\r\n`],
      ['two keys', `${head('GET', beds, 'Authorization: Bearer x', 'Connection: close')}\r\n`],
      [
        'a wrong chunk',
        `${head('POST', beds, type, 'Transfer-Encoding: chunked')}\r\nzz\r\n${inner}`,
      ],
    ] as const) {
      const told = await send(text)
      expect([name, told.slice(0, 12)]).toEqual([name, 'HTTP/1.1 400'])
      expect([name, told.match(/HTTP\/1\.1 /g)?.length]).toEqual([name, 1])
    }
  })

  test('with a method in disguise, and methods that nobody needs', async () => {
    const authorization = `Bearer ${server.key}`
    for (const name of ['x-http-method-override', 'x-http-method', 'x-method-override']) {
      const headers = { authorization, [name]: 'DELETE' }
      expect((await http('GET', `${beds}/north,1?_method=DELETE`, { headers })).status).toBe(400)
      expect((await http('GET', `${beds}/north,1`, { headers })).status).toBe(200)
    }
    for (const method of ['TRACE', 'PUT', 'PROPFIND', 'CONNECT']) {
      const target = method === 'CONNECT' ? 'evil.example:443' : beds
      const told = await send(`${head(method, target, 'Connection: close')}\r\n`)
      expect([method, told === '' || /^HTTP\/1\.1 (405|404|400) /.test(told)]).toEqual([
        method,
        true,
      ])
      expect(told).not.toContain(server.key)
    }
    const upgraded = await send(
      `${head('GET', beds, 'Connection: Upgrade, close', 'Upgrade: websocket')}\r\n`,
      /\}$/,
    )
    expect(upgraded).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('with an address inside, for the platform to call', async () => {
    const call = createCaller()
    for (const url of [
      'http://169.254.169.254/latest/meta-data/iam/security-credentials/',
      'https://169.254.169.254/',
      'https://[::ffff:a9fe:a9fe]/',
      `http://127.0.0.1:${port}/metrics`,
      `https://localhost:${port}/`,
      'https://localhost/',
      'https://2130706433/',
      'file:///etc/passwd',
      'https://user:password@example.com/',
    ])
      await expect(call(url)).rejects.toMatchObject({ code: 'ACV640' })
  })

  test('and in the end nothing was written, and the server answers', async () => {
    expect(await countBeds()).toBe(bedsBefore)
    expect((await http('GET', '/health/ready')).status).toBe(200)
    const headers = { authorization: `Bearer ${server.key}` }
    expect((await http('GET', `${beds}/north,1`, { headers })).status).toBe(200)
  })
})
