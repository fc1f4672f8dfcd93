// Every boundary of the edge against what does not belong there: bodies, headers, paths, keys.
import { connect } from 'node:net'
import { crc32 } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../kernel/identity/index.ts'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'

onEachEngine(() => {
  let server: TestServer
  const patients = '/v1/front-desk/patients'
  const visits = '/v1/front-desk/visits'

  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  const countPatients = async () =>
    (await server.ask('GET', `${patients}?limit=1&count=exact&live=false`)).json.count as number

  test('bodies that are no rows are refused, and nothing is written', async () => {
    const before = await countPatients()
    const nested = `${'['.repeat(100)}${']'.repeat(100)}`
    const cases = [
      ['', 'ACV602'],
      ['{"name":', 'ACV602'],
      ['"text"', 'ACV602'],
      ['null', 'ACV602'],
      ['[1]', 'ACV602'],
      ['{"__proto__":{"admin":true},"name":"x"}', 'ACV602'],
      ['{"name":"x","contact":{"constructor":{"prototype":{}}}}', 'ACV602'],
      [Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'ACV602'],
      [`{"name":"x","contact":${nested}}`, 'ACV206'],
      ['{"nme":"x"}', 'ACV203'],
      ['{}', 'ACV305'],
      ['{"name":null}', 'ACV305'],
      ['{"name":7}', 'ACV205'],
      ['{"name":"a\\u0000b"}', 'ACV205'],
      ['{"name":"a\\ud800b"}', 'ACV205'],
      ['{"name":"x","balance":"1e400"}', 'ACV205'],
      ['{"name":"x","birthday":"1990-02-30"}', 'ACV205'],
      ['{"name":"x","contact":{"phon":"1"}}', 'ACV205'],
      ['{"name":"x","searchVector":"y"}', 'ACV208'],
      ['[{"name":"fine"},{"name":7}]', 'ACV205'],
    ] as const
    for (const [body, code] of cases) {
      const told = await server.ask('POST', patients, body)
      expect([String(body), told.json?.code]).toEqual([String(body), code])
      expect(told.headers['content-type']).toContain('application/problem+json')
    }
    expect(await countPatients()).toBe(before)
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  test('what the database refuses has a code and a status, and no values of other rows', async () => {
    await server.ask('POST', patients, { name: 'Unica' })
    const taken = await server.ask('POST', patients, { name: 'Unica' })
    expect([taken.status, taken.json.code]).toEqual([409, 'ACV302'])
    const orphan = await server.ask('POST', visits, {
      patientId: '0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d',
    })
    expect([orphan.status, orphan.json.code]).toEqual([409, 'ACV303'])
  })

  test('every refusal has a code, a message, details and a next step', async () => {
    for (const [method, url, body] of [
      ['GET', `${patients}?limit=1&limit=2`],
      ['GET', `${patients}?filter[nme]=x`],
      ['GET', `${patients}/0192f0c1-2d3e-7a4b-8c5d-6e7f8a9b0c1d`],
      ['GET', '/v1/front-desk/nothing'],
      ['GET', '/nothing'],
      ['POST', patients, {}],
      ['POST', patients, '{'],
      ['PUT', patients, {}],
    ] as const) {
      const { json } = await server.ask(method, url, body)
      for (const member of ['code', 'message', 'details', 'hint', 'requestId'])
        expect(json[member], `${member} of ${method} ${url}`).toEqual(expect.stringMatching(/./))
    }
  })

  test('a body of another type or size is refused', async () => {
    const asText = await server.ask('POST', patients, 'name=x', { 'content-type': 'text/plain' })
    expect([asText.status, asText.json.code]).toEqual([415, 'ACV612'])
    const large = await server.ask('POST', patients, `{"name":"${'x'.repeat(1_100_000)}"}`)
    expect([large.status, large.json.code]).toEqual([413, 'ACV603'])
    const lines = await server.ask('PATCH', `${patients}/x`, '{}', {
      'content-type': 'application/x-ndjson',
    })
    expect([lines.status, lines.json.code]).toEqual([415, 'ACV612'])
  })

  test('nobody without a right key is told anything but that', async () => {
    const urls = [
      patients,
      `${patients}/x`,
      '/v1/nothing/here',
      '/v1/health',
      '/metrics',
      '/docs',
      '/x',
    ]
    const stranger = createKey().text
    // The administrator's id with a secret of its own and a right checksum.
    const [, , own = '', secret = ''] = server.key.split('_')
    const body = `acervo_live_${own}_${[...secret].reverse().join('')}`
    const sameId = `${body}_${crc32(body).toString(16).padStart(8, '0')}`
    for (const url of urls) {
      const bodies = []
      for (const authorization of [
        undefined,
        'Bearer x',
        `Bearer ${stranger}`,
        `Bearer ${sameId}`,
      ]) {
        const answer = await server.app.inject({
          url,
          headers: { 'x-request-id': 'same', ...(authorization ? { authorization } : {}) },
        })
        expect(answer.statusCode).toBe(401)
        expect(answer.headers['www-authenticate']).toContain('realm="Acervo"')
        bodies.push(answer.payload)
      }
      expect(new Set(bodies).size).toBe(1)
    }
    for (const url of ['/health/live', '/health/ready', '/'])
      expect((await server.app.inject({ url })).statusCode).toBe(200)
  })

  test('a key opens as Bearer and in no other way', async () => {
    const basic = `Basic ${Buffer.from(`anybody:${server.key}`).toString('base64')}`
    for (const authorization of [basic, server.key, `Token ${server.key}`])
      for (const url of ['/docs', patients]) {
        const { statusCode } = await server.app.inject({ url, headers: { authorization } })
        expect([authorization.slice(0, 6), url, statusCode]).toEqual([
          authorization.slice(0, 6),
          url,
          401,
        ])
      }
    const inQuery = await server.app.inject({ url: `${patients}?key=${server.key}` })
    expect(inQuery.statusCode).toBe(401)
  })

  test('a request id is echoed when it is plain, and replaced otherwise', async () => {
    const ask = async (id: string) =>
      (await server.ask('GET', patients, undefined, { 'x-request-id': id })).headers['x-request-id']
    expect(await ask('abc-1')).toBe('abc-1')
    for (const id of ['<script>', 'a b', 'x'.repeat(200), 'é'])
      expect(await ask(id)).toMatch(/^[0-9a-f-]{36}$/)
  })

  test('tricks in the path lead nowhere', async () => {
    const told = [
      ['//v1/front-desk/patients', 404],
      ['/v1/front-desk/..%2Ffront-desk%2Fpatients', 404],
      ['/v1/%2e%2e/patients', 404],
      ['/v1/front-desk/patients/', 400],
      ['/v1/front-desk/patients/%00', 400],
      ['/v1/front-desk/patients/%zz', 404],
      ['/v1/__proto__/patients', 404],
      ['/v1/front-desk/constructor', 404],
      [`/v1/front-desk/patients/${'x'.repeat(4_000)}`, 404],
      [`/v1/front-desk/patients?q=${'x'.repeat(9_000)}`, 400],
      ['/v1/front-desk/patients?filter[__proto__]=x', 400],
      ['/v1/front-desk/patients?filter[constructor][eq]=x', 400],
      ['/v1/front-desk/patients?include=__proto__', 400],
      ['/v1/front-desk/patients?fields=__proto__.x', 400],
      ['/v1/front-desk/patients?sort=__proto__', 400],
      ['/v1/front-desk/patients?q=%zz', 400],
      [`/v1/front-desk/patients?${'a=1&'.repeat(150)}`, 400],
    ] as const
    for (const [url, status] of told) {
      const answer = await server.ask('GET', url)
      expect([url.slice(0, 80), answer.status]).toEqual([url.slice(0, 80), status])
      expect(answer.headers['content-type']).toContain('application/problem+json')
    }
  })

  test('claims are a dictionary, refused where they are malformed', async () => {
    const ask = (claims: string) =>
      server.ask('GET', '/v1/front-desk/invoices', undefined, { 'acervo-claims': claims })
    for (const claims of [
      'tenant',
      'tenant=',
      'Tenant=x',
      'tenant="a',
      'a=1,a=2',
      '=x',
      'a=(b',
      'a b=1',
    ])
      expect([claims, (await ask(claims)).json.code]).toEqual([claims, 'ACV200'])
    expect((await ask('actor="someone"')).json.code).toBe('ACV200')
    const startedAtMs = performance.now()
    expect((await ask(`tenant=(${'a'.repeat(4_000)}`)).status).toBe(400)
    expect(performance.now() - startedAtMs).toBeLessThan(1_000)
  })

  test('the head of a request that is no HTTP is refused in the same shape', async () => {
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.app.server.address() as { port: number }
    const answer = await new Promise<string>((resolve, reject) => {
      let text = ''
      const socket = connect(port, '127.0.0.1', () =>
        socket.write('GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n'),
      )
      socket.on('data', (chunk) => {
        text += chunk
      })
      socket.on('close', () => resolve(text))
      socket.on('error', reject)
    })
    expect(answer).toMatch(/^HTTP\/1\.1 400 /)
    expect(answer).toContain('application/problem+json')
    expect(answer).toContain('ACV602')
  })
})
