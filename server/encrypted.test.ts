// Encrypted columns over REST: values for who may see them, masks for who may not, and nothing of them in errors.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onEachEngine } from '../test/support/database.ts'
import { patientOf, patientsSystem } from '../test/support/patients.ts'
import { openTestPlatform } from '../test/support/platform.ts'
import { createApp } from './app.ts'
import { openCredentials } from './credentials.ts'
import type { AppOptions } from './options.ts'

onEachEngine(() => {
  let ask: (
    method: 'GET' | 'POST' | 'PATCH',
    url: string,
    body?: unknown,
    headers?: object,
  ) => Promise<Told>
  let platform: Awaited<ReturnType<typeof openTestPlatform<[typeof patientsSystem]>>>
  let close: () => Promise<void>
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
  type Told = { status: number; text: string; json: any }
  beforeAll(async () => {
    platform = await openTestPlatform([patientsSystem])
    const directory = mkdtempSync(join(tmpdir(), 'acervo-server-'))
    const credentials = openCredentials(directory)
    const app = createApp({
      acervo: platform.acervo as unknown as AppOptions['acervo'],
      credentials,
    })
    const { key } = JSON.parse(readFileSync(credentials.path, 'utf8')).keys[0]
    ask = async (method, url, body, headers = {}) => {
      const isText = typeof body === 'string'
      const answer = await app.inject({
        method,
        url,
        headers: {
          authorization: `Bearer ${key}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: isText ? body : JSON.stringify(body) }),
      })
      const text = answer.payload
      const json = String(answer.headers['content-type']).includes('json') ? JSON.parse(text) : null
      return { status: answer.statusCode, text, json }
    }
    close = async () => {
      await app.close()
      await platform.close()
      rmSync(directory, { recursive: true })
    }
  })
  afterAll(() => close?.())

  const path = '/v1/care/patients'

  test('rows go in and come back plain, one, many and by lines', async () => {
    const made = await ask('POST', path, patientOf(1))
    expect([made.status, made.json.ssn]).toEqual([201, 'SSN-1'])
    expect((await ask('POST', path, [patientOf(2), patientOf(3)])).status).toBe(201)
    const lines = [4, 5].map((n) => JSON.stringify(patientOf(n))).join('\n')
    const bulk = await ask('POST', path, lines, { 'content-type': 'application/x-ndjson' })
    expect(bulk.status).toBeLessThan(300)
    const all = await ask('GET', `${path}?sort=number`)
    expect(all.json.data.map((row: { ssn: string }) => row.ssn)).toEqual(
      [1, 2, 3, 4, 5].map((n) => `SSN-${n}`),
    )
    expect(JSON.stringify(all.json)).not.toContain('Blind')
    const one = await ask('PATCH', `${path}/${made.json.id}`, { notes: 'changed' })
    expect(one.json).toMatchObject({ notes: 'changed', ssn: 'SSN-1' })
  })

  test('equality finds; order, ranges and words are refused without an echo', async () => {
    const found = await ask('GET', `${path}?filter[ssn]=ssn%202`)
    expect(found.json.data.map((row: { number: number }) => row.number)).toEqual([2])
    for (const query of [
      'sort=ssn',
      'filter[ssn][gt]=SSN-1',
      'filter[ssn][contains]=SSN-1',
      'filter[notes]=x',
    ]) {
      const refused = await ask('GET', `${path}?${query}`)
      expect([query, refused.status]).toEqual([query, 400])
      expect(refused.text).not.toContain('SSN-1"')
    }
  })

  test('a repeated request gets the same answer, and the kept one holds no value', async () => {
    const once = { 'idempotency-key': 'again' }
    const [first, second] = [
      await ask('POST', path, { ...patientOf(6), notes: 'kept-note' }, once),
      await ask('POST', path, { ...patientOf(6), notes: 'kept-note' }, once),
    ]
    expect(second.json).toEqual(first.json)
    expect(first.json.notes).toBe('kept-note')
    const kept = (await platform.query('select answer from acervo.idempotency')).rows.flat().join()
    expect(kept).toContain(first.json.id)
    expect(kept).not.toContain('kept-note')
    expect(kept).not.toContain('SSN-6')
  })

  test('OpenAPI tells what clients see', async () => {
    const { json } = await ask('GET', '/openapi.json')
    expect(JSON.stringify(json)).not.toContain('Blind')
    const schemas = Object.values(json.components.schemas) as {
      properties?: Record<string, object>
    }[]
    const [ssn] = schemas.flatMap(({ properties }) => (properties?.ssn ? [properties.ssn] : []))
    expect(ssn).toMatchObject({ type: 'string' })
    expect(ssn).not.toHaveProperty('contentEncoding')
  })
})
