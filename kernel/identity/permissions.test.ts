// Promises of permissions: nothing is read around a table that is closed, nobody gives themselves more, and the last
// administrator stays.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { closedRoutes, openRoutes } from '../../server/identity-routes.ts'
import { onEachEngine } from '../../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'
import { isWithin, meet } from './permissions.ts'

describe('patterns', () => {
  test('meet in what both allow', () => {
    expect(meet(['*:*'], ['desk.file:read'])).toEqual(['desk.file:read'])
    expect(meet(['desk.*:read'], ['*:*'])).toEqual(['desk.*:read'])
    expect(meet(['desk.*:read', '*.file:update'], ['desk.file:*'])).toEqual([
      'desk.file:read',
      'desk.file:update',
    ])
    expect(meet(['desk.file:read'], ['desk.note:read'])).toEqual([])
    expect(meet(['desk:read', '', 'a.b.c:read'], ['*:*'])).toEqual([])
  })

  test('lie within others, or do not', () => {
    expect(isWithin(['desk.file:read'], ['desk.*:read'])).toBe(true)
    expect(isWithin(['*:read'], ['*.*:*'])).toBe(true)
    expect(isWithin(['*:*'], ['*:read', 'desk.*:*'])).toBe(false)
    expect(isWithin(['nonsense'], ['*:*'])).toBe(false)
  })
})

