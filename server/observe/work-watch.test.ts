// Health and metrics say how far events have come, in figures only, and a server without such work says nothing of it.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startWork, type Work } from '../../kernel/work/index.ts'
import { keyIn } from '../../test/support/clinic-server.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { type Ledger, openLedger } from '../../test/support/work.ts'
import { createApp } from '../app.ts'
import { openCredentials } from '../credentials.ts'
import type { AppOptions } from '../options.ts'

onEachEngine(() => {
  let ledger: Ledger
  let work: Work
  const directory = mkdtempSync(join(tmpdir(), 'acervo-watch-'))
  beforeAll(async () => {
    ledger = await openLedger(() => {
      throw new Error('a secret of the handler')
    })
    work = await startWork(ledger.platform.acervo, { prefix: `w${process.pid}` })
  })
  afterAll(async () => {
    await work?.drain()
    await ledger?.platform.close()
    rmSync(directory, { recursive: true })
  })

  const open = (given: Pick<AppOptions, 'work'>) => {
    const credentials = openCredentials(directory)
    const app = createApp({
      acervo: ledger.platform.acervo as unknown as AppOptions['acervo'],
      credentials,
      ...given,
    })
    const headers = { authorization: `Bearer ${keyIn(credentials.path)}` }
    return { ask: (url: string) => app.inject({ url, headers }), close: () => app.close() }
  }

  test('what waits is told, and why it waits is not', async () => {
    const app = open({ work })
    await ledger.place([1, 2])
    await vi.waitFor(
      async () => {
        const answer = await app.ask('/v1/health')
        expect(answer.json().events).toMatchObject({
          transport: 'postgres',
          outboxes: [{ database: 'sales', pending: 0, dead: 0, blocked: 0 }],
          consumers: [{ database: 'ledger', waiting: 2, dead: 0 }],
        })
        expect(answer.payload).not.toContain('secret')
      },
      { timeout: 20_000, interval: 100 },
    )
    const { payload } = await app.ask('/metrics')
    expect(payload).toMatch(/^acervo_inbox_waiting\{db_namespace="ledger"\} 2$/m)
    expect(payload).toMatch(/^acervo_outbox_lag\{db_namespace="sales"\} 0$/m)
    expect(payload).toMatch(/^acervo_outbox_blocked\{db_namespace="sales"\} 0$/m)
    await app.close()
  })

  test('a server without such work says nothing of it', async () => {
    const app = open({})
    expect((await app.ask('/v1/health')).json()).not.toHaveProperty('events')
    expect((await app.ask('/metrics')).payload).not.toContain('acervo_outbox')
    await app.close()
  })
})
