// AI-CORE served in parts: one process for insurance, one for the rest of the group. Together they do what one does.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { pickDatabases, toServed } from '../../kernel/client/served.ts'
import { toAcervo } from '../../kernel/client/to-acervo.ts'
import { isAcervoError } from '../../kernel/errors/index.ts'
import { startWork, type Work } from '../../kernel/work/index.ts'
import { createApp } from '../../server/app.ts'
import { type Credentials, openCredentials } from '../../server/credentials.ts'
import { keyIn } from '../../test/support/clinic-server.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../test/support/platform.ts'
import { aiCore } from './system.ts'

const natsUrl = process.env.ACERVO_TEST_NATS_URL
const transports: readonly (readonly [string, string | undefined])[] = [
  ['postgres', undefined],
  ...(natsUrl ? ([['nats', natsUrl]] as const) : []),
]
const soon = { timeout: 15_000, interval: 50 }

onEachEngine(() => {
  let core: TestPlatform<readonly [typeof aiCore]>
  let directory: string
  let credentials: Credentials
  let insurance: Part
  let group: Part
  beforeAll(async () => {
    core = await openTestPlatform([aiCore])
    directory = mkdtempSync(join(tmpdir(), 'acervo-parts-'))
    credentials = openCredentials(directory)
    insurance = openPart('ss_*')
    group = openPart('sm_*')
  })
  afterAll(async () => {
    await Promise.all([insurance, group].map((part) => part?.app.close()))
    await core?.close()
    rmSync(directory, { recursive: true, force: true })
  })

  interface Part {
    readonly acervo: ReturnType<typeof toPart>
    readonly app: FastifyInstance
    // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
    ask(method: InjectOptions['method'], url: string, body?: object): Promise<any>
  }

  const toPart = (...words: readonly string[]) => {
    const { model, targets } = core.acervo
    const served = toServed(model, pickDatabases(model, words))
    return toAcervo({ model, served, targets, vault: core.acervo.vault })
  }

  const openPart = (...words: readonly string[]): Part => {
    const acervo = toPart(...words)
    const app = createApp({ acervo, credentials })
    const headers = { authorization: `Bearer ${keyIn(credentials.path)}` }
    return {
      acervo,
      app,
      ask: async (method = 'GET', url, body) => {
        const payload = body === undefined ? {} : { payload: body }
        const answer = await app.inject({ method, url, headers, ...payload })
        return { http: answer.statusCode, ...answer.json() }
      },
    }
  }

  const sign = async (number: string) => {
    const party = await group.ask('POST', '/v1/global/parties', {
      displayName: `Ana ${number}`,
      kind: 'PERSON',
    })
    expect(party).toMatchObject({ http: 201 })
    const product = await insurance.ask('POST', '/v1/insurance/products', {
      code: number,
      name: 'Hogar',
      line: 'HOME',
      carrierName: 'Carrier',
      status: 'ON_SALE',
    })
    const policy = await insurance.ask('POST', '/v1/insurance/policies', {
      number,
      partyId: party.id,
      productId: product.id,
      status: 'IN_FORCE',
      startsOn: '2026-01-01',
      endsOn: '2027-01-01',
      premium: '99.90',
    })
    expect(policy).toMatchObject({ http: 201 })
    return { party, policy }
  }

  test.each(transports)(
    'over %s a policy issued at one becomes a fact about the person at the other',
    async (name, url) => {
      const stream = `t${Math.random().toString(36).slice(2)}`
      const nats = url === undefined ? {} : { natsUrl: url, prefix: stream, stream }
      const errors: Error[] = []
      const auditDirectory = join(directory, 'audit')
      const works: Work[] = []
      try {
        for (const { acervo } of [insurance, group])
          works.push(
            await startWork(acervo, {
              ...nats,
              auditDirectory,
              onError: (error) => errors.push(error),
            }),
          )
        const { party, policy } = await sign(`PARTS-${name.toUpperCase()}`)
        await vi.waitFor(async () => {
          const path = `/v1/global/facts?filter[subjectId]=${policy.id}&include=sourceRecord.links`
          const { data } = await group.ask('GET', path)
          expect(data).toMatchObject([
            { area: 'insurance', sourceRecord: { links: [{ partyId: party.id }] } },
          ])
        }, soon)
        // Neither waits for the other: each has its own databases in hand.
        await vi.waitFor(async () => {
          for (const work of works) {
            const { relays, sealers } = await work.status()
            expect(relays.every(({ isWorking }) => isWorking)).toBe(true)
            expect(sealers.every(({ isWorking }) => isWorking)).toBe(true)
          }
        }, soon)
        const [ofInsurance, ofGroup] = await Promise.all(works.map((work) => work.status()))
        expect(ofInsurance?.lag.consumers).toEqual([])
        expect(ofInsurance?.lag.outboxes.map(({ database }) => database)).toContain('insurance')
        expect(ofGroup?.lag.outboxes.map(({ database }) => database)).not.toContain('insurance')
        expect(ofGroup?.lag.consumers.map(({ database }) => database)).toContain('global')
        // A busy machine may keep them waiting for a connection: they go on by themselves.
        const isBusy = ({ cause }: Error) => isAcervoError(cause) && cause.code === 'ACV311'
        expect(errors.filter((error) => !isBusy(error))).toEqual([])
      } finally {
        await Promise.all(works.map((work) => work.drain()))
      }
    },
    60_000,
  )

  test('what the other serves is not found here, whether or not there is such a row', async () => {
    const { party, policy } = await sign('PARTS-1')
    const none = '01890000-0000-7000-8000-000000000000'
    const said = { http: 404, code: 'ACV212', message: "'global' is not served here" }
    const { requestId: _, ...there } = await insurance.ask('GET', `/v1/global/parties/${party.id}`)
    const { requestId: __, ...nowhere } = await insurance.ask('GET', `/v1/global/parties/${none}`)
    expect(there).toMatchObject(said)
    expect(there).toEqual(nowhere)
    for (const [method, path] of [
      ['GET', 'parties'],
      ['POST', 'parties'],
      ['DELETE', `parties/${party.id}`],
      ['GET', `parties/${party.id}/explanation`],
      ['GET', 'nothing-of-this-name'],
    ] as const)
      expect(await insurance.ask(method, `/v1/global/${path}`)).toMatchObject(said)
    expect(await group.ask('PATCH', `/v1/insurance/policies/${policy.id}`, {})).toMatchObject({
      http: 404,
      code: 'ACV212',
      hint: expect.stringContaining('--databases'),
    })
    expect(await insurance.ask('GET', '/v1/globl/parties')).toMatchObject({ code: 'ACV201' })
  })

  test('a row is shown with the one it refers to, wherever that is served', async () => {
    const { party, policy } = await sign('PARTS-2')
    const read = await insurance.ask('GET', `/v1/insurance/policies/${policy.id}?include=party`)
    expect(read).toMatchObject({ http: 200, party: { id: party.id } })
  })

  test('its description, its health and its pages tell of its own databases alone', async () => {
    const document = await insurance.ask('GET', '/openapi.json')
    const databases = new Set(Object.keys(document.paths).map((path) => path.split('/')[2]))
    expect(databases).toContain('insurance')
    expect(databases).toContain('vigilance')
    expect(databases).not.toContain('global')
    const health = await insurance.ask('GET', '/v1/health')
    expect(Object.keys(health.databases)).toHaveLength(8)
    const own = insurance.acervo.served.systems[0]
    expect(own?.databases.every(({ schema }) => schema.startsWith('ss_'))).toBe(true)
  })
})
