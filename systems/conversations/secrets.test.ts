// Promises of what is secret: kept as a digest, encrypted or taken out before it is written; and gone with its user.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApiKey, findApiKey } from '../../kernel/identity/api-keys.ts'
import { openStores } from '../../kernel/identity/store.ts'
import { createUser } from '../../kernel/identity/users.ts'
import { applyRetention } from '../../kernel/retention/run.ts'
import { specified } from '../../test/support/conversations/specified.ts'
import { openTalks, type Talks } from '../../test/support/conversations/talks.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { clockedAt } from '../../test/support/retention.ts'
import { asSpecified } from '../../test/support/specification.ts'

const operator = { actor: 'service:system' }

onEachEngine(() => {
  let talks: Talks
  beforeAll(async () => {
    talks = await openTalks()
  })
  afterAll(() => talks?.close())

  /** Everything that the schema holds, as text. */
  const everything = async () => {
    const { rows: tables } = await talks.platform.query(
      `select table_name from information_schema.tables
       where table_schema = 'conversations' and table_type = 'BASE TABLE'`,
    )
    const texts = await Promise.all(
      tables.map(([name]) =>
        talks.platform.query(
          `select coalesce(string_agg(t::text, ' '), '') from conversations."${name}" t`,
        ),
      ),
    )
    return texts.map(({ rows }) => rows[0]?.[0]).join(' ')
  }

  test("a webhook's secret is given to its user and stands nowhere", async () => {
    const { db, id: userId } = await talks.person()
    const secretKey = 'whsec_canario-del-webhook'
    const { id } = await db.webhook.create({
      data: { userId, url: 'https://example.es/h', events: ['message.created'], secretKey },
    })
    expect((await db.webhook.findUnique({ where: { id } }))?.secretKey).toBe(secretKey)
    expect(await everything()).not.toContain(secretKey)
    expect(await everything()).not.toContain(Buffer.from(secretKey).toString('hex'))
    const { rows } = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(`insert into webhooks (url, events, secret_key) values ('u', '[]', $1)`, secretKey)
      return ask('select secret_key from webhooks')
    })
    expect(rows).toEqual([[secretKey]])
  })

  test('a delivery is told once an attempt, and a replay apart', async () => {
    const { db, id: userId } = await talks.person()
    const { id: webhookId } = await db.webhook.create({
      data: { userId, url: 'https://example.es/h', events: ['message.created'] },
    })
    const messageId = webhookId
    const tell = (data: object = {}) =>
      db.webhookDelivery.create({
        data: {
          webhookId,
          messageId,
          eventType: 'message.created',
          payload: { type: 'x' },
          ...data,
        },
      })
    const all = await Promise.allSettled([1, 2, 3, 4, 5].map(() => tell()))
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await tell({ attempt: 2 })
    await tell({ kind: 'replay' })
    expect(await tell({ attempt: 3, status: 'delivered' }).catch((e) => e.code)).toBe('ACV304')
    const late = { attempt: 3, status: 'delivered', finishedAt: '2026-11-21T10:00:00Z' }
    expect(await tell({ ...late, responseStatus: 500 }).catch((e) => e.code)).toBe('ACV304')
    await tell({ ...late, responseStatus: 204 })
    const events = { userId, url: 'ftp://x', events: ['a'] }
    expect(await db.webhook.create({ data: events }).catch((e) => e.code)).toBe('ACV304')
  })

  test('a secret setting is encrypted and cannot stand in the open', async () => {
    const { systemConfig } = talks.all
    const value = 'sk-canario-de-la-configuracion'
    const both = { configKey: 'openai_key', isEncrypted: true, configValue: value }
    expect(await systemConfig.create({ data: both }).catch((error) => error.code)).toBe('ACV304')
    const { id } = await systemConfig.create({
      data: { configKey: 'openai_key', isEncrypted: true, secretValue: value },
    })
    expect((await systemConfig.findUnique({ where: { id } }))?.secretValue).toBe(value)
    expect(await everything()).not.toContain(value)
  })

  test('a key is found by its prefix, proven by its digest, ends, and is told once', async () => {
    const { model, targets } = talks.platform.acervo
    const store = openStores({ model, targets }).get('conversations')
    if (store === undefined) throw new Error('the system has no store')
    const userId = await createUser(store, operator, {
      email: 'claves@example.es',
      password: 'una-contraseña-larga-7411',
      columns: { username: 'claves' },
    })
    const made = await createApiKey(store, operator, { userId, name: 'mi programa', days: 10 })
    expect(await everything()).not.toContain(made.key)
    const [row] = await talks.all.apiKey.findMany({
      where: { userId },
      select: { keyName: true, isActive: true, prefix: true },
    })
    expect(row).toEqual({ keyName: 'mi programa', isActive: true, prefix: made.prefix })
    const found = await findApiKey(store, made.key)
    expect(found).toMatchObject({ userId, claims: { tenant: userId } })
    expect(found?.permissions).toContain('conversations.conversation:*')
    expect(await findApiKey(store, `${made.key.slice(0, -1)}x`)).toBeUndefined()
    const past = talks.all.apiKey.update({
      where: { id: made.id },
      data: { expiresAt: '2020-01-01T00:00:00Z' },
    })
    expect(await past.catch((error) => error.code)).toBe('ACV304')
    await talks.all.apiKey.update({
      where: { id: made.id },
      data: { revokedAt: '2026-01-01T00:00:00Z' },
    })
    expect(await findApiKey(store, made.key)).toBeUndefined()
    expect((await talks.all.apiKey.findMany({ where: { userId } }))[0]?.isActive).toBe(false)
  })

  test('an administrator may all, a member their own, and one permission more where it is given', async () => {
    const { model, targets } = talks.platform.acervo
    const store = openStores({ model, targets }).get('conversations')
    if (store === undefined) throw new Error('the system has no store')
    const add = (name: string, roles: readonly string[] = []) =>
      createUser(store, operator, {
        email: `${name}@example.es`,
        password: 'una-contraseña-larga-7411',
        columns: { username: name },
        roles,
      })
    const permissionsOf = async (userId: string) => {
      const { key } = await createApiKey(store, operator, { userId })
      return (await findApiKey(store, key))?.permissions
    }
    expect(await permissionsOf(await add('jefa', ['administrator']))).toEqual(['conversations.*:*'])
    const member = await add('socia')
    expect(await permissionsOf(member)).not.toContain('conversations.errorLog:read')
    await talks.all.userPermission.create({
      data: { userId: member, permissionName: 'conversations.errorLog:read' },
    })
    expect(await permissionsOf(member)).toContain('conversations.errorLog:read')
    const ended = talks.all.userPermission.updateMany({
      where: { userId: member },
      data: { expiresAt: '2020-01-01T00:00:00Z' },
    })
    expect(await ended.catch((error) => error.code)).toBe('ACV304')
  })

  test('of a session only a digest is kept', async () => {
    const { id: userId } = await talks.person()
    const digest = createHash('sha256').update('token').digest('hex')
    const add = (sessionToken: string) =>
      talks.platform.query(
        `insert into conversations.user_sessions (user_id, session_token, expires_at, family)
         values ($1, $2, acervo.now() + interval '1 day', $1)`,
        [userId, sessionToken],
      )
    await expect(add('a-token-in-the-open')).rejects.toMatchObject({ code: 'ACV304' })
    await add(digest)
    await expect(add(digest)).rejects.toMatchObject({ code: 'ACV302' })
  })

  test('what an error tells holds no secret, however deep it stood', async () => {
    const { errorLog } = talks.all
    const { id } = await errorLog.create({
      data: {
        errorType: 'HTTP',
        errorMessage:
          'call 17 with Bearer abcdefgh12345678 for ana@example.es failed: password=hunter2',
        stackTrace: 'at postgres://app:s3creto@db/x',
        requestData: {
          headers: { Authorization: 'Bearer abcdefgh12345678', accept: 'json' },
          body: [{ user: { password: ['hunter2'], apiKey: { a: 'hunter2' } } }, 'ana@example.es'],
          tokens: 12,
        },
      },
    })
    expect(await errorLog.findUnique({ where: { id } })).toMatchObject({
      errorMessage: 'call 17 with Bearer [redacted] for [redacted] failed: password=[redacted]',
      stackTrace: 'at postgres://[redacted]@db/x',
      requestData: {
        headers: { Authorization: '[redacted]', accept: 'json' },
        body: [{ user: { password: '[redacted]', apiKey: '[redacted]' } }, '[redacted]'],
        tokens: 12,
      },
    })
    await talks.platform.query(
      `update conversations.error_logs set error_message = 'token: abc' where id = $1`,
      [id],
    )
    expect((await errorLog.findUnique({ where: { id } }))?.errorMessage).toBe('token: [redacted]')
    await errorLog.create({ data: { errorType: 'NONE' } })
    const { rows } = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(
        `insert into error_logs (error_type, request_data) values ('x', '{"password": "hunter2"}')`,
      )
      return ask(`select request_data ->> 'password' from error_logs`)
    })
    expect(rows).toEqual([['hunter2']])
  })

  test('errors that differ in numbers are one, and go after thirty days', async () => {
    const { errorLog } = talks.all
    const at = (createdAt: string, errorMessage: string) =>
      errorLog.create({ data: { errorType: 'SLOW', errorMessage, createdAt } })
    const old = await at('2026-01-01T00:00:00Z', 'took 31 ms')
    const kept = await at('2026-01-20T00:00:00Z', 'took 9000 ms')
    expect(old.fingerprint).toBe(kept.fingerprint)
    const { model, targets } = talks.platform.acervo
    await applyRetention({
      targets: { of: (schema) => clockedAt(targets.of(schema), '2026-02-10T00:00:00Z') },
      databases: model.databases.values(),
      only: new Set(['conversations.error_logs']),
    })
    const left = await errorLog.findMany({ where: { errorType: 'SLOW' } })
    expect(left.map(({ id }) => id)).toEqual([kept.id])
  })

  test('who is deleted leaves no row but audit, and errors that name nobody', async () => {
    const { db, id: userId } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId, title: 'adiós' } })
    await talks.say(db, id, 'me voy', 3)
    await db.conversationAnalytics.create({
      data: { conversationId: id, userSatisfactionRating: 1 },
    })
    await db.webhook.create({ data: { userId, url: 'https://example.es', events: ['a'] } })
    await talks.all.userPermission.create({ data: { userId, permissionName: '*:read' } })
    const error = await talks.all.errorLog.create({ data: { userId, errorType: 'X' } })
    await talks.all.user.delete({ where: { id: userId } })
    const { rows: columns } = await talks.platform.query(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'conversations' and column_name in ('user_id', 'tenant_id') and table_name not like 'audit%'
         and table_name not in ('user_statistics', 'model_performance_summary')`,
    )
    expect(columns.length).toBeGreaterThan(8)
    for (const [table, column] of columns) {
      const { rows } = await talks.platform.query(
        `select count(*) from conversations."${table}" where "${column}" = $1`,
        [userId],
      )
      expect([table, rows]).toEqual([table, [['0']]])
    }
    expect(await talks.all.errorLog.findUnique({ where: { id: error.id } })).toMatchObject({
      userId: null,
    })
    const { rows } = await talks.platform.query(
      `select count(*) from conversations.audit_events where row_id = $1 and table_name = 'users'`,
      [userId],
    )
    expect(Number(rows[0]?.[0])).toBeGreaterThan(0)
  })
})
