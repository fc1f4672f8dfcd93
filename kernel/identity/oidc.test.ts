// Promises of signing in at another issuer: only who it proves, only in the browser that began, only once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createCaller } from '../../outside/call.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { type Issuer, type Lie, openIssuer } from '../../test/support/identity/issuer.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'

const redirectUri = 'https://office.test/back'

onEachEngine(() => {
  let issuer: Issuer
  let liar: Issuer
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    issuer = await openIssuer()
    liar = await openIssuer()
    liar.lie = 'discovery'
    const { clientId, clientSecret } = issuer
    const provider = { issuer: issuer.issuer, clientId, clientSecret, redirectUris: [redirectUri] }
    // By the guarded way out, which lets only hosts that the operator names be private.
    const caller = createCaller({ hosts: [issuer, liar].map((one) => new URL(one.issuer).host) })
    server = await openOfficeServer({
      providers: {
        office: {
          strict: provider,
          linking: { ...provider, linkByEmail: true },
          open: { ...provider, createUsers: true },
          liar: { ...provider, issuer: liar.issuer },
        },
      },
      call: (url, init) => caller(url, init),
    })
    people = await fillOffice(server)
  })
  afterAll(async () => {
    await server?.close()
    await issuer?.close()
    await liar?.close()
  })
  beforeEach(() => {
    issuer.lie = undefined
  })

  const post = (path: string, body: unknown) =>
    server.ask('POST', `/v1/office/providers/${path}`, { body })
  const begin = async (name: string) => {
    const told = await post(`${name}/authorization`, { redirectUri })
    return { ...told.json, status: told.status } as {
      authorizationUrl: string
      flow: string
      status: number
    }
  }
  const signIn = async (name: string) => {
    const { authorizationUrl, flow } = await begin(name)
    const parameters = await issuer.visit(authorizationUrl)
    return post(`${name}/session`, { flow, parameters })
  }
  const verify = (email: string) =>
    server.platform.query(
      `update office_desk.users set email_verified_at = acervo.now() where email = '${email}'`,
    )

  test('asks with PKCE, state and nonce, and keeps nothing of them', async () => {
    const { authorizationUrl, flow } = await begin('strict')
    const asked = new URL(authorizationUrl).searchParams
    expect(asked.get('code_challenge_method')).toBe('S256')
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(asked.get(name)).toMatch(/^[\w-]{43}$/)
    const { rows } = await server.platform.query('select f::text from acervo.sign_in_flow f')
    for (const secret of [flow, asked.get('state'), asked.get('nonce')])
      expect(JSON.stringify(rows)).not.toContain(secret)
    expect(authorizationUrl).not.toContain(flow)
  })

  test('who is not linked is nobody; a verified address links where the operator says so', async () => {
    issuer.person = { sub: 'r1', email: 'Reader@office.test', email_verified: true }
    expect((await signIn('strict')).json.code).toBe('ACV627')
    // Nobody has proved here that this address is theirs: whoever made the account may be another.
    expect((await signIn('linking')).json.code).toBe('ACV627')
    await verify('reader@office.test')
    expect((await signIn('strict')).status).toBe(401)
    issuer.person = { ...issuer.person, email_verified: false }
    expect((await signIn('linking')).status).toBe(401)
    issuer.person = { sub: 'r1', email: 'Reader@office.test', email_verified: true }
    const linked = await signIn('linking')
    expect(linked).toMatchObject({ status: 201, json: { user: { id: people.reader } } })
    // From now on the subject counts, whatever the address has become.
    issuer.person = { sub: 'r1', email: 'administrator@office.test', email_verified: true }
    expect((await signIn('strict')).json.user.id).toBe(people.reader)
    expect((await server.ask('GET', '/v1/desk/files', { as: linked.json.token })).status).toBe(200)
  })

  test('makes an account without any role where the operator says so, one for two at once', async () => {
    issuer.person = { sub: 'n1', email: 'fresh@office.test', email_verified: true }
    const both = await Promise.all([signIn('open'), signIn('open')])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(both[0]?.json.user.id).toBe(both[1]?.json.user.id)
    const me = await server.ask('GET', '/v1/office/me', { as: both[0]?.json.token })
    expect(me.json).toMatchObject({ roles: [], permissions: [] })
    issuer.person = { sub: 'n2', email: 'administrator@office.test', email_verified: true }
    expect((await signIn('open')).status).toBe(401)
    issuer.person = { sub: 'n3' }
    expect((await signIn('open')).status).toBe(401)
  })

  test.each<Lie>(['nonce', 'issuer', 'audience', 'expired', 'key', 'unsigned', 'state', 'iss'])(
    'an answer with a false %s proves nobody',
    async (lie) => {
      issuer.person = { sub: 'r9', email: 'liar@office.test', email_verified: true }
      issuer.lie = lie
      const told = await signIn('open')
      expect(told).toMatchObject({ status: 401, json: { code: 'ACV627' } })
      expect(JSON.stringify(told.json)).not.toMatch(/jwt|nonce|127\.0\.0\.1/i)
    },
  )

  test('an issuer that calls itself otherwise is none', async () => {
    const told = await post('liar/authorization', { redirectUri })
    expect(told).toMatchObject({ status: 401, json: { code: 'ACV627' } })
  })

  test('a flow is for one browser, one provider, one use and ten minutes', async () => {
    issuer.person = { sub: 'n1', email: 'fresh@office.test', email_verified: true }
    const [mine, theirs] = [await begin('open'), await begin('open')]
    // The code of somebody else's browser, planted into this one.
    const planted = await issuer.visit(theirs.authorizationUrl)
    expect((await post('open/session', { flow: mine.flow, parameters: planted })).status).toBe(401)
    const parameters = await issuer.visit(theirs.authorizationUrl)
    expect((await post('strict/session', { flow: theirs.flow, parameters })).status).toBe(401)
    const uses = await Promise.all(
      [1, 2, 3].map(() => post('open/session', { flow: theirs.flow, parameters })),
    )
    expect(uses.map(({ status }) => status).sort()).toEqual([201, 401, 401])
    // With a fresh code too: the flow itself is over.
    const again = await issuer.visit(theirs.authorizationUrl)
    const second = await post('open/session', { flow: theirs.flow, parameters: again })
    expect(second.status).toBe(401)
    const late = await begin('open')
    const back = await issuer.visit(late.authorizationUrl)
    server.clock(new Date(Date.now() + 11 * 60_000).toISOString())
    expect((await post('open/session', { flow: late.flow, parameters: back })).status).toBe(401)
    server.clock(undefined)
    for (const wrong of [
      {},
      { flow: 'x', parameters: 'code=1' },
      { flow: late.flow, parameters: {} },
    ])
      expect([400, 401]).toContain((await post('open/session', wrong)).status)
  })

  test('the browser is sent back to listed places alone', async () => {
    for (const uri of [
      undefined,
      'https://evil.test/back',
      `${redirectUri}/more`,
      redirectUri.toUpperCase(),
    ])
      expect((await post('open/authorization', { redirectUri: uri })).status).toBe(400)
    expect((await post('nobody/authorization', { redirectUri })).status).toBe(404)
  })

  test('who is disabled here is out, whatever the issuer says', async () => {
    issuer.person = { sub: 'n1', email: 'fresh@office.test', email_verified: true }
    const store = server.identities.of('office')
    const id = await store.findUser('fresh@office.test')
    await store.disableUser({ actor: 'service:test' }, id)
    expect((await signIn('open')).status).toBe(401)
    await store.createUser({ actor: 'service:test' }, { email: 'other@office.test', password })
  })
})
