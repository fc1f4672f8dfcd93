// What is not a resource: pages, health, metrics, OpenAPI, and closing.
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'
import { fillOffice, openOfficeServer } from '../test/support/identity/server.ts'

onEachEngine(() => {
  let server: TestServer

  beforeAll(async () => {
    server = await openTestServer({ version: '1.2.3', perSecond: 1_000 })
  })
  afterAll(() => server.close())

  const bearer = () => `Bearer ${server.key}`
  const page = (url: string, headers: Record<string, string> = {}) =>
    server.app.inject({ url, headers: { accept: 'text/html', ...headers } })

  test('a stranger sees that it runs and nothing else', async () => {
    const answer = await page('/')
    expect(answer.payload).toContain('Acervo is running.')
    expect(answer.payload).not.toContain('frontDesk')
    expect((await page('/', { 'accept-language': 'es-ES,en;q=0.5' })).payload).toContain(
      'en marcha',
    )
  })

  test('pages are escaped and may run nothing', async () => {
    for (const url of ['/', '/docs', '/docs?database=frontDesk']) {
      const answer = await page(url, { authorization: bearer() })
      expect(answer.statusCode).toBe(200)
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'")
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(answer.headers['x-content-type-options']).toBe('nosniff')
      expect(answer.payload).not.toMatch(/<script|onclick|javascript:|https?:\/\//)
      expect(answer.payload).toContain('frontDesk')
      expect(answer.payload).not.toContain('<when>')
    }
    expect((await page('/', { authorization: bearer() })).payload).toContain(
      'Who comes &amp; &lt;when&gt;',
    )
    const spanish = { authorization: bearer(), 'accept-language': 'es' }
    const reference = (await page('/docs?database=frontDesk', spanish)).payload
    expect(reference).toContain('<code>/v1/front-desk/patients/{id}</code>')
    expect(reference).toContain('Una página de filas')
    const unknown = await page('/docs?database=<b>', { authorization: bearer() })
    expect([unknown.statusCode, unknown.headers['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })

  test('health says one truth a database', async () => {
    const { status, json } = await server.ask('GET', '/v1/health')
    expect([status, json.status, json.databases]).toEqual([200, 'ok', { frontDesk: true }])
    expect((await page('/health/ready')).json()).toEqual({ status: 'ok' })
  })

  test('metrics carry the names of the conventions', async () => {
    await server.ask('GET', '/v1/front-desk/patients')
    await server.ask('GET', '/v1/front-desk/patients?filter[nam]=x')
    const { text } = await server.ask('GET', '/metrics')
    const labels =
      'http_request_method="GET",http_response_status_code="200",http_route="/v1/:database/:table"'
    expect(text).toContain(`http_server_request_duration_count{${labels}} 1`)
    expect(text).toMatch(
      /db_client_operation_duration_count\{[^}]*db_namespace="frontDesk"[^}]*\} \d/,
    )
    expect(text).toContain('error_type="ACV203"')
    expect(text).toMatch(/^db_client_connection_max \d+$/m)
    expect(text).toMatch(/^process_uptime [\d.]+$/m)
  })

  test('the document is cached by its tag', async () => {
    const { status, json, headers } = await server.ask('GET', '/openapi.json')
    expect([status, json.openapi, json.info.version]).toEqual([200, '3.1.0', '1.2.3'])
    const again = { 'if-none-match': String(headers.etag) }
    expect((await server.ask('GET', '/openapi.json', undefined, again)).status).toBe(304)
  })

  test('a key has its rate, told in headers', async () => {
    const slow = server.beside({ perSecond: 2 })
    const headers = { authorization: bearer() }
    const ask = () => slow.inject({ url: '/v1/front-desk/beds', headers })
    const told = await ask()
    expect(told.headers).toMatchObject({
      'ratelimit-policy': '"key";q=2;w=1',
      ratelimit: '"key";r=1;t=1',
    })
    await ask()
    const refused = await ask()
    expect([refused.statusCode, refused.json().code, refused.headers['retry-after']]).toEqual([
      429,
      'ACV613',
      '1',
    ])
  })

  test('metrics tell of all tenants, so that they are for the keys of operators', async () => {
    const office = await openOfficeServer()
    await fillOffice(office)
    const ask = async (as: string) => (await office.ask('GET', '/metrics', { as })).status
    expect(await ask(office.key)).toBe(200)
    expect(await ask(await office.signIn('administrator@office.test'))).toBe(403)
    expect(await ask(await office.signIn('reader@office.test'))).toBe(403)
    await office.close()
  })

  test('closing answers what runs, refuses what comes, and stops', async () => {
    const closing = await openTestServer()
    await closing.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = closing.app.server.address() as { port: number }
    const ask = (path: string, method = 'GET') =>
      fetch(`http://127.0.0.1:${port}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${closing.key}`,
          ...(method === 'GET' ? {} : { 'content-type': 'application/json' }),
        },
        ...(method === 'GET' ? {} : { body: '{"balance":"1"}' }),
      })
    const { db } = closing.platform
    const made = await closing.ask('POST', '/v1/front-desk/patients', { name: 'Held' })
    const release = Promise.withResolvers<void>()
    const locked = Promise.withResolvers<void>()
    const held = db.transaction(['frontDesk'], async (tx) => {
      await tx.frontDesk.patient.update({ where: { id: made.json.id }, data: { name: 'Mine' } })
      locked.resolve()
      await release.promise
    })
    await locked.promise
    const running = ask(`/v1/front-desk/patients/${made.json.id}`, 'PATCH')
    await vi.waitFor(async () => {
      expect(await (await ask('/metrics')).text()).toContain('http_server_active_requests 1')
    })
    expect((await ask('/health/ready')).status).toBe(200)
    const closed = closing.app.close()
    const late = await ask('/v1/front-desk/beds')
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '1'])
    expect(((await late.json()) as { code: string }).code).toBe('ACV614')
    expect((await ask('/health/ready')).status).toBe(503)
    release.resolve()
    expect((await running).status).toBe(200)
    await Promise.all([held, closed])
    await expect(ask('/health/live')).rejects.toThrow()
    await closing.platform.close()
  })
})
