// Pages of actions: guarded, in two languages, escaped whatever rows hold, and refusals that let one ask again.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestServer, type TestServer } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'

onEachEngine(() => {
  let server: TestServer
  let visitId = ''
  const hostile = `"><img src=x onerror=alert(1)><a href="javascript:alert(1)">'&`

  beforeAll(async () => {
    server = await openTestServer()
    const patient = await server.ask('POST', '/v1/front-desk/patients', { name: hostile })
    const data = { patientId: patient.json.id, room: '<b>7</b>', status: 'DONE' }
    visitId = (await server.ask('POST', '/v1/front-desk/visits', data)).json.id
  })
  afterAll(() => server.close())

  const open = async (url: string, headers: Record<string, string> = {}) => {
    const authorization = `Bearer ${server.key}`
    const answer = await server.app.inject({
      url,
      headers: { accept: 'text/html', authorization, ...headers },
    })
    return { status: answer.statusCode, text: answer.payload, headers: answer.headers }
  }

  test('a page shows its action, then those that follow, in the language of the browser', async () => {
    const { status, text } = await open(`/visits/${visitId}`)
    expect(status).toBe(200)
    expect(text).toContain('<h1>One visit</h1>')
    expect(text.indexOf('DONE')).toBeLessThan(text.indexOf('<h2>Patient</h2>'))
    const spanish = await open(`/visits/${visitId}`, { 'accept-language': 'es-ES' })
    expect(spanish.text).toContain('<html lang="es">')
    expect(spanish.text).toContain('<h1>Una visita</h1>')
  })

  test('what rows hold stays text', async () => {
    const pages = [
      `/visits/${visitId}`,
      `/visits?room=${encodeURIComponent('<b>7</b>')}`,
      `/visits?room=${encodeURIComponent(hostile)}`,
      `/visits/${encodeURIComponent(hostile)}`,
      `/visits?${encodeURIComponent(hostile)}=1&room=1`,
    ]
    for (const page of pages) {
      const { text, headers } = await open(page)
      expect(text).not.toMatch(/<img|<b>|<script|href="javascript|onerror=alert\(1\)>/)
      expect(headers['content-type']).toContain('text/html')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
    }
    expect((await open(pages[0] ?? '')).text).toContain('&lt;img src=x')
  })

  test('bars are drawn to the side they speak for', async () => {
    const { text } = await open(`/visits/${visitId}`)
    expect(text).toContain('<rect class="for" x="60" y="2" width="24"')
    expect(text).toContain('<rect class="against" x="0" y="2" width="60"')
  })

  test('without what it needs a page is its form', async () => {
    const { status, text } = await open('/visits')
    expect(status).toBe(200)
    expect(text).toContain('<form method="get" action="/visits">')
    expect(text).toContain('<input name="room" value="" required>')
    expect(text).not.toContain('<table>')
    const asked = await open('/visits?room=%3Cb%3E7%3C%2Fb%3E&longest=&open=')
    expect(asked.text).toContain('value="&lt;b&gt;7&lt;/b&gt;"')
    expect(asked.text).toContain(visitId)
  })

  test('what is refused is a page that lets one ask again', async () => {
    const wrong = await open('/visits?room=1&longest=long', { 'accept-language': 'es' })
    expect([wrong.status, wrong.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(wrong.text).toContain('ACV205')
    expect(wrong.text).toContain('Esto no se puede mostrar')
    expect(wrong.text).toContain('<form')
    expect((await open('/visits/018f6b1e-0000-7000-8000-000000000000')).status).toBe(404)
  })

  test('a stranger is asked for a key, and learns nothing', async () => {
    const answers = ['/visits', `/visits/${visitId}`].map((url) =>
      server.app.inject({ url, headers: { accept: 'text/html' } }),
    )
    for (const { statusCode, headers, payload } of await Promise.all(answers)) {
      expect(statusCode).toBe(303)
      expect(headers.location).toMatch(/^\/sign-in\?next=%2Fvisits/)
      expect(payload).toBe('')
    }
    const program = await server.app.inject({ url: `/visits/${visitId}` })
    expect(program.statusCode).toBe(401)
    expect(program.payload).not.toContain('visit')
  })

  test('the first page names those that can be opened', async () => {
    expect((await open('/')).text).toContain('<a href="/visits">/visits</a></td><td>Visits</td>')
  })
})
