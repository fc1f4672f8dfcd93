// Promises of signing in: who works for a branch sees its rows and no others, agents do what agents may, and somebody
// who may all is always left.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openIdentities } from '../../kernel/identity/index.ts'
import { createApp } from '../../server/app.ts'
import { openCredentials } from '../../server/credentials.ts'
import type { AppOptions } from '../../server/options.ts'
import { type Bank, openBank, unlike } from '../../test/support/bank.ts'
import { onEachEngine } from '../../test/support/database.ts'

const password = 'correct horse battery staple'

onEachEngine(() => {
  let bank: Bank
  let directory: string
  let app: ReturnType<typeof createApp>
  let makeUser: (role: 'ADMIN' | 'AGENT') => Promise<{ id: string; email: string }>
  beforeAll(async () => {
    bank = await openBank()
    directory = mkdtempSync(join(tmpdir(), 'acervo-bank-'))
    const acervo = bank.platform.acervo as unknown as AppOptions['acervo']
    const identities = openIdentities(acervo, { refusalMs: 0 })
    const store = identities.of('banking')
    makeUser = async (role) => {
      const email = `${unlike('persona')}@banco.es`
      const id = await store.createUser({ actor: 'service:test' }, { email, password })
      await bank.as().user.update({ where: { id }, data: { role } })
      return { id, email }
    }
    app = createApp({ acervo, credentials: openCredentials(directory), identities })
  })
  afterAll(async () => {
    await app?.close()
    await bank?.close()
    rmSync(directory, { recursive: true })
  })

  const ask = async (method: 'GET' | 'POST' | 'DELETE', url: string, token = '', body?: object) => {
    const answer = await app.inject({
      method,
      url: `/v1/banking/${url}`,
      headers: token === '' ? {} : { authorization: `Bearer ${token}` },
      ...(body && { payload: body }),
    })
    const json = answer.payload === '' ? {} : JSON.parse(answer.payload)
    return { status: answer.statusCode, json }
  }
  const signIn = async (email: string): Promise<string> =>
    (await ask('POST', 'session', '', { email, password })).json.token

  test('an agent sees and serves their own branch, and does not delete it', async () => {
    const [mine, theirs] = [await bank.openBranch(), await bank.openBranch()]
    const { id: own } = await mine.db.visit.create({ data: { branchId: mine.branchId } })
    await theirs.db.visit.create({ data: { branchId: theirs.branchId } })
    const { id, email } = await makeUser('AGENT')
    await mine.db.branchAdmin.create({ data: { branchId: mine.branchId, userId: id } })
    const token = await signIn(email)
    const seen = await ask('GET', 'visits', token)
    expect(seen.json.data.map((visit: { id: string }) => visit.id)).toEqual([own])
    const opened = await ask('POST', 'visits', token, { branchId: mine.branchId })
    expect([opened.status, opened.json.data?.ticketNumber ?? opened.json.ticketNumber]).toEqual([
      201, 2,
    ])
    const abroad = await ask('POST', 'visits', token, { branchId: theirs.branchId })
    expect(abroad.status).toBe(403)
    expect((await ask('DELETE', `branches/${mine.branchId}`, token)).status).toBe(403)
  })

  test('who works for no branch sees the rows of none', async () => {
    const branch = await bank.openBranch()
    await branch.db.visit.create({ data: { branchId: branch.branchId } })
    const token = await signIn((await makeUser('ADMIN')).email)
    expect((await ask('GET', 'visits', token)).json.data).toEqual([])
  })

  test('a disabled user is out, and somebody who may all stays, of two who go at once as well', async () => {
    const { user } = bank.as()
    await user.updateMany({ where: { role: 'ADMIN' }, data: { role: 'AGENT' } }).catch(() => {})
    const [one, two] = [await makeUser('ADMIN'), await makeUser('ADMIN')]
    await user.updateMany({
      where: { role: 'ADMIN', id: { notIn: [one.id, two.id] } },
      data: { isActive: false },
    })
    const token = await signIn(one.email)
    const gone = await Promise.allSettled(
      [one, two].map(({ id }) => user.update({ where: { id }, data: { isActive: false } })),
    )
    expect(gone.filter((each) => each.status === 'fulfilled')).toHaveLength(1)
    expect(await user.count({ where: { role: 'ADMIN', isActive: true } })).toBe(1)
    const isOut = gone[0]?.status === 'fulfilled'
    expect((await ask('POST', 'session', '', { email: one.email, password })).status).toBe(
      isOut ? 401 : 201,
    )
    expect(token).toMatch(/^acervo_session_banking_/)
  })

  test('no answer carries a password', async () => {
    const { email } = await makeUser('ADMIN')
    const token = await signIn(email)
    const list = await ask('GET', 'users?limit=200', token)
    expect(list.status).toBe(200)
    expect(JSON.stringify(list.json)).not.toContain('argon2')
    expect((await ask('GET', 'users?fields=password', token)).status).toBeGreaterThanOrEqual(400)
  })
})
