// Promises of what the database refuses, whoever writes: each was accepted by the specification's own SQL.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { specified } from '../../test/support/conversations/specified.ts'
import { openTalks, type Talks } from '../../test/support/conversations/talks.ts'
import { onEachEngine } from '../../test/support/database.ts'
import { asSpecified } from '../../test/support/specification.ts'

const refusal = (error: { code?: string; details?: string }) => error.code

/** What the specification lets through, over one user and one model. */
const accepted: Readonly<Record<string, string>> = {
  'a status that is none': `insert into conversations (status) values ('banana')`,
  'a type of model that is none': `insert into ai_models (name, provider, model_type) values ('m2', 'p', 'whatever')`,
  'a sentiment of 9.99': 'insert into conversation_analytics (sentiment_score) values (9.99)',
  'a temperature of 9.9': `insert into ai_models (name, provider, model_type, temperature) values ('m3', 'p', 'chat', 9.9)`,
  "nobody's permission": `insert into user_permissions (permission_name) values ('all')`,
  'a permission twice': `insert into user_permissions (user_id, permission_name)
    select id, 'read' from users, generate_series(1, 2)`,
  'two default versions': `insert into model_versions (model_id, version_number, is_default)
    select id, n::text, true from ai_models, generate_series(1, 2) n`,
  'a version twice': `insert into model_versions (model_id, version_number)
    select id, '1' from ai_models, generate_series(1, 2)`,
  'a key twice': `insert into api_keys (user_id, key_name, key_hash)
    select id, 'k', 'same' from users, generate_series(1, 2)`,
  'a day twice': `insert into usage_metrics (user_id, date) select id, '2026-11-21' from users, generate_series(1, 2)`,
}

