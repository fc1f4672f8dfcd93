// Promises about accounts at other services: one row for each, tokens nobody reads, and a pause after ten failures.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Agents, openAgents, type Somebody } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  let count = 0
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  const connect = (data: object = {}) => {
    count += 1
    return ana.db.mcpIntegration.create({
      data: {
        userId: ana.id,
        provider: 'GMAIL',
        providerUserId: `cuenta-${count}@gmail.test`,
        accessToken: 'ya29.secret',
        refreshToken: '1//secret',
        scopes: 'mail.read',
        ...data,
      },
    })
  }
  const log = (integrationId: string, data: object = {}) =>
    ana.db.mcpSyncLog.create({
      data: { integrationId, lastSync: '2026-01-01T00:00:00.000000Z', ...data },
    })
  const read = (id: string) => ana.db.mcpIntegration.findUnique({ where: { id } })
  const failed = { status: 'FAILED', errorMessage: 'HTTP 503' }

  test('one has several accounts at a provider, and each of them once', async () => {
    await connect({ providerUserId: 'personal@gmail.test' })
    await connect({ providerUserId: 'trabajo@gmail.test' })
    await expect(connect({ providerUserId: 'trabajo@gmail.test' })).rejects.toMatchObject({
      code: 'ACV302',
    })
  })

  test('tokens are ciphertext', async () => {
    const { id } = await connect()
    const { rows } = await agents.query(
      `select position('secret'::bytea in access_token_encrypted), position('secret'::bytea in refresh_token_encrypted)
        from agents.mcp_integrations where id = $1`,
      [id],
    )
    expect(rows).toEqual([['0', '0']])
    const select = { accessToken: true } as const
    expect(await ana.db.mcpIntegration.findUnique({ where: { id }, select })).toEqual({
      accessToken: 'ya29.secret',
    })
  })

  test('ten failures in a row pause it, however many report at once; a success begins again', async () => {
    const { id } = await connect()
    await Promise.all(Array.from({ length: 9 }, () => log(id, failed)))
    expect(await read(id)).toMatchObject({ consecutiveFailures: 9, isActive: true })
    await log(id)
    expect(await read(id)).toMatchObject({
      consecutiveFailures: 0,
      lastSync: '2026-01-01T00:00:00.000000Z',
    })
    await Promise.all(Array.from({ length: 10 }, () => log(id, failed)))
    expect(await read(id)).toMatchObject({
      consecutiveFailures: 10,
      isActive: false,
      status: 'PAUSED',
    })
    await expect(
      ana.db.mcpIntegration.update({ where: { id }, data: { isActive: true } }),
    ).rejects.toMatchObject({ code: 'ACV304' })
    await ana.db.mcpIntegration.update({
      where: { id },
      data: { isActive: true, status: 'CONNECTED' },
    })
  })

  test('what a synchronisation said is not said otherwise later, and stands in its month', async () => {
    const { id } = await connect()
    await log(id)
    await expect(log(id, { status: 'FAILED' })).rejects.toMatchObject({ code: 'ACV304' })
    for (const text of [
      `update agents.mcp_sync_logs set status = 'SUCCESS'`,
      'delete from agents.mcp_sync_logs',
    ])
      await expect(ana.sql(text)).rejects.toMatchObject({ code: 'ACV306' })
    const { rows } = await agents.query(
      `select count(*) >= 2 from pg_inherits where inhparent = 'agents.mcp_sync_logs'::regclass`,
    )
    expect(rows).toEqual([['t']])
  })
})
