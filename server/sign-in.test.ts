// A browser's way in: a key becomes a cookie, the cookie opens what the key opens, and no other site makes use of it.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../kernel/identity/index.ts'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  password,
} from '../test/support/identity/server.ts'
import { toNext } from './sign-in.ts'

const origin = 'https://data.example'
const own = { 'sec-fetch-site': 'same-origin', origin }
const form = { 'content-type': 'application/x-www-form-urlencoded' }
const html = { accept: 'text/html' }

onEachEngine(() => {
  let server: TestServer
  let cookie = ''
  const beds = '/v1/front-desk/beds'

  beforeAll(async () => {
    server = await openTestServer({ publicUrl: `${origin}/`, strangersPerSecond: 1_000 })
    const answer = await signIn(`key=${server.key}&next=%2Fdocs`, own)
    cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  })
  afterAll(() => server.close())

  type Headers = Readonly<Record<string, string>>
  const signIn = (payload: string, headers: Headers) =>
    server.app.inject({
      method: 'POST',
      url: '/sign-in',
      payload,
      headers: { ...form, ...headers },
    })
  const get = (url: string, headers: Headers = {}) =>
    server.app.inject({ url, headers: { ...html, cookie, ...headers } })
  const post = (url: string, payload: string, headers: Headers) =>
    server.app.inject({
      method: 'POST',
      url,
      payload,
      headers: { cookie, 'content-type': 'application/json', ...headers },
    })
  const formToken = async () =>
    /name="csrf" type="hidden" value="([^"]+)"/.exec((await get('/sign-out')).payload)?.[1] ?? ''

  test('a stranger is led to the form, signs in, and comes back to the page', async () => {
    const led = await server.app.inject({ url: '/docs?database=frontDesk', headers: html })
    expect([led.statusCode, led.headers.location]).toEqual([
      303,
      '/sign-in?next=%2Fdocs%3Fdatabase%3DfrontDesk',
    ])
    const page = await server.app.inject({ url: String(led.headers.location), headers: html })
    expect(page.payload).toContain('<form method="post" action="/sign-in">')
    expect(page.payload).toContain('value="/docs?database=frontDesk"')
    const answer = await signIn(`key=${server.key}&next=%2Fdocs%3Fdatabase%3DfrontDesk`, own)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/docs?database=frontDesk'])
    const set = String(answer.headers['set-cookie'])
    expect(set).toMatch(/^__Host-acervo=.*; HttpOnly; SameSite=Lax; Secure$/)
    expect(set).not.toContain(server.key)
  })

  test('the cookie opens pages and answers as the key does', async () => {
    expect((await get('/docs')).statusCode).toBe(200)
    expect((await get('/')).payload).toContain('frontDesk')
    expect((await get(beds)).statusCode).toBe(200)
    expect((await get('/sign-in?next=%2Fdocs')).headers.location).toBe('/docs')
  })

  test('a wrong key is told no more than that, and sets no cookie', async () => {
    for (const key of ['x', createKey().text, '', `${server.key}x`]) {
      const answer = await signIn(`key=${key}&next=%2Fdocs`, own)
      expect([key, answer.statusCode, answer.headers['set-cookie']]).toEqual([key, 401, undefined])
      expect(answer.payload).toContain('This is not known here.')
      if (key !== '') expect(answer.payload).not.toContain(`"${key}"`)
    }
  })

  test('a page of another site signs nobody in', async () => {
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://data.example.evil.example' },
      { origin: 'http://data.example' },
      { origin: 'https://data.example:444' },
      { 'sec-fetch-site': 'cross-site', origin },
      { 'sec-fetch-site': 'same-site', origin },
      { 'sec-fetch-site': 'none', origin },
    ]) {
      const answer = await signIn(`key=${server.key}`, headers as Headers)
      expect([headers, answer.statusCode, answer.json().code]).toEqual([headers, 403, 'ACV642'])
      expect(answer.headers['set-cookie']).toBeUndefined()
    }
  })

  test('a cookie writes only from a page of this server, with its token', async () => {
    const token = await formToken()
    const body = '{"ward":"north","number":1}'
    const refused: readonly Headers[] = [
      { ...own },
      { ...own, 'x-csrf-token': 'x' },
      { ...own, 'x-csrf-token': `${token}x` },
      { 'x-csrf-token': token },
      { 'x-csrf-token': token, origin: 'https://evil.example' },
      { 'x-csrf-token': token, origin: 'null' },
      { 'x-csrf-token': token, ...own, 'sec-fetch-site': 'cross-site' },
      { 'x-csrf-token': token, ...own, 'sec-fetch-site': 'same-site' },
    ]
    for (const headers of refused)
      for (const method of ['POST', 'PATCH', 'DELETE', 'PUT'] as const) {
        const url = method === 'POST' ? beds : `${beds}/north,1`
        const answer = await server.app.inject({
          method,
          url,
          headers: { cookie, 'content-type': 'application/json', ...headers },
          ...(method === 'DELETE' ? {} : { payload: body }),
        })
        expect([method, headers, answer.statusCode]).toEqual([method, headers, 403])
      }
    expect((await get(beds)).json().data).toEqual([])
    const written = await post(beds, body, { ...own, 'x-csrf-token': token })
    expect(written.statusCode).toBe(201)
  })

  test('nothing of another site loads an answer, but a link opens a page', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const loaded = { 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
      expect((await get(beds, loaded)).statusCode).toBe(403)
      const opened = { 'sec-fetch-site': site, 'sec-fetch-mode': 'navigate' }
      expect((await get('/docs', opened)).statusCode).toBe(200)
    }
  })

  test('Authorization wins over a cookie, and needs no token', async () => {
    const headers = { authorization: `Bearer ${server.key}` }
    const answer = await post(beds, '{"ward":"south","number":2}', headers)
    expect(answer.statusCode).toBe(201)
    const wrong = await get(beds, { authorization: `Bearer ${createKey().text}` })
    expect(wrong.statusCode).toBe(401)
  })

  test('signing out needs the token of the page and ends the cookie', async () => {
    const end = (payload: string, headers: Headers) =>
      post('/sign-out', payload, { ...form, ...headers })
    expect((await end('csrf=x', own)).statusCode).toBe(403)
    expect(
      (await end(`csrf=${await formToken()}`, { origin: 'https://evil.example' })).statusCode,
    ).toBe(403)
    const answer = await end(`csrf=${await formToken()}`, own)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/'])
    expect(answer.headers['set-cookie']).toContain('Max-Age=0')
  })

  test('an old or foreign cookie is nobody, and is taken back', async () => {
    const other = `__Host-acervo=${'A'.repeat(80)}`
    const page = await get('/docs', { cookie: other })
    expect([page.statusCode, page.headers.location]).toEqual([303, '/sign-in?next=%2Fdocs'])
    expect(page.headers['set-cookie']).toContain('Max-Age=0')
    expect((await get(beds, { cookie: other })).statusCode).toBe(401)
  })

  test('a form is read where one signs in, and nowhere else', async () => {
    const headers = { ...form, authorization: `Bearer ${server.key}` }
    for (const url of [beds, `${beds}/search`]) {
      const answer = await server.app.inject({ method: 'POST', url, payload: '{}', headers })
      expect([url, answer.statusCode, answer.json().code]).toEqual([url, 415, 'ACV612'])
    }
    const large = await signIn(`key=${'x'.repeat(10_000)}`, own)
    expect(large.statusCode).toBe(413)
    const json = await server.app.inject({
      method: 'POST',
      url: '/sign-in',
      payload: '{}',
      headers: { ...own, 'content-type': 'application/json' },
    })
    expect(json.statusCode).toBe(415)
  })
})