onEachEngine(() => {
  let talks: Talks
  beforeAll(async () => {
    talks = await openTalks()
  })
  afterAll(() => talks?.close())

  const model = (columns: object = {}) =>
    talks.all.aiModel.create({
      data: { name: randomUUID(), provider: 'OpenAI', modelType: 'chat', ...columns },
    })
  const hash = (digit: string) => digit.repeat(64)

  test('the specification accepts all that follows, and refuses the messages of a tool', async () => {
    await asSpecified(talks.platform, specified, async (ask) => {
      await ask(`insert into users (email, username, password_hash) values ('a@b.es', 'a', 'x')`)
      await ask(`insert into ai_models (name, provider, model_type) values ('m', 'p', 'chat')`)
      for (const statement of Object.values(accepted)) await ask(statement)
      const tool = ask(`insert into messages (role, content) values ('tool', '{}')`)
      await expect(tool).rejects.toMatchObject({ code: 'ACV304' })
    })
  })

  test('statuses and types are closed lists, and tools and developers speak', async () => {
    const { db, id: userId } = await talks.person()
    expect(
      await db.conversation.create({ data: { userId, status: 'banana' as never } }).catch(refusal),
    ).toBe('ACV205')
    expect(await model({ modelType: 'whatever' }).catch(refusal)).toBe('ACV205')
    const { id: conversationId } = await db.conversation.create({ data: { userId } })
    for (const role of ['tool', 'developer'] as const)
      await db.message.create({ data: { conversationId, role, content: '{}' } })
    // Past the platform, too.
    const raw = talks.platform.query(
      `update conversations.conversations set status = 'banana' where id = $1`,
      [conversationId],
    )
    await expect(raw).rejects.toMatchObject({ code: 'ACV304' })
  })

  test('numbers stay in their ranges and a sentiment names its method', async () => {
    expect(await model({ temperature: '9.9' }).catch(refusal)).toBe('ACV304')
    const { db, id: userId } = await talks.person()
    const { id: conversationId } = await db.conversation.create({ data: { userId } })
    const rate = (data: object) =>
      db.conversationAnalytics.create({ data: { conversationId, ...data } }).catch(refusal)
    expect(await rate({ sentimentScore: '9.99', sentimentMethod: 'x' })).toBe('ACV304')
    expect(await rate({ sentimentScore: '0.50' })).toBe('ACV304')
    expect(await rate({ sentimentScore: '0.50', sentimentMethod: 'lexicon-es-v1' })).toMatchObject(
      {},
    )
    expect(await rate({ userSatisfactionRating: 6 })).toBe('ACV304')
    expect(await talks.say(db, conversationId, 'x', -1).catch(refusal)).toBe('ACV304')
  })

  test('every link has its owner', async () => {
    const { userPermission, apiKey } = talks.all
    const nobody = { userId: null as never }
    expect(
      await userPermission
        .create({ data: { ...nobody, permissionName: 'conversations.errorLog:read' } })
        .catch(refusal),
    ).toBe('ACV305')
    expect(
      await apiKey
        .create({ data: { ...nobody, keyName: 'k', keyHash: hash('a'), prefix: 'p' } as never })
        .catch(refusal),
    ).toBe('ACV305')
  })

  test('of many who write the same at once one is let in', async () => {
    const { id: userId } = await talks.person()
    const { db, id: other } = await talks.person()
    const { id: modelId } = await model()
    const { id: conversationId } = await db.conversation.create({ data: { userId: other } })
    const { userPermission, modelVersion, apiKey, user } = talks.all
    const races: Readonly<Record<string, (n: number) => Promise<unknown>>> = {
      permission: () =>
        userPermission.create({ data: { userId, permissionName: 'conversations.errorLog:read' } }),
      version: () => modelVersion.create({ data: { modelId, versionNumber: '1' } }),
      default: (n) =>
        modelVersion.create({ data: { modelId, versionNumber: `d${n}`, isDefault: true } }),
      key: (n) =>
        apiKey.create({
          data: { userId, keyName: 'k', keyHash: hash('b'), prefix: `p${n}` } as never,
        }),
      rating: () =>
        db.conversationAnalytics.create({ data: { conversationId, userSatisfactionRating: 4 } }),
      address: (n) =>
        user.create({
          data: { email: 'same@example.es', username: `same ${n}`, passwordHash: '!' },
        }),
    }
    for (const [name, race] of Object.entries(races)) {
      const all = await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map(race))
      const codes = all.map((one) => (one.status === 'rejected' ? one.reason.code : 'in')).sort()
      expect([name, codes]).toEqual([name, [...Array(7).fill('ACV302'), 'in']])
    }
  })

  test('two who make another version the default at once leave one', async () => {
    const { id: modelId } = await model()
    const { modelVersion } = talks.all
    const versions = await Promise.all(
      ['1', '2', '3'].map((versionNumber) =>
        modelVersion.create({ data: { modelId, versionNumber } }),
      ),
    )
    await Promise.allSettled(
      versions.map(({ id }) =>
        talks.platform.db.transaction(['conversations'], async ({ conversations: tx }) => {
          await tx.modelVersion.updateMany({
            where: { modelId, isDefault: true },
            data: { isDefault: false },
          })
          await tx.modelVersion.update({ where: { id }, data: { isDefault: true } })
        }),
      ),
    )
    expect(await modelVersion.count({ where: { modelId, isDefault: true } })).toBe(1)
  })

  test('a model that is renamed keeps its history, which the specification lost', async () => {
    const { db, id: userId } = await talks.person()
    const gpt = await model({ name: `gpt-${randomUUID()}` })
    const { id } = await db.conversation.create({
      data: { userId, modelId: gpt.id, modelUsed: gpt.name },
    })
    await talks.say(db, id, 'hola', 30)
    const summary = () => db.modelPerformanceSummary.findMany({ where: { id: gpt.id } })
    const [before] = await summary()
    expect(before).toMatchObject({
      totalConversations: '1',
      totalTokensUsed: '30',
      avgTokensPerConversation: '30.0000',
    })
    await talks.all.aiModel.update({ where: { id: gpt.id }, data: { name: randomUUID() } })
    expect(await summary()).toMatchObject([{ ...before, name: expect.any(String) }])
    expect(await talks.all.aiModel.delete({ where: { id: gpt.id } }).catch(refusal)).toBe('ACV303')
    const lost = await asSpecified(talks.platform, specified, async (ask) => {
      await ask(
        `insert into ai_models (name, provider, model_type) values ('gpt-4', 'OpenAI', 'chat')`,
      )
      await ask(`insert into conversations (model_used, total_tokens) values ('gpt-4', 30)`)
      await ask(`update ai_models set name = 'gpt-4-0613'`)
      return (await ask('select total_conversations from model_performance_summary')).rows
    })
    expect(lost).toEqual([['0']])
  })

  test('a conversation that is deleted knows since when, and forgets it when it is brought back', async () => {
    const { db, id: userId } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId } })
    const put = async (status: 'active' | 'archived' | 'deleted') =>
      (await db.conversation.update({ where: { id }, data: { status } })).deletedAt
    const first = await put('deleted')
    expect(first).toEqual(expect.any(String))
    expect(await put('deleted')).toBe(first)
    expect(await put('active')).toBeNull()
  })

  test('a message failed with an error and without it did not', async () => {
    const { db, id: userId } = await talks.person()
    const { id: conversationId } = await db.conversation.create({ data: { userId } })
    const say = (data: object) =>
      db.message
        .create({ data: { conversationId, role: 'assistant', content: '', ...data } })
        .catch(refusal)
    expect(await say({ status: 'failed' })).toBe('ACV304')
    expect(await say({ status: 'complete', errorMessage: 'no' })).toBe('ACV304')
    expect(await say({ status: 'failed', errorMessage: 'timeout' })).toMatchObject({
      status: 'failed',
    })
  })

  test('an answer ends once, however many end it at once', async () => {
    const { db, id: userId } = await talks.person()
    const { id: conversationId } = await db.conversation.create({ data: { userId } })
    const { id } = await db.message.create({
      data: { conversationId, role: 'assistant', content: '', status: 'streaming' },
    })
    const put = (data: object) => db.message.update({ where: { id }, data })
    const ends = await Promise.allSettled([
      put({ status: 'complete', content: 'Hola', tokensUsed: 4 }),
      put({ status: 'cancelled', tokensUsed: 2 }),
      put({ status: 'failed', errorMessage: 'cortado', tokensUsed: 1 }),
    ])
    const [won] = ends.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(ends.filter(({ status }) => status === 'rejected')).toHaveLength(2)
    expect(await talks.tokensOf(db, conversationId)).toBe(String(won?.tokensUsed))
    expect(await put({ status: 'streaming' }).catch(refusal)).toBe('ACV323')
  })

  test('a setting is of its type and updated_at follows it', async () => {
    const { systemConfig } = talks.all
    const set = (data: object) =>
      systemConfig.create({ data: { configKey: randomUUID(), ...data } }).catch(refusal)
    expect(await set({ configType: 'integer', configValue: 'mucho' })).toBe('ACV304')
    expect(await set({ configType: 'boolean', configValue: 'sí' })).toBe('ACV304')
    expect(await set({ configType: 'json', configValue: '{' })).toMatch(/^ACV3/)
    const made = await systemConfig.create({
      data: { configKey: 'rate_limit_per_hour', configType: 'integer', configValue: '100' },
    })
    const { updatedAt } = await systemConfig.update({
      where: { id: made.id },
      data: { configValue: '200' },
    })
    expect(updatedAt > made.updatedAt).toBe(true)
  })

  test.each([
    ['default_model', 'string', 'gpt-4', ''],
    ['max_conversation_length', 'integer', '200', '0'],
    ['rate_limit_per_hour', 'integer', '120', '-5'],
    ['maintenance_mode', 'boolean', 'false', null],
  ] as const)(
    'the setting %s is of its kind and never empty',
    async (configKey, configType, good, bad) => {
      const { systemConfig } = talks.all
      const set = (data: object) =>
        systemConfig.upsert({
          where: { configKey },
          create: { configKey, configType, configValue: good, ...data } as never,
          update: { configType, configValue: good, ...data } as never,
        })
      await set({})
      const other = { configType: configType === 'string' ? 'json' : 'string' }
      for (const data of [{ configValue: bad }, { configValue: null }, other])
        await expect(set(data)).rejects.toMatchObject({ code: 'ACV304' })
      expect(await systemConfig.findUnique({ where: { configKey } })).toMatchObject({
        configType,
        configValue: good,
      })
    },
  )

  test('the last administrator stays, whoever takes whom away at once', async () => {
    const admins = await Promise.all([1, 2, 3].map(() => talks.person({ isAdmin: true })))
    const { user } = talks.all
    const all = await Promise.allSettled(
      admins.map(({ id }, n) =>
        n === 0
          ? user.delete({ where: { id } })
          : user.update({
              where: { id },
              data: n === 1 ? { isAdmin: false } : { isActive: false },
            }),
      ),
    )
    expect(all.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    expect(await user.count({ where: { isAdmin: true, isActive: true } })).toBe(1)
  })

  test('one user never meets the rows of another', async () => {
    const [ana, bea] = [await talks.person(), await talks.person()]
    const { id } = await ana.db.conversation.create({ data: { userId: ana.id, title: 'mía' } })
    await talks.say(ana.db, id, 'secreto', 5)
    expect(await bea.db.conversation.findMany()).toEqual([])
    expect(await bea.db.message.findMany()).toEqual([])
    expect(await bea.db.usageMetric.findMany()).toEqual([])
    expect(await talks.say(bea.db, id, 'intruso').catch(refusal)).toBe('ACV303')
    expect(await bea.db.conversation.create({ data: { userId: ana.id } }).catch(refusal)).toMatch(
      /^ACV3/,
    )
    // Nor that she exists, nor her address.
    expect(await bea.db.userStatistics.findMany({ select: { id: true } })).toEqual([{ id: bea.id }])
  })

  test('what people write is found in Spanish: by stem, without accents', async () => {
    const { db, id: userId } = await talks.person()
    const { id } = await db.conversation.create({ data: { userId, title: 'Bloqueo de tarjetas' } })
    await talks.say(db, id, '¿Cómo bloqueo mi tarjeta de crédito?')
    expect(await db.message.findMany({ q: 'tarjetas credito' })).toHaveLength(1)
    expect(await db.conversation.findMany({ q: 'tarjeta' })).toHaveLength(1)
    const { rows } = await talks.platform.query(
      `select to_tsvector('english', '¿Cómo bloqueo mi tarjeta de crédito?')
        @@ websearch_to_tsquery('english', 'tarjetas credito')`,
    )
    expect(rows).toEqual([['f']])
  })
})
