// `acervo audit ...`: the exit code says whether everything stands as it was sealed, and a proof is checked by itself.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import {
  auditDetails,
  audited,
  auditLog,
  defineDatabase,
  defineSystem,
  defineTable,
  text,
} from '../kernel/index.ts'
import { startWork, verifyAudit } from '../kernel/work/index.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

const system = defineSystem({
  name: 'test',
  databases: [
    defineDatabase({
      schema: 't_clinic',
      name: 'clinic',
      tables: {
        patient: defineTable('patients', { name: text() }, [audited({ personal: ['name'] })]),
        auditEvent: defineTable('audit_events', {}, [auditLog()]),
        auditDetail: defineTable('audit_details', {}, [auditDetails()]),
      },
    }),
  ],
})

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  let data: string
  let subject: string
  let host: Host
  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'acervo-audit-'))
    platform = await openTestPlatform([system] as const)
    host = makeHost(platform.acervo, { variables: { ACERVO_DATA_DIR: data } })
    subject = (await platform.db.clinic.patient.create({ data: { name: 'Eva' } })).id
    await platform.db.clinic.patient.updateMany({ data: { name: 'Eve' } })
  })
  afterAll(async () => {
    await platform?.close()
    await rm(data, { recursive: true, force: true })
  })
  async function run(argv: readonly string[], parts: FakeParts = {}) {
    const io = makeTerminal(parts)
    // A proof is checked where the caller is, whoever holds the database.
    const there = argv[0] === 'check' ? { ...host, isShared: false } : host
    return { code: await runCommand(['audit', ...argv], io, there), ...io.written }
  }

  test('before anything was sealed it says so', async () => {
    expect((await run(['verify'])).code).not.toBe(0)
  })

  test('verify, proof, check and erase', async () => {
    const directory = join(data, 'audit')
    const work = await startWork(platform.acervo, { auditDirectory: directory })
    await vi.waitFor(
      async () =>
        expect(await verifyAudit(platform.acervo, { directory })).toMatchObject([
          { sealed: 2, unsealed: 0 },
        ]),
      { timeout: 10_000, interval: 50 },
    )
    const told = await run(['verify', '--json'])
    expect(told.code).toBe(0)
    const { databases } = JSON.parse(told.out)
    expect(databases).toMatchObject([{ database: 'clinic', ok: true, sealed: 2, erased: 0 }])
    expect((await run(['verify', '--database', 'clinc'])).err).toContain('clinic')

    const [[event] = []] = (await platform.query('select id from t_clinic.audit_events limit 1'))
      .rows
    const proof = await run(['proof', event as string])
    expect(proof.code).toBe(0)
    const file = join(data, 'proof.json')
    await writeFile(file, proof.out)
    const key = databases[0].verifier
    expect((await run(['check', file, '--key', key])).out).toMatch(/^ok: acervo\.audit\/clinic/)
    await writeFile(file, proof.out.replace('service:system', 'service:nobody'))
    expect(await run(['check', file, '--key', key])).toMatchObject({
      code: 1,
      out: expect.stringContaining('BAD'),
    })
    await writeFile(file, 'no proof')
    expect((await run(['check', file])).err).toContain('ACV607')
    expect((await run(['proof', '--since', 'x'])).code).toBe(2)

    const erased = await run(['erase', 'clinic', subject, '--purpose', 'asked for', '--json'])
    expect(JSON.parse(erased.out)).toEqual({ erased: 2 })
    await work.drain()
    expect(JSON.parse((await run(['verify', '--json'])).out).databases[0]).toMatchObject({
      ok: true,
      erased: 2,
    })

    const direct = await platform.targets.of('t_clinic').direct()
    await direct.script(
      `set session_replication_role = replica; update t_clinic.audit_events set actor = 'user:x'`,
    )
    await direct.script('set session_replication_role = origin')
    await direct.close()
    const bad = await run(['verify'])
    expect(bad.code).toBe(1)
    expect(bad.out).toContain('changed #0')
  })
})
