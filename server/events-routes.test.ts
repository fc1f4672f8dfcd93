// What operators ask over HTTP, and that nobody else may.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey } from '../kernel/identity/index.ts'
import { keyIn } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'
import { type Ledger, openLedger } from '../test/support/work.ts'
import { createApp } from './app.ts'
import { openCredentials } from './credentials.ts'
import type { AppOptions } from './options.ts'

onEachEngine(() => {
  let ledger: Ledger
  let app: FastifyInstance
  let key = ''
  const plain = createKey()
  const folder = mkdtempSync(join(tmpdir(), 'acervo-events-'))

  beforeAll(async () => {
    ledger = await openLedger()
    const { path } = openCredentials(folder)
    const stored = JSON.parse(readFileSync(path, 'utf8'))
    stored.keys.push({ id: plain.id, name: 'plain', sha256: plain.digest.toString('hex') })
    writeFileSync(path, JSON.stringify(stored), { mode: 0o600 })
    key = keyIn(path)
    const { acervo } = ledger.platform
    app = createApp({
      acervo: acervo as unknown as AppOptions['acervo'],
      credentials: openCredentials(folder),
    })
  })
  afterAll(async () => {
    await app.close()
    await ledger.platform.close()
    rmSync(folder, { recursive: true })
  })

  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, as = key) => {
    const answer = await app.inject({ method, url, headers: { authorization: `Bearer ${as}` } })
    return { status: answer.statusCode, json: answer.json() }
  }

  test('an operator sees the lag, the dead, and drives one again', async () => {
    await ledger.place([1])
    const lag = await ask('GET', '/v1/events/lag')
    expect(lag.json.outboxes).toMatchObject([{ database: 'sales', pending: 1 }])
    expect(lag.json.consumers).toMatchObject([{ database: 'ledger', pending: 0 }])
    await ledger.platform.query("update t_sales.outbox_events set status = 'DEAD'")
    const [dead] = (await ask('GET', '/v1/events/dead')).json.data
    expect(dead).toMatchObject({ side: 'outbox', type: 'OrderPlaced' })
    const path = `/v1/events/dead/${dead.id}`
    expect((await ask('GET', path)).json.data[0].content).toMatchObject({ amount: '1.00' })
    expect((await ask('POST', `${path}/redrive`)).status).toBe(201)
    expect((await ask('POST', `${path}/redrive`)).json).toMatchObject({
      code: 'ACV209',
      status: 404,
    })
  })

  test('a key that may not act for anybody is refused, whatever it asks', async () => {
    for (const [method, path] of [
      ['GET', 'lag'],
      ['GET', 'dead'],
      ['GET', 'dead/x'],
      ['POST', 'dead/x/redrive'],
    ] as const) {
      const { status, json } = await ask(method, `/v1/events/${path}`, plain.text)
      expect([status, json.code]).toEqual([403, 'ACV616'])
    }
    expect((await ask('GET', '/v1/sales/orders', plain.text)).status).toBe(200)
    expect((await ask('GET', '/v1/events/lag', 'x')).status).toBe(401)
  })

  test.each([
    ['GET', 'dead/x', 400, 'ACV205'],
    ['GET', 'dead/018f6b1e-0000-7000-8000-000000000000', 404, 'ACV209'],
    ['POST', 'lag', 405, 'ACV615'],
    ['DELETE', 'dead', 405, 'ACV615'],
  ] as const)('%s %s is refused with %i', async (method, path, status, code) => {
    const refused = await ask(method, `/v1/events/${path}`)
    expect([refused.status, refused.json.code]).toEqual([status, code])
  })
})
