// Promises of keys as rows: never more than their holder, never longer, and an agent within its limits.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import {
  fillOffice,
  type Given,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'
import { mayUse, type NewKey } from './index.ts'

const doer = { actor: 'service:test' }

onEachEngine(() => {
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
    const { desk } = server.platform.db
    const file = await desk.file.create({ data: { title: 'one' } })
    for (const body of ['a', 'b', 'c', 'd'])
      await desk.note.create({ data: { fileId: file.id, body } })
  })
  afterAll(() => server?.close())

  const office = () => server.identities.of('office')
  const make = async (given: NewKey) => (await office().createApiKey(doer, given)).key
  const status = async (as: string, url: string, given: Given & { method?: string } = {}) => {
    server.identities.bearers.forget()
    return (await server.ask(given.method ?? 'GET', url, { ...given, as })).status
  }
  const files = '/v1/desk/files'

  test('a key of a user may what the user may, and with scopes only what both may', async () => {
    const whole = await make({ userId: people.clerk })
    expect(await status(whole, files)).toBe(200)
    expect(await status(whole, files, { method: 'POST', body: { title: 'b' } })).toBe(201)
    const narrow = await make({
      userId: people.clerk,
      scopes: ['desk.file:read', 'desk.note:read'],
    })
    expect(await status(narrow, files)).toBe(200)
    expect(await status(narrow, files, { method: 'POST', body: { title: 'b' } })).toBe(403)
    // The scope names notes, the clerk may not read them: neither directly nor around the corner.
    for (const url of [
      '/v1/desk/notes',
      `${files}?include=notes`,
      `${files}?filter[notes][some][body]=a`,
      '/v1/desk/notes?sort=file.title',
    ])
      expect([400, 403], url).toContain(await status(narrow, url))
  })

  test('it loses what its user loses', async () => {
    const key = await make({ userId: people.reader, scopes: ['desk.file:read'] })
    expect(await status(key, files)).toBe(200)
    await office().takeRole(doer, people.reader, 'reader')
    expect(await status(key, files)).toBe(403)
    await office().grantRole(doer, people.reader, 'reader')
  })

  test('it lives for 90 days unless told otherwise, and a year at most', async () => {
    const key = await make({ userId: people.reader })
    const at = (days: number) =>
      server.clock(new Date(Date.now() + days * 86_400_000).toISOString())
    at(89)
    expect(await status(key, files)).toBe(200)
    at(91)
    expect(await status(key, files)).toBe(401)
    server.clock(undefined)
    await expect(make({ userId: people.reader, days: 367 })).rejects.toMatchObject({
      code: 'ACV206',
    })
  })

  test('it is good for the routes and the networks that it names', async () => {
    const key = await make({
      userId: people.reader,
      routes: ['GET /v1/desk/files', 'GET /v1/desk/notes/*'],
      networks: ['10.0.0.0/8', '2001:db8::/32'],
    })
    const near = { ip: '10.1.2.3' }
    expect(await status(key, files, near)).toBe(200)
    expect(await status(key, `${files}?limit=1`, near)).toBe(200)
    expect(await status(key, '/v1/desk/users', near)).toBe(401)
    expect(await status(key, files, { ip: '11.1.2.3' })).toBe(401)
    expect(await status(key, files, { ip: '2001:db8::1' })).toBe(200)
    expect(await status(key, files, { ip: '::ffff:10.1.2.3' })).toBe(200)
    expect(
      mayUse(
        { networks: undefined, routes: ['GET /v1/a/*'] },
        { ip: '', method: 'GET', path: '/v1/ab' },
      ),
    ).toBe(false)
    for (const wrong of [
      { routes: ['/v1'] },
      { networks: ['10.0.0.0/33'] },
      { networks: ['office.test'] },
      { scopes: ['files'] },
    ])
      await expect(make({ userId: people.reader, ...wrong })).rejects.toMatchObject({
        code: 'ACV200',
      })
  })

  test('rotation gives a new key, and the old one goes on for its grace', async () => {
    const made = await office().createApiKey(doer, {
      userId: people.reader,
      scopes: ['desk.file:read'],
    })
    const next = await office().rotateApiKey(doer.actor, { key: made.prefix, graceSeconds: 3_600 })
    expect([await status(made.key, files), await status(next.key, files)]).toEqual([200, 200])
    expect(await status(next.key, '/v1/desk/notes')).toBe(403)
    server.clock(new Date(Date.now() + 2 * 3_600_000).toISOString())
    expect([await status(made.key, files), await status(next.key, files)]).toEqual([401, 200])
    server.clock(undefined)
    await office().revokeApiKey(doer.actor, { key: next.id })
    expect((await server.ask('GET', files, { as: next.key })).status).toBe(401)
    await expect(office().revokeApiKey(doer.actor, { key: next.id })).rejects.toMatchObject({
      code: 'ACV209',
    })
  })

  test('its use is noted once a minute, and only its hash is kept', async () => {
    const made = await office().createApiKey(doer, { userId: people.reader })
    const used = async () => {
      const { rows } = await server.platform.query(
        `select last_used_at::text, k::text from office_desk.api_keys k where prefix = '${made.prefix}'`,
      )
      return rows[0] as [string | null, string]
    }
    expect((await used())[0]).toBeNull()
    await status(made.key, files)
    const [first, row] = await used()
    expect(first).not.toBeNull()
    expect(row).toContain('127.0.0.1')
    expect(row).not.toContain(made.key)
    await status(made.key, files)
    expect((await used())[0]).toBe(first)
  })

  test('one makes keys for oneself, by a session alone, and ends only one’s own', async () => {
    const token = await server.signIn('clerk@office.test')
    const body = { name: 'mine', scopes: ['desk.file:read'] }
    const made = await server.ask('POST', '/v1/office/keys', { as: token, body })
    expect(made).toMatchObject({
      status: 201,
      json: { key: expect.stringMatching(/^acervo_live_/) },
    })
    const more = { ...body, scopes: ['desk.note:read'] }
    expect((await server.ask('POST', '/v1/office/keys', { as: token, body: more })).status).toBe(
      403,
    )
    const bySelf = await server.ask('POST', '/v1/office/keys', { as: made.json.key, body })
    expect(bySelf.status).toBe(403)
    const forOther = { ...body, userId: people.administrator }
    expect(
      (await server.ask('POST', '/v1/office/keys', { as: token, body: forOther })).status,
    ).toBe(400)
    const other = await server.signIn('reader@office.test')
    const url = `/v1/office/keys/${made.json.id}`
    expect((await server.ask('DELETE', url, { as: other })).status).toBe(404)
    const list = await server.ask('GET', '/v1/office/keys', { as: token })
    expect(list.json.data.map(({ id }: { id: string }) => id)).toContain(made.json.id)
    expect(JSON.stringify(list.json)).not.toContain(made.json.key)
    expect((await server.ask('DELETE', url, { as: token })).status).toBe(204)
    expect((await server.ask('GET', files, { as: made.json.key })).status).toBe(401)
  })

  test('a service account acts as an agent, in its time, within its rows', async () => {
    const { desk } = server.platform.db
    const { id } = await desk.serviceAccount.create({
      data: { name: 'reader-bot', purpose: 'reads' },
    })
    const limits = async (text: string) =>
      server.platform.query(`update office_desk.service_accounts set ${text} where id = '${id}'`)
    await limits('rows_per_request = 3, rows_per_day = 6')
    await expect(make({ serviceAccountId: id })).rejects.toMatchObject({ code: 'ACV200' })
    const key = await make({
      serviceAccountId: id,
      scopes: ['desk.note:read', 'desk.file:read', 'desk.file:create'],
    })
    const notes = '/v1/desk/notes'
    const told = await server.ask('GET', notes, { as: key })
    expect(told).toMatchObject({ status: 429, json: { code: 'ACV628' } })
    expect(await status(key, `${notes}?limit=2`)).toBe(200)
    // Rows inside rows are rows.
    expect(await status(key, `${files}?include=notes&limit=1`)).toBe(429)
    expect(await status(key, files, { method: 'POST', body: Array(4).fill({ title: 'x' }) })).toBe(
      429,
    )
    expect(await status(key, files, { method: 'POST', body: [{ title: 'bot' }] })).toBe(201)
    expect(await status(key, `${notes}?limit=3`)).toBe(200)
    expect(await status(key, `${notes}?limit=1`)).toBe(429)
    // What was refused at the end of the day was not written.
    expect(await status(key, files, { method: 'POST', body: [{ title: 'late bot' }] })).toBe(429)
    expect(await desk.file.count({ where: { title: 'late bot' } })).toBe(0)
    await limits(
      `rows_per_day = null, rows_per_request = null, valid_until = acervo.now() - interval '1 second'`,
    )
    expect(await status(key, files)).toBe(401)
    await limits('valid_until = null')
    expect(await status(key, files)).toBe(200)
    await desk.serviceAccount.update({ where: { id }, data: { status: 'DISABLED' } })
    expect(await status(key, files)).toBe(401)
  })

  test('who acts for whom is said by keys alone', async () => {
    const key = await make({ userId: people.reader })
    const headers = {
      'acervo-agent': 'bot',
      'acervo-agent-run': 'r1',
      'acervo-agent-tool': 'search',
    }
    expect(await status(key, files, { headers })).toBe(200)
    const token = await server.signIn('reader@office.test')
    expect(await status(token, files, { headers })).toBe(403)
    expect(await status(key, files, { headers: { 'acervo-agent': 'a'.repeat(201) } })).toBe(400)
  })

  test('a key with a mistake, or of nobody, is refused in the same words', async () => {
    const made = await office().createApiKey(doer, { userId: people.reader })
    const shown = made.key
    const forged = shown.replace(/_[0-9A-Za-z]{43}_/, `_${'0'.repeat(43)}_`)
    const words = new Set<string>()
    for (const as of [forged, shown.slice(0, -1), 'acervo_live_', password]) {
      const { status: code, json } = await server.ask('GET', files, { as })
      words.add(JSON.stringify([code, json.code, json.message, json.hint]))
    }
    expect(words.size).toBe(1)
  })
})