onEachEngine(() => {
  let office: OfficeServer
  beforeAll(async () => {
    office = await openOfficeServer()
    await fillOffice(office)
  })
  afterAll(() => office.close())

  const at = { origin: 'http://localhost', host: 'localhost' }
  const signIn = (fields: Readonly<Record<string, string>>) =>
    office.app.inject({
      method: 'POST',
      url: '/sign-in',
      payload: new URLSearchParams({ next: '/docs', ...fields }).toString(),
      headers: { ...form, ...at },
    })
  const reader = { system: 'office', email: 'reader@office.test', password }
  const get = (url: string, cookie: string) =>
    office.app.inject({ url, headers: { ...html, ...at, cookie } })

  test('with address and password a browser is who it says, until it signs out', async () => {
    const page = await office.app.inject({ url: '/sign-in' })
    expect(page.payload).toContain('<option>office</option>')
    expect(page.payload).toContain('name="password" type="password"')
    const answer = await signIn(reader)
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/docs'])
    const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
    const other = String((await signIn(reader)).headers['set-cookie']).split(';')[0] ?? ''
    const shown = await get('/v1/office/session', cookie)
    expect(shown.json()).toMatchObject({ user: { email: reader.email } })
    expect(shown.payload).not.toContain('token')
    expect((await get('/docs', cookie)).statusCode).toBe(200)

    const out = (await get('/sign-out', cookie)).payload
    const csrf = /name="csrf" type="hidden" value="([^"]+)"/.exec(out)?.[1] ?? ''
    const ended = await office.app.inject({
      method: 'POST',
      url: '/sign-out',
      payload: `csrf=${csrf}`,
      headers: { ...form, ...at, cookie },
    })
    expect(ended.statusCode).toBe(303)
    // A copy of the cookie is good for nothing any more; another device stays signed in.
    await expect.poll(async () => (await get('/v1/office/session', cookie)).statusCode).toBe(401)
    expect((await get('/docs', cookie)).statusCode).toBe(303)
    expect((await get('/v1/office/session', other)).statusCode).toBe(200)
  })

  test('a wrong password, an unknown address and no system are told alike', async () => {
    const pages = []
    for (const wrong of [
      { password: 'something else' },
      { email: 'nobody@office.test' },
      { email: 'x' },
    ]) {
      const answer = await signIn({ ...reader, ...wrong })
      expect([answer.statusCode, answer.headers['set-cookie']]).toEqual([401, undefined])
      pages.push(answer.payload)
    }
    expect(new Set(pages).size).toBe(1)
    expect(pages[0]).toContain('This is not known here.')
    expect((await signIn({ ...reader, system: 'nowhere' })).statusCode).toBe(404)
  })

  test('a cookie of a session writes only with the token of its page', async () => {
    const clerk = { ...reader, email: 'clerk@office.test' }
    const cookie = String((await signIn(clerk)).headers['set-cookie']).split(';')[0] ?? ''
    const refused = await office.app.inject({
      method: 'DELETE',
      url: '/v1/office/session',
      headers: { ...at, cookie },
    })
    expect([refused.statusCode, refused.json().code]).toEqual([403, 'ACV642'])
    expect((await get('/v1/office/session', cookie)).statusCode).toBe(200)
  })
})

test('one goes on to a path of this server and never to another site', () => {
  for (const path of ['/', '/docs', '/docs?database=a&b=%2F', '/parties/x#y'])
    expect(toNext(path)).toBe(path)
  for (const path of [
    undefined,
    '',
    'docs',
    '//evil.example',
    '/\\evil.example',
    '/a\\b',
    '\\\\evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/a b',
    '/a\r\nset-cookie: x=y',
    '/é',
    '/sign-in?next=%2F',
    '/sign-out',
    `/${'x'.repeat(600)}`,
  ])
    expect([path, toNext(path)]).toEqual([path, '/'])
})
