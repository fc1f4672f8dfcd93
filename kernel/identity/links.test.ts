// Promises of links that are good once, and of invitations.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'
import { clockedAt } from '../../test/support/retention.ts'
import { applyRetention } from '../retention/run.ts'

const doer = { actor: 'service:test' }
const next = 'a new and longer password'

onEachEngine(() => {
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
  })
  afterAll(() => server?.close())

  const office = () => server.identities.of('office')
  const post = (path: string, body: unknown, as?: string) =>
    server.ask('POST', `/v1/office${path}`, { body, ...(as === undefined ? {} : { as }) })
  const later = (hours: number) =>
    server.clock(new Date(Date.now() + hours * 3_600_000).toISOString())

  test('a link for a new password is good once, ends all sessions, and of many at once one wins', async () => {
    const session = await server.signIn('reader@office.test')
    const token = await office().issueToken('reset', people.reader)
    const many = await Promise.all(
      Array.from({ length: 4 }, () => post('/password', { token, password: next })),
    )
    expect(many.map(({ status }) => status).sort()).toEqual([204, 400, 400, 400])
    expect((await server.ask('GET', '/v1/desk/files', { as: session })).status).toBe(401)
    expect((await post('/session', { email: 'reader@office.test', password })).status).toBe(401)
    await server.signIn('reader@office.test', next)
    await office().setPassword(doer.actor, people.reader, password)
  })

  test('it is for its purpose, its time and its person', async () => {
    const verify = await office().issueToken('verify', people.reader)
    expect((await post('/password', { token: verify, password: next })).json.code).toBe('ACV623')
    const old = await office().issueToken('reset', people.reader)
    const token = await office().issueToken('reset', people.reader)
    // A new one takes the place of the old.
    expect((await post('/password', { token: old, password: next })).status).toBe(400)
    later(1)
    expect((await post('/password', { token, password: next })).status).toBe(400)
    server.clock(undefined)
    for (const wrong of [
      undefined,
      '',
      7,
      `${token.slice(0, -1)}${token.endsWith('0') ? '1' : '0'}`,
      token.replace('office', 'shop'),
    ])
      expect((await post('/password', { token: wrong, password: next })).json.code).toBe('ACV623')
    expect((await post('/email-verification', { token: verify })).status).toBe(204)
    expect((await post('/email-verification', { token: verify })).status).toBe(400)
    const { rows } = await server.platform.query(
      `select email_verified_at is not null, t::text from office_desk.users u
       join office_desk.tokens t on t.user_id = u.id where u.id = '${people.reader}'`,
    )
    expect(rows.every(([isVerified]) => isVerified === 't')).toBe(true)
    expect(JSON.stringify(rows)).not.toContain(token)
  })

  test('asking for one tells nobody who has an account', async () => {
    const known = await post('/password-resets', { email: 'reader@office.test' })
    const unknown = await post('/password-resets', { email: 'nobody@office.test' })
    expect(known).toMatchObject({ status: 202 })
    expect(unknown.json).toEqual(known.json)
    const { rows } = await server.platform.query(
      `select event_type, aggregate_id, payload ->> 'purpose', payload::text from office_desk.outbox_events`,
    )
    // Whoever sends mail is told, and issues the token: none stands in the event.
    expect(rows.map((row) => row.slice(0, 3))).toEqual([
      ['SignInLinkRequested', people.reader, 'reset'],
    ])
    expect(rows[0]?.[3]).not.toContain('acervo_')
    for (let at = 0; at < 9; at++) await post('/password-resets', { email: 'nobody@office.test' })
    expect((await post('/password-resets', { email: 'nobody@office.test' })).status).toBe(429)
  })

  test('an address is confirmed by a link that its owner asked for, or that was handed over', async () => {
    const as = await server.signIn('clerk@office.test')
    const asked = await server.ask('POST', '/v1/office/me/email-verification', { as })
    expect(asked.status).toBe(202)
    const { rows } = await server.platform.query(
      `select payload ->> 'purpose' from office_desk.outbox_events where aggregate_id = '${people.clerk}'`,
    )
    expect(rows).toEqual([['verify']])
    const url = `/v1/office/users/${people.clerk}/email-verifications`
    expect((await server.ask('POST', url, { as })).status).toBe(403)
    const given = await server.ask('POST', url, { as: server.key })
    expect((await post('/email-verification', { token: given.json.token })).status).toBe(204)
  })

  test('a disabled user gets in by no link', async () => {
    const id = await office().createUser(doer, { email: 'off@office.test', password })
    const token = await office().issueToken('reset', id)
    await office().disableUser(doer, id)
    expect((await post('/password', { token, password: next })).status).toBe(400)
  })

  test('an invitation makes a user with the role that was meant, once, for seven days', async () => {
    const as = await server.signIn('inviter@office.test')
    const meant = { email: 'New.Person@office.test', role: 'inviter' }
    const { status, json } = await post('/invitations', meant, as)
    expect(status).toBe(201)
    expect(json.email).toBe('new.person@office.test')
    const days = (Date.parse(json.expiresAt) - Date.now()) / 86_400_000
    expect(Math.round(days)).toBe(7)
    later(7 * 24 + 1)
    const accept = { token: json.token, password, displayName: 'New' }
    expect((await post('/invitation-acceptance', accept)).status).toBe(400)
    server.clock(undefined)
    const both = await Promise.all([1, 2].map(() => post('/invitation-acceptance', accept)))
    expect(both.map((one) => one.status).sort()).toEqual([201, 400])
    const me = await server.ask('GET', '/v1/office/me', {
      as: await server.signIn('new.person@office.test'),
    })
    expect(me.json).toMatchObject({ roles: ['inviter'], user: { displayName: 'New' } })
  })

  test('a role is no more than the inviter’s, and the invited person gives themselves nothing', async () => {
    const as = await server.signIn('inviter@office.test')
    for (const role of ['administrator', 'clerk', 'reader'])
      expect((await post('/invitations', { email: 'x@office.test', role }, as)).json.code).toBe(
        'ACV625',
      )
    const reader = await server.signIn('reader@office.test')
    expect((await post('/invitations', { email: 'x@office.test' }, reader)).json.code).toBe(
      'ACV624',
    )
    const { json } = await post('/invitations', { email: 'x@office.test' }, as)
    for (const more of [
      { status: 'ACTIVE' },
      { email: 'administrator@office.test' },
      { branches: '{}' },
      { passwordHash: 'x' },
      { id: people.administrator },
      { emailVerifiedAt: '2026-01-01T00:00:00Z' },
    ]) {
      const told = await post('/invitation-acceptance', { token: json.token, password, ...more })
      expect(told.status, JSON.stringify(more)).toBe(400)
    }
    const told = await post('/invitation-acceptance', { token: json.token, password })
    expect(told.status).toBe(201)
    const fresh = await server.signIn('x@office.test')
    expect((await server.ask('GET', '/v1/office/me', { as: fresh })).json.roles).toEqual([])
    expect((await server.ask('GET', '/v1/desk/files', { as: fresh })).status).toBe(403)
  })

  test('what has ended is swept, what goes on stays', async () => {
    const count = async () =>
      (
        await server.platform.query(
          `select (select count(*) from office_desk.user_sessions), (select count(*) from office_desk.tokens),
            (select count(*) from office_desk.invitations where status = 'EXPIRED')`,
        )
      ).rows[0]?.map(Number)
    const as = await server.signIn('inviter@office.test')
    await post('/invitations', { email: 'late@office.test' }, as)
    const [sessions = 0, tokens = 0, expired] = (await count()) ?? []
    expect(Math.min(sessions, tokens)).toBeGreaterThan(0)
    const { model, targets } = server.platform.acervo
    const retain = (now: string) =>
      applyRetention({
        targets: { of: (schema) => clockedAt(targets.of(schema), now) },
        databases: model.databases.values(),
      })
    await retain(new Date().toISOString())
    expect((await count())?.[0]).toBe(sessions)
    const late = new Date(Date.now() + 40 * 86_400_000).toISOString()
    expect((await retain(late)).filter(({ problem }) => problem !== undefined)).toEqual([])
    later(24 * 40)
    expect(await office().sweep()).toBe(1)
    expect(await count()).toEqual([0, 0, (expired ?? 0) + 1])
    server.clock(undefined)
  })

  test('one waits per address, however many invite at once', async () => {
    const as = await server.signIn('inviter@office.test')
    const all = await Promise.all(
      ['twin@office.test', 'TWIN@office.test', 'twin@OFFICE.test', 'ｔwin@office.test'].map(
        (email) => post('/invitations', { email }, as),
      ),
    )
    expect(all.map(({ status }) => status)).toEqual([201, 201, 201, 201])
    const { rows } = await server.platform.query(
      `select status, count(*) from office_desk.invitations where email = 'twin@office.test'
       group by status order by status`,
    )
    expect(rows).toEqual([
      ['CANCELLED', '3'],
      ['PENDING', '1'],
    ])
    const accepted = await Promise.all(
      all.map(({ json }) => post('/invitation-acceptance', { token: json.token, password })),
    )
    expect(accepted.filter(({ status }) => status === 201)).toHaveLength(1)
    const known = await post('/invitations', { email: 'Twin@office.test' }, as)
    expect(known).toMatchObject({ status: 409, json: { code: 'ACV302' } })
  })
})
