// Promises between two transactions at once: no session is made behind the back of who ends them all.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onPostgres } from '../../test/support/database.ts'
import {
  fillOffice,
  type OfficeServer,
  openOfficeServer,
  type Person,
  password,
} from '../../test/support/identity/server.ts'
import type { Target } from '../database/target.ts'

onPostgres(() => {
  let server: OfficeServer
  let people: Person
  beforeAll(async () => {
    server = await openOfficeServer()
    people = await fillOffice(server)
  })
  afterAll(() => server?.close())

  const target = () => server.platform.targets.all()[0] as Target
  const waiting = async () => {
    for (let tries = 0; tries < 500; tries++) {
      const { rows } = await server.platform.query(
        `select count(*) from pg_locks where not granted and pid <> pg_backend_pid()`,
      )
      if (rows[0]?.[0] !== '0') return
    }
    throw new Error('nobody waits')
  }
  const context = { settings: { 'acervo.actor': 'service:test' } }

  /** `change` has happened and is not committed while `work` runs into it. */
  async function during<T>(change: readonly string[], work: () => Promise<T>): Promise<T> {
    const { promise: done, resolve: finish } = Promise.withResolvers<Promise<T>>()
    await target().transaction(context, async (session) => {
      for (const text of change) await session.query({ text, values: [] })
      const running = work()
      running.catch(() => undefined)
      await waiting()
      finish(running)
    })
    return await done
  }

  const change = () => [
    `update office_desk.users set password_hash = 'changed' where id = '${people.reader}'`,
    `update office_desk.user_sessions set revoked_at = acervo.now() where user_id = '${people.reader}'`,
  ]
  const restore = () =>
    server.identities.of('office').setPassword('service:test', people.reader, password)

  test('who signs in while the password changes gets no session', async () => {
    const office = server.identities.of('office')
    const signing = during(change(), () => office.signIn({ email: 'reader@office.test', password }))
    await expect(signing).rejects.toMatchObject({ code: 'ACV620' })
    await restore()
  })

  test('who rotates while all sessions end gets none', async () => {
    const token = await server.signIn('reader@office.test')
    const rotating = during(change(), () => server.identities.of('office').rotateSession(token))
    await expect(rotating).rejects.toMatchObject({ code: 'ACV601' })
    const { rows } = await server.platform.query(
      `select count(*) from office_desk.user_sessions where user_id = '${people.reader}' and revoked_at is null`,
    )
    expect(rows).toEqual([['0']])
    await restore()
  })

  test('whichever comes first, rotating and ending all leave no session', async () => {
    const office = server.identities.of('office')
    for (let round = 0; round < 15; round++) {
      const token = await server.signIn('inviter@office.test')
      await Promise.allSettled([office.rotateSession(token), office.revokeSessions(people.inviter)])
      const { rows } = await server.platform.query(
        `select count(*) from office_desk.user_sessions
         where user_id = '${people.inviter}' and revoked_at is null and replaced_at is null`,
      )
      expect(rows, `round ${round}`).toEqual([['0']])
    }
  })

  test('a key is not made for who is being disabled', async () => {
    const making = during(
      [`update office_desk.users set status = 'DISABLED' where id = '${people.clerk}'`],
      () =>
        server.identities
          .of('office')
          .createApiKey({ actor: 'service:test' }, { userId: people.clerk }),
    )
    await expect(making).rejects.toMatchObject({ code: 'ACV209' })
  })
})
