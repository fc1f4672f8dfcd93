// A platform at work seals its audit by itself, and copies each checkpoint to the database that keeps them.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { onEachEngine } from '../../../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../../../test/support/platform.ts'
import {
  auditCheckpoints,
  audited,
  auditLog,
  defineDatabase,
  defineSystem,
  defineTable,
  text,
} from '../../index.ts'
import { startWork, verifyAudit } from '../index.ts'

const system = defineSystem({
  name: 'test',
  databases: [
    defineDatabase({
      schema: 't_clinic',
      name: 'clinic',
      tables: {
        room: defineTable('rooms', { name: text() }, [audited()]),
        auditEvent: defineTable('audit_events', {}, [auditLog()]),
      },
    }),
    defineDatabase({
      schema: 't_vault',
      name: 'vault',
      tables: { auditCheckpoint: defineTable('audit_checkpoints', {}, [auditCheckpoints()]) },
    }),
  ],
})

onEachEngine(() => {
  let platform: TestPlatform<readonly [typeof system]>
  let directory: string
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'acervo-audit-'))
    platform = await openTestPlatform([system] as const)
  })
  afterAll(async () => {
    await platform?.close()
    await rm(directory, { recursive: true, force: true })
  })
  const soon = { timeout: 10_000, interval: 50 }

  test('what is written is sealed, and its checkpoints stand in two places', async () => {
    const errors: unknown[] = []
    const work = await startWork(platform.acervo, {
      auditDirectory: directory,
      onError: (error) => errors.push(error),
    })
    await platform.db.clinic.room.createMany({ data: [{ name: 'a' }, { name: 'b' }] })
    await vi.waitFor(
      async () =>
        expect(await verifyAudit(platform.acervo, { directory })).toMatchObject([
          { database: 'clinic', ok: true, sealed: 2, ahead: 0, unsealed: 0 },
        ]),
      soon,
    )
    const copies = () =>
      platform.query(`select database_name, size, note like '%acervo.audit/clinic/%' from t_vault.audit_checkpoints
        order by size desc limit 1`)
    await vi.waitFor(
      async () => expect((await copies()).rows).toEqual([['clinic', '2', 't']]),
      soon,
    )
    expect((await work.status()).sealers).toMatchObject([
      { isWorking: true, sealed: 2, troubles: {} },
    ])
    await work.drain()
    expect(errors).toEqual([])
  })

  test('where no directory is named nothing is sealed, and that is told', async () => {
    const codes: string[] = []
    const work = await startWork(platform.acervo, { onError: ({ code }) => codes.push(code) })
    await work.drain()
    expect(codes).toEqual(['ACV344'])
  })
})
