// Two processes of AI-CORE as an operator starts them: one serves insurance, one the rest of the group. On one
// PostgreSQL, and over a NATS of their own.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { type MortalServer, startNatsServer } from '../campaigns/events/servers.ts'
import { openOnServer, type TestDatabase } from '../support/database/database.ts'
import { onPostgres } from '../support/database.ts'
import { onNats } from '../support/events/nats.ts'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'bin', 'acervo.js')
const soon = { timeout: 30_000, interval: 100 }

interface Part {
  // biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into.
  ask(method: string, url: string, body?: object): Promise<any>
  end(signal: NodeJS.Signals): Promise<number | null>
}

onPostgres(() =>
  onNats(() => {
    const data = mkdtempSync(join(tmpdir(), 'acervo-parts-'))
    let database: TestDatabase
    let nats: MortalServer
    const parts: Part[] = []
    beforeAll(async () => {
      database = await openOnServer(process.env.ACERVO_TEST_DATABASE_URL as string)
      nats = await startNatsServer()
    })
    afterAll(async () => {
      await Promise.all(parts.map((part) => part.end('SIGKILL')))
      await nats?.close()
      await database?.close()
      rmSync(data, { recursive: true, force: true })
    })
    const environment = () => ({
      PATH: process.env.PATH,
      ACERVO_DATABASE_URL: database.run,
      ACERVO_MIGRATE_URL: database.migrate,
      ACERVO_NATS_URL: nats.url,
      ACERVO_DATA_DIR: data,
      ACERVO_SYSTEMS: 'ai-core',
    })

    async function start(databases: string): Promise<Part> {
      const argv = ['start', '--databases', databases, '--port', '0', '--json', '--no-demo']
      const child = spawn(process.execPath, [program, ...argv], { cwd: root, env: environment() })
      let said = ''
      child.stderr.on('data', (text) => (said += text))
      const ended = once(child, 'close')
      const lines = createInterface(child.stdout)
      const [line] = await Promise.race([
        once(lines, 'line'),
        ended.then(() => Promise.reject(new Error(said))),
      ])
      const { address } = JSON.parse(String(line)) as { address: string }
      const text = readFileSync(join(data, 'credentials.json'), 'utf8')
      const [{ key }] = (JSON.parse(text) as { keys: [{ key: string }] }).keys
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const part: Part = {
        ask: async (method, url, body) => {
          const payload = body === undefined ? {} : { body: JSON.stringify(body) }
          const answer = await fetch(address + url, { method, headers, ...payload })
          return { http: answer.status, ...((await answer.json()) as object) }
        },
        end: async (signal) => {
          child.kill(signal)
          await ended
          return child.exitCode
        },
      }
      parts.push(part)
      return part
    }

    const person = (displayName: string) => ({ displayName, kind: 'PERSON' })
    const issue = async (insurance: Part, partyId: string, number: string) => {
      const product = await insurance.ask('POST', '/v1/insurance/products', {
        ...{ code: number, name: 'Hogar', line: 'HOME', carrierName: 'Carrier', status: 'ON_SALE' },
      })
      const policy = await insurance.ask('POST', '/v1/insurance/policies', {
        ...{ number, partyId, productId: product.id, status: 'IN_FORCE' },
        ...{ startsOn: '2026-01-01', endsOn: '2027-01-01', premium: '99.90' },
      })
      expect([product.http, policy.http]).toEqual([201, 201])
      return policy
    }
    const isFact = (group: Part, partyId: string, subjectId: string) =>
      vi.waitFor(async () => {
        const path = `/v1/global/facts?filter[subjectId]=${subjectId}&include=sourceRecord.links`
        const { data: facts } = await group.ask('GET', path)
        expect(facts).toMatchObject([{ area: 'insurance', sourceRecord: { links: [{ partyId }] } }])
      }, soon)

    test('a policy issued at one process becomes, over NATS, a fact about the person at the other', async () => {
      const migrated = spawnSync(process.execPath, [program, 'migrate', 'apply'], {
        ...{ cwd: root, env: environment(), encoding: 'utf8' as const },
      })
      expect([migrated.status, migrated.stderr]).toEqual([0, expect.not.stringContaining('ACV')])
      const insurance = await start('ss_*')
      const group = await start('sm_*')
      const ana = await group.ask('POST', '/v1/global/parties', person('Ana'))
      await isFact(group, ana.id, (await issue(insurance, ana.id, 'P-1')).id)
      // Neither knows what the other serves.
      expect(await insurance.ask('GET', '/v1/global/parties')).toMatchObject({ code: 'ACV212' })
      expect(await group.ask('GET', '/v1/insurance/policies')).toMatchObject({ code: 'ACV212' })

      // What is issued while nobody listens waits in the stream.
      const party = await group.ask('POST', '/v1/global/parties', person('Eva'))
      expect(await group.end('SIGKILL')).toBe(null)
      const policy = await issue(insurance, party.id, 'P-2')
      await isFact(await start('sm_*'), party.id, policy.id)
      expect(await insurance.end('SIGTERM')).toBe(0)
    }, 180_000)
  }),
)
