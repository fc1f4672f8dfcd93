// Actions over HTTP: nouns below a table's path, checked, kept per key, described, and refused as resources are.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'

onEachEngine(() => {
  let server: TestServer
  let visit = ''
  beforeAll(async () => {
    server = await openTestServer()
    const patient = await server.ask('POST', '/v1/front-desk/patients', { name: 'Ana' })
    const made = await server.ask('POST', '/v1/front-desk/visits', { patientId: patient.json.id })
    visit = `/v1/front-desk/visits/${made.json.id}`
  })
  beforeEach(() => server.ask('DELETE', `${visit}/completion`))
  afterAll(() => server.close())

  const ask: TestServer['ask'] = (...given) => server.ask(...given)

  test('a noun is created, read and taken back', async () => {
    const made = await ask('POST', `${visit}/completion`, { minutes: 20 })
    expect([made.status, made.json.status]).toEqual([201, 'DONE'])
    const read = await ask('GET', `${visit}/completion`)
    expect([read.status, read.json.minutes]).toEqual([200, 20])
    expect(read.headers['cache-control']).toBe('no-store')
    expect(read.json.asked).toMatch(/^key:/)
    const undone = await ask('DELETE', `${visit}/completion`)
    expect([undone.status, undone.json.status]).toEqual([200, 'WAITING'])
    expect((await ask('GET', `${visit}/completion`)).status).toBe(404)
  })

  test('a query string is read by the types of the inputs', async () => {
    await ask('PATCH', visit, { room: '7', minutes: 3 })
    const list = (query: string) => ask('GET', `/v1/front-desk/visits/by-room?${query}`)
    expect((await list('room=7&longest=5')).json).toHaveLength(1)
    expect((await list('room=7&longest=2')).json).toHaveLength(0)
    expect((await list('room=7&open=true')).json).toHaveLength(1)
  })

  test('rows keep their own routes beside the actions', async () => {
    expect((await ask('GET', visit)).json.status).toBe('WAITING')
    expect((await ask('GET', '/v1/front-desk/visits?limit=1')).json.data).toHaveLength(1)
    const headers = { authorization: `Bearer ${server.key}` }
    const head = await server.app.inject({ method: 'HEAD', url: `${visit}/completion`, headers })
    expect([head.statusCode, head.payload]).toEqual([404, ''])
  })

  test('a repeated key does nothing twice and tells so', async () => {
    const key = { 'idempotency-key': 'once' }
    const first = await ask('POST', `${visit}/completion`, { minutes: 4 }, key)
    await ask('DELETE', `${visit}/completion`)
    const again = await ask('POST', `${visit}/completion`, { minutes: 4 }, key)
    expect([again.status, again.text]).toEqual([201, first.text])
    expect(again.headers['idempotent-replayed']).toBe('true')
    expect((await ask('GET', `${visit}/completion`)).status).toBe(404)
    const other = await ask('POST', `${visit}/completion`, { minutes: 5 }, key)
    expect([other.status, other.json.code]).toEqual([422, 'ACV610'])
  })

  test('a key used on one row does not answer for another', async () => {
    const { json } = await ask('GET', visit)
    const second = await ask('POST', '/v1/front-desk/visits', { patientId: json.patientId })
    const key = { 'idempotency-key': 'rows' }
    await ask('POST', `${visit}/completion`, { minutes: 4 }, key)
    const other = `/v1/front-desk/visits/${second.json.id}/completion`
    expect((await ask('POST', other, { minutes: 4 }, key)).json.code).toBe('ACV610')
  })

  test.each([
    ['POST', '', '{"minutes":"20"}', 400, 'ACV205'],
    ['POST', '', '{"minutes":0}', 400, 'ACV205'],
    ['POST', '', '{}', 400, 'ACV200'],
    ['POST', '', '[]', 400, 'ACV602'],
    ['POST', '', '{', 400, 'ACV602'],
    ['POST', '', '', 400, 'ACV602'],
    ['POST', '', '{"minutes":1,"__proto__":{}}', 400, 'ACV602'],
    ['POST', '', '{"minutes":1,"id":"x"}', 400, 'ACV200'],
    ['POST', '', '{"minutes":1,"doctor":"x"}', 400, 'ACV200'],
    ['POST', '?minutes=1', '{"minutes":1}', 400, 'ACV200'],
    ['GET', '?id=x', undefined, 400, 'ACV200'],
    ['GET', '?x=1', undefined, 400, 'ACV200'],
    ['GET', '?room=1&room=2', undefined, 400, 'ACV200'],
    ['GET', '?room=%zz', undefined, 400, 'ACV200'],
    ['PATCH', '', '{}', 405, 'ACV615'],
    ['PUT', '', '{}', 405, 'ACV615'],
  ] as const)(
    '%s completion%s %s is refused with %i %s',
    async (method, query, body, status, code) => {
      const refused = await ask(method, `${visit}/completion${query}`, body)
      expect([refused.status, refused.json.code]).toEqual([status, code])
      expect(refused.json.requestId).toBe(refused.headers['x-request-id'])
      expect(refused.json.details).toBeTruthy()
      expect(refused.json.hint).toBeTruthy()
    },
  )

  test('an id that is none, and one that nobody has, are refused as rows are', async () => {
    const bad = await ask('GET', '/v1/front-desk/visits/x/completion')
    expect([bad.status, bad.json.code]).toEqual([400, 'ACV205'])
    const path = '/v1/front-desk/visits/018f6b1e-0000-7000-8000-000000000000/completion'
    expect((await ask('GET', path)).json.code).toBe('ACV209')
    expect((await ask('POST', path, { minutes: 1 })).json.code).toBe('ACV209')
  })

  test('the methods that a path has are told', async () => {
    const refused = await ask('PUT', `${visit}/completion`)
    expect(refused.headers.allow).toBe('POST, GET, HEAD, DELETE')
    const search = await ask('POST', '/v1/front-desk/visits/by-room', {})
    expect([search.status, search.headers.allow]).toEqual([405, 'GET, HEAD'])
  })

  test('NDJSON, a foreign media type and a missing key are refused', async () => {
    const lines = { 'content-type': 'application/x-ndjson' }
    expect((await ask('POST', `${visit}/completion`, '{}', lines)).status).toBe(415)
    const xml = { 'content-type': 'text/xml' }
    expect((await ask('POST', `${visit}/completion`, '<a/>', xml)).status).toBe(415)
    const bare = await server.app.inject({ method: 'GET', url: `${visit}/completion` })
    expect(bare.statusCode).toBe(401)
  })

  test('the document describes inputs, answers and keys', async () => {
    const { json } = await ask('GET', '/openapi.json')
    const path = json.paths['/v1/front-desk/visits/{id}/completion']
    expect(Object.keys(path).sort()).toEqual(['delete', 'get', 'parameters', 'post'])
    expect(path.parameters).toMatchObject([{ name: 'id', in: 'path', required: true }])
    expect(path.post.operationId).toBe('frontDesk.visit.complete')
    const { schema } = path.post.requestBody.content['application/json']
    expect(schema.required).toEqual(['minutes'])
    expect(schema.properties.minutes).toMatchObject({ minimum: 1, description: 'how long it took' })
    expect(JSON.stringify(path.post.parameters)).toContain('idempotencyKey')
    const list = json.paths['/v1/front-desk/visits/by-room'].get
    expect(list.parameters).toMatchObject([
      { name: 'room', in: 'query', required: true },
      { name: 'longest', in: 'query', required: false },
      { name: 'open' },
      { $ref: '#/components/parameters/claims' },
    ])
  })

  test('metrics count actions by their name', async () => {
    await ask('GET', `${visit}/completion`)
    const { text } = await ask('GET', '/metrics')
    expect(text).toMatch(/db_operation_name="completion"[^}]*\} \d/)
  })
})
