// Promises of sessions: what ends them, who sees them, and what a stolen token is worth.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'

onEachEngine(() => {
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
  })
  afterAll(() => server?.close())

  const reader = () => server.signIn('reader@office.test')
  const at = (minutes: number) =>
    server.clock(new Date(Date.now() + minutes * 60_000).toISOString())
  /** What was remembered for a second is asked anew. */
  const statusOf = async (token: string) => {
    server.identities.bearers.forget()
    return (await server.ask('GET', '/v1/desk/files', { as: token })).status
  }

  test('it is taken wherever a key is, and gives what the roles of its user give', async () => {
    const token = await reader()
    expect(await statusOf(token)).toBe(200)
    const told = await server.ask('POST', '/v1/desk/files', { as: token, body: { title: 'a' } })
    expect(told).toMatchObject({ status: 403, json: { code: 'ACV624' } })
    const me = await server.ask('GET', '/v1/office/me', { as: token })
    expect(me.json).toMatchObject({ roles: ['reader'], user: { id: people.reader } })
    expect(me.json.permissions.sort()).toEqual(['desk.file:read', 'desk.note:read'])
  })

  test('a token that was not made here is nobody, with one letter changed too', async () => {
    const token = await reader()
    const changed = `${token.slice(0, 30)}${token[30] === 'a' ? 'b' : 'a'}${token.slice(31)}`
    for (const one of [changed, token.slice(0, -1), '', token.replace('_session_', '_reset_')])
      expect(await statusOf(one)).toBe(401)
  })

  test('it ends by idleness and by age', async () => {
    const token = await reader()
    at(59)
    expect(await statusOf(token)).toBe(200)
    // That request was seen: idleness counts from it.
    at(118)
    expect(await statusOf(token)).toBe(200)
    at(118 + 61)
    expect(await statusOf(token)).toBe(401)
    server.clock(undefined)
    const other = await reader()
    for (let minutes = 50; minutes < 24 * 60; minutes += 50) {
      at(minutes)
      expect(await statusOf(other)).toBe(200)
    }
    at(24 * 60 + 1)
    expect(await statusOf(other)).toBe(401)
    server.clock(undefined)
  }, 120_000)

  test('its owner sees each device, ends one of them, or all others', async () => {
    const [one, two, three] = [await reader(), await reader(), await reader()]
    const list = await server.ask('GET', '/v1/office/sessions', { as: one })
    const current = list.json.data.filter(({ isCurrent }: { isCurrent: boolean }) => isCurrent)
    expect(current).toHaveLength(1)
    expect(JSON.stringify(list.json)).not.toMatch(/hash|acervo_session/i)
    const ofTwo = await server.ask('GET', '/v1/office/session', { as: two })
    const ended = await server.ask('DELETE', `/v1/office/sessions/${ofTwo.json.session.id}`, {
      as: one,
    })
    expect(ended.status).toBe(204)
    expect([await statusOf(two), await statusOf(three)]).toEqual([401, 200])
    await server.ask('DELETE', '/v1/office/sessions', { as: one })
    expect([await statusOf(one), await statusOf(three)]).toEqual([200, 401])
  })

  test("somebody else's session can neither be seen nor ended", async () => {
    const mine = await reader()
    const theirs = await server.signIn('clerk@office.test')
    const { json } = await server.ask('GET', '/v1/office/session', { as: theirs })
    const told = await server.ask('DELETE', `/v1/office/sessions/${json.session.id}`, { as: mine })
    expect(told).toMatchObject({ status: 404, json: { code: 'ACV209' } })
    expect(await statusOf(theirs)).toBe(200)
  })

  test('signing out ends it at once', async () => {
    const token = await reader()
    expect((await server.ask('GET', '/v1/desk/files', { as: token })).status).toBe(200)
    expect((await server.ask('DELETE', '/v1/office/session', { as: token })).status).toBe(204)
    expect((await server.ask('GET', '/v1/desk/files', { as: token })).status).toBe(401)
  })

  test('rotation gives a new token; the old one ends the whole family', async () => {
    const old = await reader()
    const other = await reader()
    const rotated = await server.ask('POST', '/v1/office/session/rotation', { as: old })
    expect(rotated.status).toBe(201)
    const fresh = rotated.json.token as string
    expect(await statusOf(fresh)).toBe(200)
    // Somebody has kept a copy of the old one.
    expect(await statusOf(old)).toBe(401)
    expect(await statusOf(fresh)).toBe(401)
    expect(await statusOf(other)).toBe(200)
  })

  test('of several that rotate one token at once at most one gets a new one, and none can use it', async () => {
    const token = await reader()
    const all = await Promise.all(
      Array.from({ length: 5 }, () =>
        server.ask('POST', '/v1/office/session/rotation', { as: token }),
      ),
    )
    const won = all.filter(({ status }) => status === 201)
    expect(won.length).toBeLessThanOrEqual(1)
    for (const { json } of won) expect(await statusOf(json.token)).toBe(401)
  })

  test('a stolen token is worth nothing after the password has changed', async () => {
    const stolen = await reader()
    const mine = await reader()
    const change = (given: object) =>
      server.ask('POST', '/v1/office/me/password', { as: mine, body: given })
    const next = 'another correct horse battery'
    expect((await change({ password: 'wrong wrong', newPassword: next })).status).toBe(401)
    expect((await change({ password, newPassword: 'short' })).status).toBe(422)
    expect((await change({ password, newPassword: next })).status).toBe(204)
    // In this process at once, without waiting for anything to be forgotten.
    expect((await server.ask('GET', '/v1/desk/files', { as: stolen })).status).toBe(401)
    expect((await server.ask('GET', '/v1/desk/files', { as: mine })).status).toBe(200)
    await server.identities.of('office').setPassword('service:test', people.reader, password)
  })

  test('who is disabled is out, and stays out', async () => {
    const { desk } = server.platform.db
    const office = server.identities.of('office')
    const id = await office.createUser(
      { actor: 'service:test' },
      { email: 'gone@office.test', password, roles: ['reader'] },
    )
    const token = await server.signIn('gone@office.test')
    const made = await server.ask('POST', '/v1/office/keys', { as: token, body: { name: 'mine' } })
    expect(await statusOf(made.json.key)).toBe(200)
    const told = await server.ask('POST', `/v1/office/users/${id}/disablement`, { as: server.key })
    expect(told.status).toBe(201)
    expect((await server.ask('GET', '/v1/desk/files', { as: token })).status).toBe(401)
    expect((await server.ask('GET', '/v1/desk/files', { as: made.json.key })).status).toBe(401)
    await desk.user.update({ where: { id }, data: { status: 'ACTIVE' } })
    expect(await statusOf(token)).toBe(401)
    expect(await statusOf(made.json.key)).toBe(401)
  })

  test('a role that is taken away works no longer than a second', async () => {
    const token = await server.signIn('clerk@office.test')
    const file = { as: token, body: { title: 'a' } }
    expect((await server.ask('POST', '/v1/desk/files', file)).status).toBe(201)
    const url = `/v1/office/users/${people.clerk}/roles/clerk`
    expect((await server.ask('DELETE', url, { as: server.key })).status).toBe(204)
    expect((await server.ask('POST', '/v1/desk/files', file)).status).toBe(403)
    expect((await server.ask('POST', url, { as: server.key })).status).toBe(201)
    expect((await server.ask('POST', '/v1/desk/files', file)).status).toBe(201)
  })

  test('the claims of a session are those of its user, and not of their choice', async () => {
    const [mine, other] = [
      '11111111-1111-4111-8111-111111111111',
      '22222222-2222-4222-8222-222222222222',
    ]
    for (const tenant of [mine, other])
      await server.platform.db
        .as({ actor: 'service:test', claims: { tenant } })
        .desk.drawer.create({ data: { label: tenant } })
    await server.platform.query(
      `update office_desk.users set branches = '{${mine}}' where email like 'administrator@%'`,
    )
    const token = await server.signIn('administrator@office.test')
    const list = await server.ask('GET', '/v1/desk/drawers', { as: token })
    expect(list.json.data.map(({ label }: { label: string }) => label)).toEqual([mine])
    const told = await server.ask('GET', '/v1/desk/drawers', {
      as: token,
      headers: { 'acervo-claims': `tenant="${other}"` },
    })
    expect(told).toMatchObject({ status: 403, json: { code: 'ACV616' } })
    // Of several of their own they may name some.
    await server.platform.query(
      `update office_desk.users set branches = '{${mine},${other}}' where email like 'administrator@%'`,
    )
    server.identities.bearers.forget()
    const labels = async (claims?: string) => {
      const { json } = await server.ask('GET', '/v1/desk/drawers?sort=label', {
        as: token,
        ...(claims === undefined ? {} : { headers: { 'acervo-claims': claims } }),
      })
      return json.data?.map(({ label }: { label: string }) => label) ?? json.code
    }
    expect(await labels()).toEqual([mine, other])
    expect(await labels(`tenant="${other}"`)).toEqual([other])
    const third = '33333333-3333-4333-8333-333333333333'
    for (const wrong of [`tenant=("${other}" "${third}")`, 'tenant=()', 'purpose="x"'])
      expect(await labels(wrong), wrong).toBe('ACV616')
  })
})
