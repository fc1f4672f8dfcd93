// What happens when the way to PostgreSQL breaks, hangs or is given up: at each position of a group, and what
// the next group finds.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  nobody,
  onPostgres,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../../test/support/database/database.ts'
import { openProxy, type TestProxy } from '../../../test/support/database/proxy.ts'
import { isOutcomeUnknown } from '../outcome.ts'
import { quoteIdentifier } from '../sql.ts'
import type { Context, Direct, Statement } from '../target.ts'
import { openMigrator } from '../targets.ts'
import type { PostgresTarget } from './target.ts'

onPostgres(() => {
  let database: TestDatabase
  let admin: Direct
  let proxy: TestProxy
  let target: PostgresTarget

  beforeAll(async () => {
    database = await openTestDatabase('postgres')
    await database.script('create table marks (id int); grant all on marks to acervo_app')
    admin = await database.target.direct()
  })
  afterAll(async () => {
    await admin?.close()
    await database?.close()
  })
  beforeEach(async () => {
    const server = new URL(database.run)
    proxy = await openProxy({ host: server.hostname, port: Number(server.port || 5432) })
    target = await database.open('connection_limit=1', proxy)
    await target.group(nobody, [statement('select 1')])
  })
  afterEach(async () => {
    await target.close()
    await proxy.close()
    await admin.script('delete from marks')
  })

  const tenant: Context = { settings: { 'acervo.tenant': 'a' } }
  const mark = statement('insert into marks values (1)')
  const seen = statement(`select current_setting('acervo.tenant', true)`)

  function group(fault: Statement, position: number): Statement[] {
    const statements = [mark, mark]
    statements.splice(position, 0, fault)
    return statements
  }

  async function count(): Promise<number> {
    const { rows } = await admin.query(statement('select count(*) from marks'))
    return Number(rows[0]?.[0])
  }

  async function backend(): Promise<string | null | undefined> {
    const [result] = await target.group(nobody, [statement('select pg_backend_pid()')])
    return result?.rows[0]?.[0]
  }

  async function expectClean(): Promise<void> {
    const [result] = await target.group(nobody, [seen])
    expect(result?.rows[0]?.[0]).toBeOneOf([null, ''])
    expect(target.pool.open).toBe(1)
  }

  /** Resolves when the server itself says that a backend waits for the lock. */
  async function untilWaiting(key: number): Promise<void> {
    const waiting = `select from pg_locks where locktype = 'advisory' and objid = $1 and not granted`
    for (let attempt = 0; attempt < 5_000; attempt++) {
      if ((await admin.query(statement(waiting, [key]))).count > 0) return
    }
    throw new Error('nobody waits')
  }

  for (const position of [0, 1, 2]) {
    test(`a time limit at position ${position} ends the group and undoes it`, async () => {
      const slow = group(statement('select pg_sleep(20)'), position)
      await expect(target.group(tenant, slow, { timeoutMs: 60 })).rejects.toMatchObject({
        code: 'ACV307',
      })
      expect(await count()).toBe(0)
      await expectClean()
    })

    test(`an abort at position ${position} ends the group and undoes it`, async () => {
      await admin.query(statement('select pg_advisory_lock($1)', [position]))
      const controller = new AbortController()
      const before = await backend()
      const held = group(statement('select pg_advisory_xact_lock($1)', [position]), position)
      const work = target.group(tenant, held, { signal: controller.signal })
      const refused = expect(work).rejects.toMatchObject({ code: 'ACV308' })
      await untilWaiting(position)
      controller.abort()
      await refused
      await admin.query(statement('select pg_advisory_unlock($1)', [position]))
      expect(await count()).toBe(0)
      // A late cancel request must not hit the next group.
      expect(await backend()).not.toBe(before)
      await expectClean()
    })

    test(`a socket cut at position ${position} leaves the outcome unknown, and says so`, async () => {
      await admin.query(statement('select pg_advisory_lock($1)', [position]))
      const held = group(statement('select pg_advisory_xact_lock($1)', [position]), position)
      const work = target.group(tenant, held).catch((error: unknown) => error)
      await untilWaiting(position)
      proxy.cut()
      const error = await work
      expect(error).toMatchObject({ code: 'ACV301', details: expect.stringContaining('unknown') })
      expect(isOutcomeUnknown(error)).toBe(true)
      await admin.query(statement('select pg_advisory_unlock($1)', [position]))
      // The server had the whole group and notices the cut only when it answers: here it commits.
      await expect.poll(count).toBe(2)
      await expectClean()
    })
  }

  test('a socket cut before the context arrives commits nothing', async () => {
    proxy.cutAtNext('client')
    const error = await target.group(tenant, [mark]).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ACV301' })
    expect(isOutcomeUnknown(error)).toBe(true)
    expect(await count()).toBe(0)
    await expectClean()
  })

  test('a socket cut before the answer arrives may have committed', async () => {
    proxy.cutAtNext('server')
    const error = await target.group(tenant, [mark]).catch((thrown: unknown) => thrown)
    expect(isOutcomeUnknown(error)).toBe(true)
    expect(await count()).toBe(1)
    await expectClean()
  })

  test('a socket cut at commit leaves the outcome unknown', async () => {
    const work = target.transaction(tenant, async (session) => {
      await session.query(mark)
      proxy.cutAtNext('server')
    })
    const error = await work.catch((thrown: unknown) => thrown)
    expect(isOutcomeUnknown(error)).toBe(true)
    await expectClean()
  })

  test('a socket cut inside a transaction undoes it', async () => {
    const work = target.transaction(tenant, async (session) => {
      await session.query(mark)
      proxy.cut()
      await session.query(mark)
    })
    await expect(work).rejects.toMatchObject({ code: 'ACV301' })
    await expectClean()
    expect(await count()).toBe(0)
  })

  test('a backend that the server ends is replaced, and nothing of its group stays', async () => {
    await admin.query(statement('select pg_advisory_lock(9)'))
    const held = group(statement('select pg_advisory_xact_lock(9)'), 1)
    const work = target.group(tenant, held).catch((error: unknown) => error)
    await untilWaiting(9)
    await admin.script(
      `select pg_terminate_backend(pid) from pg_locks where objid = 9 and not granted`,
    )
    const error = await work
    expect(error).toMatchObject({ code: 'ACV301' })
    expect(isOutcomeUnknown(error)).toBe(false)
    await admin.query(statement('select pg_advisory_unlock(9)'))
    expect(await count()).toBe(0)
    await expectClean()
  })

  test('a connection lost while idle is replaced without a word', async () => {
    proxy.cut()
    await expect.poll(() => target.pool.open).toBe(0)
    await expectClean()
  })

  test('a server that answers nothing any more loses its connection', async () => {
    proxy.silence()
    const error = await target
      .group(tenant, [statement('select pg_sleep(20)')], { timeoutMs: 50 })
      .catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ code: 'ACV307' })
    expect(isOutcomeUnknown(error)).toBe(true)
    await expectClean()
  })

  test('a database that takes no connections is one that cannot be reached', async () => {
    proxy.cut()
    await expect.poll(() => target.pool.open).toBe(0)
    const server = await openMigrator(process.env.ACERVO_TEST_DATABASE_URL as string)
    const name = quoteIdentifier(new URL(database.run).pathname.slice(1))
    await server.script(`alter database ${name} allow_connections false`)
    const error = await target.group(tenant, [mark]).catch((thrown: unknown) => thrown)
    await server.script(`alter database ${name} allow_connections true`)
    await server.close()
    expect(error).toMatchObject({ code: 'ACV301', details: expect.stringContaining('55000') })
    await expectClean()
  })

  test('an unreachable server is reported as such, at once', async () => {
    await proxy.close()
    await expect(target.group(tenant, [mark])).rejects.toMatchObject({ code: 'ACV301' })
    proxy = await openProxy({ host: '127.0.0.1', port: 5432 })
  })
})
