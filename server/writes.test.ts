// Writes that repeat, that come in bulk, and that act for a tenant.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'

onEachEngine(() => {
  let server: TestServer
  const patients = '/v1/front-desk/patients'
  const beds = '/v1/front-desk/beds'
  const invoices = '/v1/front-desk/invoices'
  const lines = { 'content-type': 'application/x-ndjson' }

  beforeAll(async () => {
    server = await openTestServer()
  })
  afterAll(() => server.close())

  const countBeds = async (ward: string) =>
    (await server.ask('GET', `${beds}?filter[ward]=${ward}&limit=1&count=exact`)).json.count

  test('a repeated key writes once and answers the same', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    const first = await server.ask('POST', patients, { name: 'Once' }, headers)
    const second = await server.ask('POST', patients, { name: 'Once' }, headers)
    expect([first.status, second.status], second.text).toEqual([201, 201])
    expect(second.text).toBe(first.text)
    expect(second.headers.etag).toBe(first.headers.etag)
    expect(second.headers.location).toBe(first.headers.location)
    expect(first.headers['idempotent-replayed']).toBeUndefined()
    expect(second.headers['idempotent-replayed']).toBe('true')
    const other = await server.ask('POST', patients, { name: 'Other' }, headers)
    expect([other.status, other.json.code]).toEqual([422, 'ACV610'])
    const many = { 'idempotency-key': randomUUID() }
    const addBeds = () =>
      server.ask(
        'POST',
        beds,
        [1, 2].map((number) => ({ ward: 'k', number })),
        many,
      )
    expect((await addBeds()).json).toEqual({ inserted: 2 })
    expect([(await addBeds()).json, await countBeds('k')]).toEqual([{ inserted: 2 }, 2])
    const change = { 'idempotency-key': randomUUID() }
    const url = `${patients}/${first.json.id}`
    const grow = () => server.ask('PATCH', url, { balance: { increment: 5 } }, change)
    expect((await grow()).json.balance).toBe('5.00')
    expect((await grow()).json.balance).toBe('5.00')
  })

  test('a refused request keeps nothing, so that its key may be used again', async () => {
    const headers = { 'idempotency-key': randomUUID() }
    expect((await server.ask('POST', patients, { name: 7 }, headers)).status).toBe(400)
    expect((await server.ask('POST', patients, { name: 'Seven' }, headers)).status).toBe(201)
  })

  test('a key is bound to the claims it acts with', async () => {
    const key = { 'idempotency-key': randomUUID() }
    const asTenant = (tenant: string) =>
      server.ask('POST', invoices, { total: '10' }, { ...key, 'acervo-claims': `tenant=${tenant}` })
    const mine = await asTenant(randomUUID())
    const theirs = await asTenant(randomUUID())
    expect([mine.status, theirs.status]).toEqual([201, 201])
    expect(theirs.json.id).not.toBe(mine.json.id)
  })

  test('a row of another tenant cannot be told from one that is missing', async () => {
    const as = (tenant: string) => ({ 'acervo-claims': `tenant="${tenant}"` })
    const [mine, theirs] = [randomUUID(), randomUUID()]
    const made = await server.ask('POST', invoices, { total: '12.50' }, as(mine))
    expect(made.status, made.text).toBe(201)
    const url = `${invoices}/${made.json.id}`
    expect((await server.ask('GET', url, undefined, as(mine))).json.total).toBe('12.50')
    const both = { 'acervo-claims': `tenant=("${theirs}" "${mine}")` }
    expect((await server.ask('GET', url, undefined, both)).status).toBe(200)
    const id = { 'x-request-id': 'same' }
    const missing = `${invoices}/${randomUUID()}`
    for (const [method, body] of [['GET'], ['PATCH', { total: '1' }], ['DELETE']] as const) {
      const foreign = await server.ask(method, url, body, { ...as(theirs), ...id })
      const absent = await server.ask(method, missing, body, { ...as(theirs), ...id })
      expect([foreign.status, foreign.text]).toEqual([404, absent.text])
    }
    expect((await server.ask('GET', invoices, undefined, as(theirs))).json.data).toEqual([])
    expect((await server.ask('GET', invoices)).json.data).toEqual([])
    expect((await server.ask('GET', url, undefined, as(mine))).json.total).toBe('12.50')
  })

  test('NDJSON is written whole, over several batches', async () => {
    const body = Array.from({ length: 12_001 }, (_, number) =>
      JSON.stringify({ ward: 'bulk', number, note: 'línea "quoted"' }),
    )
    const told = await server.ask('POST', beds, `\ufeff${body.join('\r\n')}\n\n`, lines)
    expect([told.status, told.text]).toEqual([201, '{"inserted":12001}'])
    expect(await countBeds('bulk')).toBe(12_001)
  })

  test('NDJSON with mistakes tells every line and writes nothing', async () => {
    const right = '{"ward":"bad","number":1}'
    const wrong = ['{oops', '[]', '', '{"ward":"bad","number":"many"}', '{"ward":"bad","nmber":2}']
    const body = [right, ...wrong, right].join('\n')
    const told = await server.ask('POST', beds, body, lines)
    expect([told.status, told.json.code]).toEqual([422, 'ACV609'])
    expect(
      told.json.errors.map(({ line, code }: { line: number; code: string }) => [line, code]),
    ).toEqual([
      [2, 'ACV602'],
      [3, 'ACV602'],
      [5, 'ACV205'],
      [6, 'ACV203'],
    ])
    expect(await countBeds('bad')).toBe(0)
  })

  test('a mistake in a late batch undoes the early ones and names its line', async () => {
    const rows = Array.from({ length: 6_000 }, (_, number) => ({ ward: 'late', number }))
    const body = [...rows, { ward: 'late', number: 'many' }]
      .map((row) => JSON.stringify(row))
      .join('\n')
    const told = await server.ask('POST', beds, body, lines)
    expect([told.status, told.json.errors?.[0]?.line]).toEqual([422, 6_001])
    expect(await countBeds('late')).toBe(0)
    const twice = [...rows, rows[0]].map((row) => JSON.stringify(row)).join('\n')
    expect((await server.ask('POST', beds, twice, lines)).json.code).toBe('ACV302')
    expect(await countBeds('late')).toBe(0)
  })

  test('a bulk body has its bound', async () => {
    const small = await openTestServer({ limits: { bulkBytesMax: 100 } })
    const told = await small.ask('POST', beds, `${'{"ward":"w","number":1}\n'.repeat(10)}`, lines)
    expect([told.status, told.json.code]).toEqual([413, 'ACV603'])
    await small.close()
  })
})
