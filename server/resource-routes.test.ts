// REST over a real platform: lists, rows, writes, headers.
import { afterAll, beforeAll, expect, test } from 'vitest'
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

  const createPatient = async (name: string) =>
    (await server.ask('POST', patients, { name })).json as { id: string; name: string }

  test('a created row is answered with its address and its version', async () => {
    const made = await server.ask('POST', patients, { name: 'Ana', birthday: '1990-02-03' })
    expect(made.status, made.text).toBe(201)
    expect(made.json).toMatchObject({ name: 'Ana', birthday: '1990-02-03', balance: '0.00' })
    expect(made.headers.location).toBe(`${patients}/${made.json.id}`)
    const read = await server.ask('GET', String(made.headers.location))
    expect(read.status).toBe(200)
    expect(read.text).toBe(made.text)
    expect(read.headers.etag).toBe(made.headers.etag)
  })

  test('include and fields follow relations in one answer', async () => {
    const { id } = await createPatient('Berta')
    await server.ask('POST', visits, { patientId: id, room: 'A1' })
    const read = await server.ask('GET', `${patients}/${id}?include=visits&fields=name,visits.room`)
    expect(read.json).toEqual({ name: 'Berta', visits: [{ room: 'A1' }] })
    expect(read.headers.etag).toBeUndefined()
    const list = await server.ask('GET', `${visits}?include=patient&filter[patient.name]=Berta`)
    expect(list.json.data).toHaveLength(1)
    expect(list.json.data[0].patient).toMatchObject({ id, name: 'Berta' })
  })

  test('every filter operator says what it does', async () => {
    const { id } = await createPatient('Carla')
    const rows = [10, 20, 30].map((minutes) => ({ patientId: id, minutes, status: 'DONE' }))
    await server.ask('POST', visits, [...rows, { patientId: id, room: 'B-1', status: 'DONE' }])
    const minutesOf = async (query: string) => {
      const answer = await server.ask(
        'GET',
        `${visits}?filter[patientId]=${id}&sort=minutes&${query}`,
      )
      expect(answer.status, answer.text).toBe(200)
      return answer.json.data.map((row: { minutes: number | null }) => row.minutes)
    }
    expect(await minutesOf('filter[minutes]=20')).toEqual([20])
    expect(await minutesOf('filter[minutes][ne]=20')).toEqual([10, 30])
    expect(await minutesOf('filter[minutes][gt]=10&filter[minutes][lte]=30')).toEqual([20, 30])
    expect(await minutesOf('filter[minutes][gte]=20&filter[minutes][lt]=30')).toEqual([20])
    expect(await minutesOf('filter[minutes][in]=10,30')).toEqual([10, 30])
    expect(await minutesOf('filter[minutes][isNull]=true')).toEqual([null])
    expect(await minutesOf('filter[minutes][isNull]=false')).toEqual([10, 20, 30])
    expect(await minutesOf('filter[room][contains]=-')).toEqual([null])
    expect(await minutesOf('filter[room][startsWith]=B')).toEqual([null])
    expect(await minutesOf('filter%5Bstatus%5D%5Bin%5D=WAITING%2CCALLED')).toEqual([])
  })

  test('pages follow each other without a gap, and end in null', async () => {
    const { id } = await createPatient('Dora')
    const rows = Array.from({ length: 7 }, (_, minutes) => ({
      patientId: id,
      minutes: minutes % 3,
    }))
    await server.ask('POST', visits, rows)
    const seen: string[] = []
    let url = `${visits}?filter[patientId]=${id}&sort=-minutes&limit=3&count=exact`
    for (let page = 0; page < 3; page++) {
      const { json } = await server.ask('GET', url)
      expect(json.count).toBe(7)
      seen.push(...json.data.map((row: { id: string }) => row.id))
      if (json.next === null) break
      url = `${visits}?filter[patientId]=${id}&sort=-minutes&limit=3&count=exact&after=${json.next}`
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  test('a cursor of another list, or one changed by hand, is refused', async () => {
    const { id } = await createPatient('Eva')
    await server.ask('POST', visits, [{ patientId: id }, { patientId: id }])
    const { json } = await server.ask('GET', `${visits}?filter[patientId]=${id}&limit=1`)
    const next = String(json.next)
    const other = await server.ask('GET', `${visits}?limit=1&after=${next}`)
    expect([other.status, other.json.code]).toEqual([400, 'ACV207'])
    const flipped = next.slice(0, -2) + (next.endsWith('AA') ? 'BB' : 'AA')
    const forged = await server.ask(
      'GET',
      `${visits}?filter[patientId]=${id}&limit=1&after=${flipped}`,
    )
    expect([forged.status, forged.json.code]).toEqual([400, 'ACV207'])
  })

  test('what is unknown is refused with the nearest name', async () => {
    const cases = [
      ['/v1/front-dek/patients', 404, 'ACV201', 'front-desk'],
      ['/v1/front-desk/patient', 404, 'ACV202', 'patients'],
      [`${patients}?filter[nam]=x`, 400, 'ACV203', 'name'],
      [`${patients}?filter[name][contain]=x`, 400, 'ACV204', 'contains'],
      [`${patients}?sort=nme`, 400, 'ACV203', 'name'],
      [`${patients}?fields=nme`, 400, 'ACV203', 'name'],
      [`${patients}?include=visit`, 400, 'ACV203', 'visits'],
      [`${patients}?limt=3`, 400, 'ACV200', 'limit'],
      [`${visits}?filter[status]=WAITNG`, 400, 'ACV205', 'WAITING'],
      ['/v1/frontdesk', 404, 'ACV604', ''],
    ] as const
    for (const [url, status, code, hint] of cases) {
      const { json, status: given } = await server.ask('GET', url)
      expect([url, given, json.code]).toEqual([url, status, code])
      expect(json.hint).toContain(hint)
      expect(json.requestId).toMatch(/^[0-9a-f-]{36}$/)
    }
  })

  test('limits and values out of range are refused before the database is asked', async () => {
    for (const query of ['limit=0', 'limit=201', 'limit=-1', 'limit=abc', 'limit=1e2'])
      expect((await server.ask('GET', `${patients}?${query}`)).json.code).toBe('ACV206')
    for (const query of ['count=yes', 'live=1', 'limit=1&limit=2', 'sort=a..b', 'filter[=1'])
      expect((await server.ask('GET', `${patients}?${query}`)).json.code).toBe('ACV200')
    expect((await server.ask('GET', `${patients}/not-a-uuid`)).json.code).toBe('ACV205')
    expect((await server.ask('GET', `${visits}?filter[minutes]=ten`)).json.code).toBe('ACV205')
    const deep = `include=${Array.from({ length: 6 }, () => 'visits').join('.')}`
    expect((await server.ask('GET', `${patients}?${deep}`)).json.code).toBe('ACV206')
  })

  test('a change answers the new version, and a stale one is refused', async () => {
    const { id } = await createPatient('Fina')
    const read = await server.ask('GET', `${patients}/${id}`)
    const etag = String(read.headers.etag)
    expect(etag).toMatch(/^"\d+"$/)
    const same = await server.ask('GET', `${patients}/${id}`, undefined, { 'if-none-match': etag })
    expect([same.status, same.text]).toEqual([304, ''])
    const url = `${patients}/${id}`
    const changed = await server.ask('PATCH', url, { name: 'Fina B' }, { 'if-match': etag })
    expect([changed.status, changed.json.name]).toEqual([200, 'Fina B'])
    expect(changed.headers.etag).not.toBe(etag)
    const stale = await server.ask('PATCH', url, { name: 'Fina C' }, { 'if-match': etag })
    expect([stale.status, stale.json.code]).toEqual([412, 'ACV210'])
    const staleDelete = await server.ask('DELETE', url, undefined, { 'if-match': etag })
    expect(staleDelete.status).toBe(412)
    const again = await server.ask('GET', url, undefined, { 'if-none-match': etag })
    expect([again.status, again.json.name]).toEqual([200, 'Fina B'])
  })

  test('a deleted row is gone, and live=false still shows it', async () => {
    const { id } = await createPatient('Gala')
    expect((await server.ask('DELETE', `${patients}/${id}`)).status).toBe(204)
    const gone = await server.ask('GET', `${patients}/${id}`)
    expect([gone.status, gone.json.code]).toEqual([404, 'ACV209'])
    expect((await server.ask('DELETE', `${patients}/${id}`)).status).toBe(404)
    expect((await server.ask('GET', `${patients}/${id}?live=false`)).status).toBe(200)
  })

  test('a key of several columns is written with commas', async () => {
    const beds = '/v1/front-desk/beds'
    const made = await server.ask('POST', beds, { ward: 'a,b/ñ', number: 7 })
    expect(made.headers.location).toBe(`${beds}/a%2Cb%2F%C3%B1,7`)
    const read = await server.ask('GET', String(made.headers.location))
    expect(read.json).toMatchObject({ ward: 'a,b/ñ', number: 7 })
    expect((await server.ask('GET', `${beds}/a`)).json.code).toBe('ACV200')
  })

  test('a row of a partitioned table is found by its id alone', async () => {
    const made = await server.ask('POST', '/v1/front-desk/readings', { value: 5 })
    const read = await server.ask('GET', `/v1/front-desk/readings/${made.json.id}`)
    expect([read.status, read.json.value]).toEqual([200, 5])
  })

  test('a view is listed and read, and cannot be written', async () => {
    const { id } = await createPatient('Hilda')
    await server.ask('POST', visits, { patientId: id })
    const list = await server.ask('GET', `/v1/front-desk/waiting-visits?filter[patientId]=${id}`)
    expect(list.json.data).toHaveLength(1)
    const row = await server.ask('GET', `/v1/front-desk/waiting-visits/${list.json.data[0].id}`)
    expect([row.status, row.headers.etag]).toEqual([200, undefined])
    const refused = await server.ask('POST', '/v1/front-desk/waiting-visits', { patientId: id })
    expect(refused.status).toBe(400)
  })

  test('words and vectors find rows', async () => {
    await createPatient('Ñandú Ibáñez')
    const found = await server.ask('GET', `${patients}?q=ibanez`)
    expect(found.json.data.map((row: { name: string }) => row.name)).toEqual(['Ñandú Ibáñez'])
    const images = '/v1/front-desk/images'
    for (const [title, embedding] of [
      ['near', [1, 0, 0]],
      ['far', [9, 9, 9]],
    ] as const)
      await server.ask('POST', images, { title, embedding, embeddingModel: 'tiny' })
    const nearest = await server.ask('POST', `${images}/search`, {
      nearest: { vector: [1, 0, 0.1], model: 'tiny' },
      limit: 1,
    })
    expect(nearest.json.data.map((row: { title: string }) => row.title)).toEqual(['near'])
    const wrong = await server.ask('POST', `${images}/search`, { nearst: {} })
    expect([wrong.status, wrong.json.hint]).toEqual([400, expect.stringContaining('nearest')])
  })

  test('a method that is not offered is told with those that are', async () => {
    for (const method of ['OPTIONS', 'TRACE']) {
      const answer = await server.ask(method, patients)
      expect([answer.status, answer.headers.allow]).toEqual([405, 'GET, HEAD, POST'])
    }
    const put = await server.ask('PUT', `${patients}/x`, {})
    expect([put.status, put.json.code, put.headers.allow]).toEqual([
      405,
      'ACV615',
      'GET, HEAD, PATCH, DELETE',
    ])
  })
})