onEachEngine(() => {
  let server: OfficeServer
  let people: Person
  const tokens: Record<string, string> = {}
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
    const file = await server.platform.db.desk.file.create({ data: { title: 'one' } })
    await server.platform.db.desk.note.create({
      data: { fileId: file.id, body: 'secret', authorId: people.reader },
    })
    for (const name of Object.keys(people))
      tokens[name] = await server.signIn(`${name}@office.test`)
  })
  afterAll(() => server?.close())

  const ask = (who: string, method: string, url: string, body?: unknown) =>
    server.ask(method, url, { as: tokens[who] ?? who, ...(body === undefined ? {} : { body }) })

  test('a closed table is not read through one that is open', async () => {
    const queries = [
      '?include=notes',
      '?fields=id,notes',
      '?filter[notes][some][body]=secret',
      '?filter[notes][some][body][startsWith]=s',
      '?filter[notes][none][body]=secret',
      '?sort=notes.body',
    ]
    for (const query of queries) {
      const told = await ask('clerk', 'GET', `/v1/desk/files${query}`)
      expect([400, 403], `${query} ${JSON.stringify(told.json)}`).toContain(told.status)
    }
    const included = await ask('clerk', 'GET', '/v1/desk/files?include=notes')
    expect(included).toMatchObject({ status: 403, json: { code: 'ACV624' } })
    expect((await ask('reader', 'GET', '/v1/desk/files?include=notes')).status).toBe(200)
  })

  test('through the client: filters, sorting and nested reads of every shape', async () => {
    const clerk = server.platform.db.as({ actor: 'user:clerk', permissions: ['desk.note:read'] })
    const notes = clerk.desk.note
    const closed = { code: 'ACV624' }
    const attempts = [
      () => notes.findMany({ include: { file: true } }),
      () => notes.findMany({ select: { file: { select: { title: true } } } }),
      () => notes.findMany({ where: { file: { title: 'one' } } }),
      () => notes.findMany({ where: { file: { is: { title: 'one' } } } }),
      () => notes.findMany({ where: { NOT: [{ OR: [{ AND: { file: { title: 'x' } } }] }] } }),
      () => notes.findMany({ orderBy: [{ body: 'asc' }, { file: { title: 'asc' } }] }),
      () => notes.count({ where: { author: { email: { startsWith: 'r' } } } }),
      () => notes.findFirst({ where: { file: { notes: { some: { body: 's' } } } } }),
      () => notes.updateMany({ data: { body: 'x' } }),
      () => notes.deleteMany({ where: { body: 'x' } }),
      () => notes.create({ data: { fileId: people.clerk, body: 'x' } }),
      () => clerk.transaction(['desk'], (tx) => tx.desk.file.findMany()),
    ]
    for (const attempt of attempts)
      await expect(attempt(), attempt.toString()).rejects.toMatchObject(closed)
    expect(await notes.findMany({ where: { body: 'secret' } })).toHaveLength(1)
  })

  test('hashes are closed to every request, the administrator key included', async () => {
    const queries = [
      '/v1/desk/users?fields=id,passwordHash',
      '/v1/desk/users?filter[passwordHash][startsWith]=$argon2id',
      '/v1/desk/users?sort=passwordHash',
      '/v1/desk/user-sessions?fields=tokenHash',
      '/v1/desk/notes?fields=author.passwordHash',
      '/v1/desk/api-keys?sort=-keyHash',
    ]
    for (const url of queries) {
      const told = await ask(server.key, 'GET', url)
      expect([400, 403], `${url} ${JSON.stringify(told.json)}`).toContain(told.status)
    }
    const list = await ask(server.key, 'GET', '/v1/desk/users')
    expect(list.status).toBe(200)
    expect(JSON.stringify(list.json)).not.toMatch(/argon2/)
    const patch = await ask(server.key, 'PATCH', `/v1/desk/users/${people.reader}`, {
      passwordHash: 'x',
    })
    expect(patch.status).toBe(403)
    const admin = server.platform.db.as({ actor: 'user:a', permissions: ['*:*'] }).desk
    const closed = { code: 'ACV624' }
    for (const attempt of [
      () => admin.note.findMany({ include: { author: { select: { passwordHash: true } } } }),
      () => admin.note.findMany({ where: { author: { passwordHash: { contains: 'a' } } } }),
      () => admin.note.findMany({ orderBy: { author: { passwordHash: 'asc' } } }),
      () => admin.user.groupBy({ by: ['passwordHash'], _count: true }),
      () => admin.user.aggregate({ _min: { passwordHash: true } }),
    ])
      await expect(attempt(), attempt.toString()).rejects.toMatchObject(closed)
  })

  test('nobody gives themselves a role through REST', async () => {
    const attempts: readonly (readonly [string, string, string, object?])[] = [
      [
        'inviter',
        'POST',
        '/v1/desk/user-roles',
        { userId: people.inviter, roleId: people.inviter },
      ],
      ['inviter', 'PATCH', `/v1/desk/users/${people.inviter}`, { status: 'ACTIVE' }],
      ['inviter', 'POST', '/v1/desk/role-permissions', { roleId: people.inviter }],
      ['inviter', 'POST', '/v1/desk/api-keys', { name: 'x' }],
      ['inviter', 'POST', `/v1/office/users/${people.inviter}/roles/administrator`],
      ['inviter', 'POST', `/v1/office/users/${people.inviter}/roles/clerk`],
      ['inviter', 'DELETE', `/v1/office/users/${people.administrator}/roles/administrator`],
      ['reader', 'POST', `/v1/office/users/${people.reader}/roles/reader`],
      ['reader', 'POST', `/v1/office/users/${people.clerk}/disablement`],
      ['reader', 'POST', `/v1/office/users/${people.administrator}/password-resets`],
    ]
    for (const [who, method, url, body] of attempts) {
      const told = await ask(who, method, url, body)
      expect(told.status, `${url} ${JSON.stringify(told.json)}`).toBe(403)
      expect(['ACV624', 'ACV625']).toContain(told.json.code)
    }
    const me = await ask('inviter', 'GET', '/v1/office/me')
    expect(me.json.roles).toEqual(['inviter'])
  })

  test('nor by a column, an import, or the words of a link', async () => {
    const self = {
      actor: 'user:x',
      permissions: ['shop.person:*', 'desk.user:*', 'desk.userRole:*'],
    }
    const { shop, desk } = server.platform.db.as(self)
    const closed = { code: 'ACV624' }
    for (const attempt of [
      () => shop.person.updateMany({ data: { papel: 'ADMIN' } }),
      () => shop.person.create({ data: { correo: 'x@shop.test', papel: 'ADMIN' } }),
      () => desk.userRole.createMany({ data: [{ userId: people.reader, roleId: people.reader }] }),
      () => desk.userRole.deleteMany({}),
      () =>
        desk.user.upsert({ where: { id: people.reader }, create: { email: 'a@b.c' }, update: {} }),
    ])
      await expect(attempt(), attempt.toString()).rejects.toMatchObject(closed)
    expect(await desk.user.count()).toBeGreaterThan(0)
  })

  test('who may all in one system may nothing in another', async () => {
    const shop = server.identities.of('shop')
    const doer = { actor: 'service:test' }
    await shop.createUser(doer, { email: 'boss@shop.test', password, roles: ['ADMIN'] })
    const { json } = await server.ask('POST', '/v1/shop/session', {
      body: { email: 'boss@shop.test', password },
    })
    const as = json.token as string
    expect((await server.ask('GET', '/v1/shop/items', { as })).status).toBe(200)
    const items = { as, body: { name: 'a' } }
    expect((await server.ask('POST', '/v1/shop/items', items)).status).toBe(201)
    expect(
      (await server.ask('POST', '/v1/shop/gente', { as, body: { correo: 'a@b.c' } })).status,
    ).toBe(201)
    for (const url of ['/v1/desk/files', '/v1/desk/users', '/v1/office/me', '/v1/office/keys'])
      expect([401, 403], url).toContain((await server.ask('GET', url, { as })).status)
    const office = `/v1/office/users/${people.reader}`
    for (const url of [
      `${office}/disablement`,
      `${office}/roles/reader`,
      `${office}/password-resets`,
    ])
      expect([401, 403], url).toContain((await server.ask('POST', url, { as })).status)
    const { desk } = server.platform.db
    const bot = await desk.serviceAccount.create({ data: { name: 'all-bot', purpose: 'all' } })
    const key = await server.identities
      .of('office')
      .createApiKey(doer, { serviceAccountId: bot.id, scopes: ['*:read'] })
    expect((await server.ask('GET', '/v1/desk/files', { as: key.key })).status).toBe(200)
    expect((await server.ask('GET', '/v1/shop/items', { as: key.key })).status).toBe(403)
  })

  test('every route is in OpenAPI, and every path of OpenAPI is a route', async () => {
    const { json } = await ask(server.key, 'GET', '/openapi.json')
    const told = Object.keys(json.paths).filter((path) => path.startsWith('/v1/office/'))
    const methods = told.flatMap((path) =>
      Object.keys(json.paths[path])
        .filter((one) => one !== 'parameters')
        .map((one) => `${one.toUpperCase()} ${path.slice('/v1/office'.length)}`),
    )
    const served = [openRoutes, closedRoutes].flatMap((routes) =>
      Object.entries(routes).flatMap(([path, works]) =>
        Object.keys(works).map((one) => `${one} ${path.replace(/:(\w+)/g, '{$1}')}`),
      ),
    )
    expect(methods.sort()).toEqual(served.sort())
  })

  test('each permission says which role gives it', async () => {
    const told = await ask('reader', 'GET', '/v1/me/permissions?explain=1')
    expect(told.json.explained).toContainEqual({ permission: 'desk.file:read', roles: ['reader'] })
    const bare = await ask('reader', 'GET', '/v1/me/permissions')
    expect(Object.keys(bare.json)).toEqual(['permissions'])
  })

  test('the last administrator stays, whichever way they would go', async () => {
    const { desk } = server.platform.db
    const id = people.administrator
    const attempts = [
      () => desk.user.update({ where: { id }, data: { status: 'DISABLED' } }),
      () => desk.user.delete({ where: { id } }),
      () => desk.userRole.deleteMany({ where: { userId: id } }),
      () => desk.userRole.updateMany({ data: { expiresAt: '2099-01-01T00:00:00Z' } }),
      () => desk.permission.deleteMany({ where: { resource: '*' } }),
      () => desk.rolePermission.deleteMany({}),
      () => server.identities.of('office').disableUser({ actor: 'service:test' }, id),
      () => server.identities.of('office').takeRole({ actor: 'service:test' }, id, 'administrator'),
    ]
    for (const attempt of attempts)
      await expect(attempt(), attempt.toString()).rejects.toMatchObject({ code: 'ACV304' })
    const url = `/v1/office/users/${id}/roles/administrator`
    expect((await ask(server.key, 'DELETE', url)).status).toBe(422)
    await desk.user.update({ where: { id }, data: { displayName: 'still here' } })
  })

  test('of two administrators who demote each other at once one stays', async () => {
    const office = server.identities.of('office')
    const doer = { actor: 'service:test' }
    const other = await office.createUser(doer, {
      email: 'second@office.test',
      roles: ['administrator'],
    })
    const both = [people.administrator, other]
    for (let round = 0; round < 5; round++) {
      const done = await Promise.allSettled(
        both.map((id) => office.takeRole(doer, id, 'administrator')),
      )
      expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
      const { rows } = await server.platform.query(
        `select count(*) from office_desk.user_roles g join office_desk.roles r on r.id = g.role_id
         where r.name = 'administrator'`,
      )
      expect(rows).toEqual([['1']])
      for (const id of both) await office.grantRole(doer, id, 'administrator')
    }
  })
})
