// Promises about agents: versions that never change, ratings that add up, and who may use them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Agents,
  aFile,
  anAgent,
  openAgents,
  type Somebody,
} from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'

onEachEngine(() => {
  let agents: Agents
  let ana: Somebody
  beforeAll(async () => {
    agents = await openAgents()
    ana = await agents.person()
  })
  afterAll(() => agents?.close())

  const make = (data: object = {}, of = ana) =>
    of.db.agent.create({ data: { ...anAgent(of.id), ...data } })

  test('a slug is in lower case (O1-09)', async () => {
    const rows = await agents.asSpecified(
      `create table agents (slug varchar(255), constraint check_slug_format check (slug ~* '^[a-z0-9\\-]+$'))`,
      `insert into agents values ('UPPER-Slug') returning slug`,
    )
    expect(rows).toEqual([['UPPER-Slug']])
    for (const slug of ['UPPER-Slug', 'con espacio', ''])
      await expect(make({ slug })).rejects.toMatchObject({ code: 'ACV304' })
    await make({ slug: 'un-asistente-2' })
    await expect(make({ slug: 'un-asistente-2' })).rejects.toMatchObject({ code: 'ACV302' })
  })

  test('it answers at an address on the way out, without credentials in it', async () => {
    for (const endpointUrl of ['http://a.test/', 'file:///etc/passwd', 'https://me:pw@a.test/'])
      await expect(make({ endpointUrl })).rejects.toMatchObject({ code: 'ACV304' })
  })

  describe('versions', () => {
    const versions = (agentId: string) =>
      ana.db.agentVersion.findMany({ where: { agentId }, orderBy: { version: 'asc' } })

    test('a change of what it runs on is a new version, a change of its name is none', async () => {
      const { id } = await make({ systemPrompt: 'uno' })
      const change = (data: object) => ana.db.agent.update({ where: { id }, data })
      await change({ name: 'Otra' })
      expect(await change({ systemPrompt: 'dos', model: 'm2' })).toMatchObject({ version: 2 })
      expect((await versions(id)).map(({ version, model }) => [version, model])).toEqual([
        [1, 'gemini-2.0-flash'],
        [2, 'm2'],
      ])
      expect(await change({ version: 1 })).toMatchObject({ systemPrompt: 'uno', version: 1 })
      expect(await change({ version: 2 })).toMatchObject({ systemPrompt: 'dos', model: 'm2' })
      await expect(change({ version: 1, systemPrompt: 'tres' })).rejects.toMatchObject({
        code: 'ACV304',
      })
      await expect(change({ version: 3 })).rejects.toMatchObject({ code: 'ACV304' })
      expect(await versions(id)).toHaveLength(2)
    })

    test('a version that was written is changed by nobody, and another workspace adds none', async () => {
      const { id } = await make()
      for (const text of [
        `update agents.agent_versions set system_prompt = 'x' where agent_id = $1`,
        'delete from agents.agent_versions where agent_id = $1',
        'update agents.agent_versions set version = 9 where agent_id = $1',
      ])
        await expect(ana.sql(text, id)).rejects.toMatchObject({ code: 'ACV306' })
      const eva = await agents.person('eva')
      const data = { agentId: id, model: 'm', endpointUrl: 'https://x.test/' }
      await expect(eva.db.agentVersion.create({ data })).rejects.toMatchObject({ code: 'ACV303' })
    })

    test('many who change one agent at once number its versions without a gap or a double', async () => {
      const { id } = await make()
      await Promise.all(
        Array.from({ length: 12 }, (_, at) =>
          at % 3 === 0
            ? ana.db.agentVersion.create({
                data: { agentId: id, model: `draft ${at}`, endpointUrl: 'https://x.test/' },
              })
            : ana.db.agent.update({ where: { id }, data: { systemPrompt: `${at}` } }),
        ),
      )
      const numbers = (await versions(id)).map(({ version }) => version)
      expect(numbers).toEqual(Array.from({ length: 13 }, (_, at) => at + 1))
    })

    test('an agent begins with its first version', async () => {
      await expect(make({ version: 4 })).rejects.toMatchObject({ code: 'ACV304' })
    })
  })

  describe('ratings (D8, O1-24)', () => {
    test('the specification lets an average say anything', async () => {
      const rows = await agents.asSpecified(
        'create table agents (average_rating decimal(3, 2))',
        'insert into agents values (9.99) returning average_rating',
      )
      expect(rows).toEqual([['9.99']])
    })

    test('the average is that of the ratings, however many write and leave at once', async () => {
      const { id: agentId } = await make({ isPublic: true })
      const people: Somebody[] = []
      for (let at = 0; at < 10; at++) people.push(await agents.person('voz'))
      await Promise.all(
        people.map(({ id: userId, db }, at) =>
          db.agentRating.create({ data: { agentId, userId, rating: (at % 5) + 1 } }),
        ),
      )
      const read = async () => await ana.db.agent.findUnique({ where: { id: agentId } })
      expect(await read()).toMatchObject({ ratingCount: '10', averageRating: '3.00' })
      const [first, second, ...rest] = people
      await Promise.all([
        first?.db.agentRating.updateMany({ data: { rating: 5 } }),
        second?.db.agentRating.deleteMany({}),
        ...rest.slice(0, 3).map(({ id }) => agents.root.user.delete({ where: { id } })),
      ])
      const { rows } = await agents.query(
        'select count(*), round(avg(rating), 2) from agents.agent_ratings where agent_id = $1',
        [agentId],
      )
      const now = await read()
      expect([now?.ratingCount, now?.averageRating]).toEqual(rows[0])
      expect(now?.ratingCount).toBe('6')
    })

    test('one rates once, between one and five, and in nobody else’s name', async () => {
      const { id: agentId } = await make({ isPublic: true })
      const eva = await agents.person('eva')
      const rate = (rating: number, userId = eva.id) =>
        eva.db.agentRating.create({ data: { agentId, userId, rating } })
      const { id: closed } = await make()
      await expect(
        eva.db.agentRating.create({ data: { agentId: closed, userId: eva.id, rating: 1 } }),
      ).rejects.toMatchObject({ code: 'ACV303' })
      for (const rating of [0, 6])
        await expect(rate(rating)).rejects.toMatchObject({ code: 'ACV304' })
      await rate(4)
      await expect(rate(5)).rejects.toMatchObject({ code: 'ACV302' })
      await expect(rate(5, ana.id)).rejects.toMatchObject({ code: 'ACV303' })
    })

    test('no request writes a projection', async () => {
      for (const column of ['rating_sum', 'rating_count', 'total_uses', 'average_rating'])
        await expect(ana.sql(`update agents.agents set ${column} = 5`)).rejects.toMatchObject({
          code: expect.stringMatching(/ACV30[46]|ACV300/),
        })
    })
  })

  describe('who may use it', () => {
    const sees = async (who: Somebody, id: string) =>
      (await who.db.agent.count({ where: { id } })) === 1

    test('a private agent is seen by its workspace, and by whom it was opened to until then', async () => {
      const { id: agentId } = await make()
      const eva = await agents.person('eva')
      expect(await sees(eva, agentId)).toBe(false)
      const grant = (expiresAt: string | null) =>
        ana.db.userAgentPermission.create({
          data: { agentId, userId: eva.id, grantedById: ana.id, expiresAt },
        })
      const { id } = await grant('2999-01-01T00:00:00Z')
      expect(await sees(eva, agentId)).toBe(true)
      await expect(grant(null)).rejects.toMatchObject({ code: 'ACV302' })
      const text = `select count(*) from agents.agents where id = $1`
      const settings = {
        'acervo.actor': 'user:x',
        'acervo.tenant': eva.workspaceId,
        'acervo.fake_now': '2999-01-02T00:00:00Z',
      }
      const [later] = await agents.targets
        .of('agents')
        .group({ settings, role: 'acervo_app' }, [{ text, values: [agentId] }])
      expect(later?.rows).toEqual([['0']])
      await ana.db.userAgentPermission.delete({ where: { id } })
      expect(await sees(eva, agentId)).toBe(false)
    })

    test('a public agent is everybody’s to use until it is closed again', async () => {
      const { id } = await make({ isPublic: true })
      const eva = await agents.person('eva')
      expect(await sees(eva, id)).toBe(true)
      await ana.db.agent.update({ where: { id }, data: { isPublic: false } })
      expect(await sees(eva, id)).toBe(false)
    })

    test('nobody opens somebody else’s agent to themselves, or changes one that they only see', async () => {
      const { id: agentId } = await make()
      const eva = await agents.person('eva')
      await expect(
        eva.db.userAgentPermission.create({ data: { agentId, userId: eva.id } }),
      ).rejects.toMatchObject({ code: 'ACV303' })
      await ana.db.userAgentPermission.create({ data: { agentId, userId: eva.id } })
      await expect(
        eva.db.agent.update({ where: { id: agentId }, data: { name: 'mía' } }),
      ).rejects.toMatchObject({ code: expect.stringMatching(/ACV209|ACV306/) })
      expect(await eva.db.agent.deleteMany({ where: { id: agentId } })).toEqual({ count: 0 })
      expect(await eva.db.agentVersion.count({ where: { agentId } })).toBe(0)
      expect(await sees(ana, agentId)).toBe(true)
    })

    test('whoever gave permissions can leave, and what they gave stays (O1-12)', async () => {
      await expect(
        agents.asSpecified(
          'create table users (id uuid primary key)',
          'create table user_agent_permissions (user_id uuid, granted_by uuid references users (id))',
          `insert into users values ('00000000-0000-7000-8000-000000000001')`,
          `insert into user_agent_permissions select gen_random_uuid(), id from users`,
          'delete from users',
        ),
      ).rejects.toMatchObject({ code: 'ACV303' })
      const boss = await agents.colleague(ana)
      const eva = await agents.person('eva')
      const { id: agentId } = await make()
      const data = { agentId, userId: eva.id, grantedById: boss.id }
      const { id } = await boss.db.userAgentPermission.create({ data })
      await agents.root.user.delete({ where: { id: boss.id } })
      expect(await ana.db.userAgentPermission.findUnique({ where: { id } })).toMatchObject({
        grantedById: null,
      })
      expect(await sees(eva, agentId)).toBe(true)
    })
  })

  /** Somebody's rows, in all tables that hold any, are read, changed and taken away by nobody of another workspace. */
  async function expectUnseen(of: Somebody, by: Somebody): Promise<void> {
    const { rows } = await agents.query(`select c.relname from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
      where c.relnamespace = 'agents'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> 'users'`)
    let held = 0
    for (const [table] of rows) {
      const where = `from agents.${table} where workspace_id = $1`
      const count = async (ask: Promise<{ rows: readonly (readonly (string | null)[])[] }>) =>
        Number((await ask).rows[0]?.[0])
      if ((await count(agents.query(`select count(*) ${where}`, [of.workspaceId]))) > 0) held += 1
      const seen = await count(by.sql(`select count(*) ${where}`, of.workspaceId))
      // One public agent.
      expect([table, seen]).toEqual([table, table === 'agents' ? 1 : 0])
      const taken = by.sql(`delete ${where}`, of.workspaceId).then(
        ({ count }) => count,
        ({ code }: { code: string }) => code,
      )
      expect([table, await taken]).toEqual([table, expect.toBeOneOf([0, 'ACV306'])])
    }
    expect(held).toBeGreaterThan(15)
  }

  describe('when a user leaves (O1-11, O1-13)', () => {
    test('the specification leaves orphans, and takes other people’s chats along', async () => {
      const rows = await agents.asSpecified(
        'create table users (id uuid primary key)',
        'create table agents (id uuid primary key, created_by uuid not null references users (id) on delete cascade)',
        `create table conversations (owner text, agent_id uuid not null references agents (id) on delete cascade)`,
        'create table artifacts (user_id uuid not null)',
        `insert into users values ('00000000-0000-7000-8000-000000000001')`,
        'insert into agents select gen_random_uuid(), id from users',
        `insert into conversations select 'somebody else', id from agents`,
        'insert into artifacts select id from users',
        'delete from users',
        'select (select count(*) from artifacts), (select count(*) from conversations)',
      )
      expect(rows).toEqual([['1', '0']])
    })

    test('no row of theirs stays but the audit, and what others said with their agent stays', async () => {
      const [bea, eva] = [await agents.person('bea'), await agents.person('eva')]
      const agent = await make({ isPublic: true, name: 'Consejera' }, bea)
      const chat = async (who: Somebody) => {
        const { id: chatSessionId } = await who.db.chatSession.create({ data: { userId: who.id } })
        const data = { chatSessionId, agentId: agent.id, title: 'Hola' }
        const conversation = await who.db.conversation.create({ data })
        await who.db.message.create({
          data: { conversationId: conversation.id, role: 'user', content: 'Hola', tokensInput: 5 },
        })
        return conversation
      }
      const kept = await chat(eva)
      const { id: conversationId } = await chat(bea)
      await eva.db.artifact.create({
        data: { userId: eva.id, agentId: agent.id, name: 'nota', type: 'MARKDOWN', content: '#' },
      })
      await eva.db.agentRating.create({ data: { agentId: agent.id, userId: eva.id, rating: 5 } })
      const { userId } = { userId: bea.id }
      await bea.db.artifact.create({
        data: { userId, conversationId, name: 'x', type: 'MARKDOWN', content: '#' },
      })
      const folder = await bea.db.storageFolder.create({ data: { userId, name: 'fotos' } })
      const file = await bea.db.storageFile.create({
        data: { ...aFile(userId, 10), folderId: folder.id, virusScanStatus: 'clean' },
      })
      const share = await bea.db.fileShare.create({
        data: { fileId: file.id, sharedById: userId, shareToken: `share-token-of-bea-${userId}` },
      })
      await bea.db.fileDownload.create({ data: { shareId: share.id, downloadId: userId } })
      await bea.db.fileAccessLog.create({ data: { fileId: file.id, userId, action: 'VIEW' } })
      const document = await bea.db.ragDocument.create({
        data: { userId, title: 'manual', source: 'PASTE' },
      })
      await bea.db.ragChunk.create({
        data: {
          documentId: document.id,
          position: 0,
          content: 'a',
          startsAt: 0,
          endsAt: 1,
          tokens: 1,
        },
      })
      await bea.db.ragSetting.create({ data: { userId } })
      await bea.db.userSetting.create({ data: { userId } })
      const integration = await bea.db.mcpIntegration.create({
        data: {
          userId,
          provider: 'GMAIL',
          providerUserId: 'bea@x',
          accessToken: 't',
          scopes: 'mail',
        },
      })
      await bea.db.mcpSyncLog.create({
        data: { integrationId: integration.id, lastSync: '2026-01-01T00:00:00Z' },
      })
      await expectUnseen(bea, eva)
      await agents.root.user.delete({ where: { id: bea.id } })

      const { rows: tables } = await agents.query(
        `select c.relname, string_agg(distinct a.attname, ',') from pg_class c
          join pg_attribute a on a.attrelid = c.oid and a.atttypid = 'uuid'::regtype and a.attnum > 0
            and not a.attisdropped
          where c.relnamespace = 'agents'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
            and c.relname not in ('audit_events', 'audit_details', 'outbox_events')
          group by 1`,
      )
      expect(tables.length).toBeGreaterThan(25)
      for (const [table, columns] of tables) {
        const theirs = (columns ?? '').split(',').map((column) => `${column} in ($1, $2)`)
        const { rows } = await agents.query(
          `select count(*) from agents.${table} where ${theirs.join(' or ')}`,
          [bea.id, bea.workspaceId],
        )
        expect([table, rows[0]?.[0]]).toEqual([table, '0'])
      }
      expect(await eva.db.conversation.findUnique({ where: { id: kept.id } })).toMatchObject({
        agentId: null,
        agentName: 'Consejera',
        messageCount: '1',
        tokenCount: '5',
      })
      expect(await eva.db.message.count()).toBe(1)
      expect(await eva.db.artifact.findMany({})).toMatchObject([{ agentId: null, name: 'nota' }])
      expect(await eva.db.agentRating.count()).toBe(0)
      const { rows } = await agents.query(
        `select count(*) from agents.audit_events where row_id = $1 and operation = 'DELETE'`,
        [bea.id],
      )
      expect(rows).toEqual([['1']])
    })
  })
})
