// Promises about who is who: what the specification prints lets pass or loses, and what stands here instead.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openIdentities } from '../../../kernel/identity/index.ts'
import { type Agents, anAgent, openAgents } from '../../../test/support/agents.ts'
import { onEachEngine } from '../../../test/support/database.ts'
import { permissionsOfRoles } from './roles.ts'

onEachEngine((engine) => {
  let agents: Agents
  beforeAll(async () => {
    agents = await openAgents()
  })
  afterAll(() => agents?.close())

  describe('an address', () => {
    test('holds no bar and is one account whatever its case (O1-08, D10)', async () => {
      const [row] = await agents.asSpecified(
        `create table users (email varchar(255), constraint check_email_valid
          check (email ~* '^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\\.[A-Z|a-z]{2,}$'))`,
        `insert into users values ('a@b.||') returning email`,
      )
      expect(row).toEqual(['a@b.||'])
      const { user } = agents.root
      for (const email of ['a@b.||', 'q@x.||', 'no', 'A@b.es', 'a b@c.es', 'a@b', 'a@b..es'])
        await expect(user.create({ data: { email } })).rejects.toMatchObject({ code: 'ACV304' })
      for (const email of ['ana.maria+x@correo.example.es', 'o_1@a-b.mx'])
        await user.create({ data: { email } })
    })

    test('a role is never nothing (O1-29)', async () => {
      const rows = await agents.asSpecified(
        `create table users (role varchar(50) default 'USER' check (role in ('ADMIN', 'USER')))`,
        'insert into users values (null) returning role',
      )
      expect(rows).toEqual([[null]])
      await expect(
        agents.query(`insert into agents.users (email, role) values ('n@agents.test', null)`),
      ).rejects.toMatchObject({ code: 'ACV305' })
    })

    test('a profile written by a model needs the consent of its person', async () => {
      const { id } = await agents.person()
      const write = (data: object) => agents.root.user.update({ where: { id }, data })
      const personalityProfile = { tone: 'formal' }
      await expect(write({ personalityProfile })).rejects.toMatchObject({ code: 'ACV304' })
      await write({ personalityProfile, personalityConsentAt: '2026-01-01T00:00:00Z' })
    })
  })

  describe('workspaces', () => {
    test('each user begins with one of their own; the last to leave takes it along', async () => {
      const ana = await agents.person()
      const eva = await agents.colleague(ana)
      expect((await agents.person()).workspaceId).not.toBe(ana.workspaceId)
      const standing = () => agents.root.workspace.count({ where: { id: ana.workspaceId } })
      await agents.root.user.delete({ where: { id: ana.id } })
      expect(await standing()).toBe(1)
      await agents.root.user.delete({ where: { id: eva.id } })
      expect(await standing()).toBe(0)
    })

    test('nobody takes a user to another workspace', async () => {
      const [ana, eva] = [await agents.person(), await agents.person('eva')]
      await expect(
        eva.sql('update agents.users set workspace_id = $1 where id = $2', ana.workspaceId, eva.id),
      ).rejects.toMatchObject({ code: 'ACV306' })
    })

    test('two who leave at once leave no workspace behind', async () => {
      for (let round = 0; round < 5; round++) {
        const ana = await agents.person()
        const eva = await agents.colleague(ana)
        await Promise.all([ana, eva].map(({ id }) => agents.root.user.delete({ where: { id } })))
        expect(await agents.root.workspace.count({ where: { id: ana.workspaceId } })).toBe(0)
      }
    })

    test('a question without a claim, or with an empty one, is answered with nothing (O1-17, D11)', async () => {
      const ana = await agents.person()
      await ana.db.chatSession.create({ data: { userId: ana.id } })
      await expect(
        agents.asSpecified(
          `set local "app.current_user_id" to ''`,
          // What its policy asks of every row.
          `select current_setting('app.current_user_id')::uuid`,
        ),
      ).rejects.toMatchObject({ code: 'ACV310' })
      for (const settings of [{}, { 'acervo.tenant': '' }] as const) {
        const context = {
          settings: { 'acervo.actor': 'user:x', ...settings },
          role: 'acervo_app' as const,
        }
        const text = 'select count(*) from agents.chat_sessions'
        const [result] = await agents.targets.of('agents').group(context, [{ text, values: [] }])
        expect(result?.rows).toEqual([['0']])
      }
      expect(await ana.db.chatSession.count()).toBe(1)
    })

    test('every table of a workspace shows and takes nothing of another one', async () => {
      const { rows } = await agents.query(`select c.relname from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped
        where c.relnamespace = 'agents'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
          and c.relname <> 'users' and not (c.relrowsecurity and c.relforcerowsecurity)`)
      expect(rows).toEqual([])
      const [ana, eva] = [await agents.person(), await agents.person('eva')]
      const chat = await ana.db.chatSession.create({ data: { userId: ana.id } })
      expect(await eva.db.chatSession.findMany({})).toEqual([])
      await expect(
        eva.db.chatSession.update({ where: { id: chat.id }, data: { metadata: {} } }),
      ).rejects.toMatchObject({ code: 'ACV209' })
      // Nor in the name of somebody else's user.
      await expect(eva.db.chatSession.create({ data: { userId: ana.id } })).rejects.toMatchObject({
        code: 'ACV303',
      })
    })
  })

  describe('invitations', () => {
    const invited = () => agents.root.invitation.findMany({ where: { email: 'new@agents.test' } })
    const invite = async (role = 'USER') => {
      const store = openIdentities(agents.acervo).of('agents')
      return store.invite({ actor: 'service:test' }, { email: 'new@agents.test', role })
    }

    test('the specification lets two wait for one address (D10)', async () => {
      const rows = await agents.asSpecified(
        `create table invitations (email varchar(255) not null, status varchar(50) default 'PENDING')`,
        `insert into invitations values ('a@b.es'), ('a@b.es') returning status`,
      )
      expect(rows).toEqual([['PENDING'], ['PENDING']])
    })

    test('one waits for an address: a new one cancels the old, eight at once leave one', async () => {
      await invite()
      await Promise.all(Array.from({ length: 8 }, () => invite()))
      const all = await invited()
      expect(all.filter(({ status }) => status === 'PENDING')).toHaveLength(1)
      expect(all.filter(({ status }) => status === 'CANCELLED')).toHaveLength(8)
      await expect(
        agents.query(
          `insert into agents.invitations (email, token) values ('new@agents.test', 'x')`,
        ),
      ).rejects.toMatchObject({ code: 'ACV302' })
    })

    test('the word that was sent stands nowhere (O1-33)', async () => {
      const { token } = await invite()
      const { rows } = await agents.query('select token from agents.invitations')
      expect(rows.length).toBeGreaterThan(0)
      for (const [kept] of rows) {
        expect(kept).toMatch(/^[0-9a-f]{64}$/)
        expect(kept).not.toBe(token)
      }
    })

    test('whoever accepts gets the role that was meant, and says who invited them', async () => {
      const admin = await agents.person('admin')
      const identities = openIdentities(agents.acervo).of('agents')
      const doer = { actor: `user:${admin.id}` }
      const { token, id } = await identities.invite(doer, {
        email: 'm@agents.test',
        role: 'MANAGER',
      })
      const invitation = await agents.root.invitation.findUnique({ where: { id } })
      expect(invitation?.invitedById).toBe(admin.id)
      const password = 'una frase bastante larga'
      await identities.acceptInvitation({ token, password, columns: { displayName: 'Marta' } })
      const session = await identities.signIn({ email: 'm@agents.test', password })
      expect(session).toBeDefined()
      const [user] = await agents.root.user.findMany({ where: { email: 'm@agents.test' } })
      expect(user).toMatchObject({ role: 'MANAGER', displayName: 'Marta' })
    })
  })

  test('tokens of other issuers are ciphertext, and expire after 2038 too (O1-27)', async () => {
    await expect(
      agents.asSpecified(
        'create table accounts (expires_at int)',
        `insert into accounts select extract(epoch from timestamp '2040-01-01')::bigint`,
      ),
    ).rejects.toMatchObject({ code: 'ACV310' })
    const ana = await agents.person()
    await agents.root.account.create({
      data: {
        userId: ana.id,
        provider: 'https://accounts.google.com',
        providerAccountId: ana.id,
        accessToken: 'ya29.secret',
        expiresAt: '2040-01-01T00:00:00Z',
      },
    })
    const { rows } = await agents.query(
      `select position('secret'::bytea in access_token) from agents.accounts`,
    )
    expect(rows).toEqual([['0']])
    const [read] = await agents.root.account.findMany({ select: { accessToken: true } })
    expect(read?.accessToken).toBe('ya29.secret')
  })

  test('sessions are found by their end without a clock in an index (O1-05, D6)', async () => {
    await expect(
      agents.asSpecified(
        'create table auth_sessions (expires timestamp not null)',
        'create index idx_sessions_expires on auth_sessions (expires) where expires > current_timestamp',
      ),
    ).rejects.toMatchObject({ cause: { message: expect.stringContaining('IMMUTABLE') } })
    const { rows } = await agents.query(
      `select count(*) from pg_indexes where tablename = 'auth_sessions' and indexdef like '%(expires)%'`,
    )
    expect(rows).toEqual([['1']])
  })

  describe('the audit', () => {
    test('an empty setting breaks the trigger of the specification (O1-15, D4)', async () => {
      await expect(
        agents.asSpecified(
          `select set_config('app.current_user_id', '', true)`,
          `select coalesce(current_setting('app.current_user_id', true)::uuid, gen_random_uuid())`,
        ),
      ).rejects.toMatchObject({ code: 'ACV310' })
    })

    test('nobody is named, nothing is written: the target is never taken for the actor (O1-15)', async () => {
      const { id } = await agents.person()
      const change = (settings: Readonly<Record<string, string>>) =>
        agents.targets
          .of('agents')
          .group({ settings, role: 'acervo_app' }, [
            { text: `update agents.users set role = 'ADMIN' where id = $1`, values: [id] },
          ])
      await expect(change({})).rejects.toMatchObject({ code: 'ACV340' })
      await expect(change({ 'acervo.actor': '' })).rejects.toMatchObject({ code: 'ACV340' })
      await change({ 'acervo.actor': 'user:00000000-0000-7000-8000-000000000001' })
      const [line] = await agents.root.auditLog.findMany({
        where: { targetId: id, action: 'CHANGE_ROLE' },
      })
      expect(line).toMatchObject({
        adminId: '00000000-0000-7000-8000-000000000001',
        details: { old: { role: 'USER' }, new: { role: 'ADMIN' } },
      })
    })

    test('it speaks of what was done in the words of the specification (O1-16)', async () => {
      const ana = await agents.person()
      await ana.db.storageReservation.create({ data: { userId: ana.id, size: '1' } })
      await agents.root.user.update({
        where: { id: ana.id },
        data: { subscriptionTier: 'PRO' },
      })
      await ana.db.storageQuota.updateMany({ data: { maxFiles: 3 } })
      await agents.root.user.delete({ where: { id: ana.id } })
      const actions = new Set((await agents.root.auditLog.findMany({})).map(({ action }) => action))
      for (const one of ['CREATE_USER', 'CHANGE_ROLE', 'CHANGE_TIER', 'INVITE_USER', 'DELETE_USER'])
        expect(actions).toContain(one)
      const quotas = await agents.query(
        `select count(*) from agents.audit_logs where action = 'MODIFY_QUOTA' and details #>> '{new,maxFiles}' = '3'`,
      )
      expect(quotas.rows).toEqual([['1']])
    })

    test('it outlives whoever it is about (O1-10, D5)', async () => {
      const [left] = await agents.asSpecified(
        'create table users (id uuid primary key)',
        'create table audit_logs (admin_id uuid not null references users (id) on delete cascade)',
        `insert into users values ('00000000-0000-7000-8000-000000000001')`,
        `insert into audit_logs values ('00000000-0000-7000-8000-000000000001')`,
        'delete from users',
        'select count(*) from audit_logs',
      )
      expect(left).toEqual(['0'])
      const ana = await agents.person()
      const lines = () =>
        agents.query(
          `select count(*) from agents.audit_logs where target_id = $1 or admin_id = $1`,
          [ana.id],
        )
      await ana.db.agent.create({ data: anAgent(ana.id) })
      await agents.targets
        .of('agents')
        .group({ settings: { 'acervo.actor': `user:${ana.id}` }, role: 'acervo_app' }, [
          { text: `update agents.users set bio = 'x' where id = $1`, values: [ana.id] },
        ])
      const before = Number((await lines()).rows[0]?.[0])
      await agents.root.user.delete({ where: { id: ana.id } })
      expect(Number((await lines()).rows[0]?.[0])).toBe(before + 1)
      await expect(ana.sql('delete from agents.audit_events')).rejects.toMatchObject({
        code: 'ACV306',
      })
    })
  })

  test('a role names only what is there, and nobody but administrators may all', () => {
    const models = new Set(
      [...agents.acervo.model.databases.values()].flatMap(({ tables }) => [...tables.keys()]),
    )
    for (const [role, permissions] of Object.entries(permissionsOfRoles))
      for (const permission of permissions) {
        const [, model = ''] = /^agents[.](\w+|[*]):(read|[*])$/.exec(permission) ?? []
        if (role === 'SUPER_ADMIN' || role === 'ADMIN') expect(permission).toBe('agents.*:*')
        else expect([role, permission, models.has(model)]).toEqual([role, permission, true])
      }
  })

  test('one super administrator is left, when two demote each other at once as well', async () => {
    const chiefs = [await agents.person('uno'), await agents.person('dos')]
    const set = (id: string, data: object) => agents.root.user.update({ where: { id }, data })
    for (const { id } of chiefs) await set(id, { role: 'SUPER_ADMIN' })
    const both = await Promise.allSettled(chiefs.map(({ id }) => set(id, { role: 'USER' })))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const [last] = await agents.root.user.findMany({ where: { role: 'SUPER_ADMIN' } })
    const id = last?.id ?? ''
    await expect(set(id, { isActive: false })).rejects.toMatchObject({ code: 'ACV304' })
    await expect(agents.root.user.delete({ where: { id } })).rejects.toMatchObject({
      code: 'ACV304',
    })
  })

  test('a session carries the workspace and what its role may', async () => {
    const identities = openIdentities(agents.acervo).of('agents')
    const password = 'otra frase bastante larga'
    const doer = { actor: 'service:test' }
    const id = await identities.createUser(doer, { email: 'guest@agents.test', password })
    await agents.root.user.update({ where: { id }, data: { role: 'GUEST' } })
    const { token } = (await identities.signIn({ email: 'guest@agents.test', password })) as {
      token: string
    }
    const bearer = await openIdentities(agents.acervo).bearers.find(token)
    const user = await agents.root.user.findUnique({ where: { id } })
    expect(bearer).toMatchObject({
      session: { claims: { tenant: user?.workspaceId }, permissions: ['agents.agent:read'] },
    })
  })

  test('no index repeats a unique, and each begins otherwise than the next (O1-23)', async () => {
    const { rows } = await agents.query(`select a.indexrelid::regclass, b.indexrelid::regclass
      from pg_index a join pg_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
        and b.indkey::text = a.indkey::text and b.indclass::text = a.indclass::text
        and b.indoption::text = a.indoption::text
        and a.indpred is not distinct from b.indpred and a.indexprs is not distinct from b.indexprs
      join pg_class c on c.oid = a.indrelid
      where c.relnamespace = 'agents'::regnamespace and a.indexrelid < b.indexrelid`)
    expect(rows).toEqual([])
  })

  test('every link has an index: who leaves is not looked for row by row', async () => {
    const { rows } = await agents.query(`select c.conrelid::regclass, a.attname from pg_constraint c
      join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
      where c.contype = 'f' and c.connamespace = 'agents'::regnamespace and c.conparentid = 0
        and not exists (select from pg_index i where i.indrelid = c.conrelid
          and i.indkey[0] = c.conkey[1] and i.indpred is null)`)
    expect(rows).toEqual([])
  })

  test('every instant has a zone, every identifier a default of the database (OX-02, OX-03)', async () => {
    const { rows } =
      await agents.query(`select count(*) filter (where data_type like 'timestamp without%'),
        count(*) filter (where column_name = 'id' and column_default is null and table_name <> 'audit_logs')
      from information_schema.columns where table_schema = 'agents'`)
    expect(rows).toEqual([['0', '0']])
    expect(engine).toBeTypeOf('string')
  })
})
