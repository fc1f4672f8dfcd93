// What a replica may answer and what not: 300 of the campaign's 10,000 checks, and each border once.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readSlowQueries } from '../../../kernel/maintenance/queries.ts'
import { createApp } from '../../../server/app.ts'
import { openCredentials } from '../../../server/credentials.ts'
import { keyIn } from '../../support/clinic-server.ts'
import { onPostgres } from '../../support/database.ts'
import { type Beside, openBeside, readOwnWrites } from './replica.ts'

onPostgres(() => {
  let beside: Beside
  beforeAll(async () => {
    beside = await openBeside(15, ['shared_preload_libraries=pg_stat_statements'])
  })
  afterAll(() => beside?.close())

  const table = { database: 'beside', table: 'note' } as const
  const someone = () => {
    const id = randomUUID()
    return { actor: `user:${id}`, claims: { tenant: id } }
  }
  const state = async () => {
    const now = await beside.target.replica?.state()
    if (now === undefined) throw new Error('no replica')
    return now
  }
  const count = async (
    principal: ReturnType<typeof someone>,
    { acervo }: Pick<Beside, 'acervo'> = beside,
  ) => (await acervo.run(principal, { ...table, verb: 'count' }, { replica: true })).count
  const create = (principal: ReturnType<typeof someone>) =>
    beside.acervo.run(principal, { ...table, verb: 'create', data: { name: 'n', value: 1 } })
  const halted = async (body: () => Promise<void>) => {
    await beside.there.script('select pg_wal_replay_pause()')
    try {
      await body()
    } finally {
      await beside.there.script('select pg_wal_replay_resume()')
    }
  }
  const caughtUp = () => expect.poll(async () => (await state()).lagBytes).toBe(0)

  test('300 of 300 reads see what their reader wrote', async () => {
    const { checks, stale, state: after } = await readOwnWrites(beside, { checks: 300, writers: 4 })
    expect(stale).toBe(0)
    expect(checks).toBeGreaterThanOrEqual(300)
    expect(after.served).toBeGreaterThan(0)
    expect(after.behind).toBeGreaterThan(0)
    await caughtUp()
  })

  test('whoever has written nothing is answered by the standby, under his policies', async () => {
    const [writer, other] = [someone(), someone()]
    await create(writer)
    await caughtUp()
    const before = (await state()).served
    expect(await count(other)).toBe(0)
    expect((await state()).served).toBe(before + 1)
  })

  test('what a transaction has written is waited for too', async () => {
    const writer = someone()
    await halted(async () => {
      const as = beside.acervo.db.as(writer) as never as {
        transaction(names: string[], body: (tx: never) => Promise<void>): Promise<void>
      }
      await as.transaction(['beside'], async (tx: never) => {
        const { note } = (tx as { beside: { note: { create(a: object): Promise<void> } } }).beside
        await note.create({ data: { name: 'n', value: 2 } })
      })
      expect(await count(writer)).toBe(1)
    })
    await caughtUp()
  })

  test('another process is told by a token how far it must be', async () => {
    const writer = someone()
    const other = await beside.another()
    await halted(async () => {
      await create(writer)
      const told = beside.target.replica?.position(writer.actor) ?? ''
      // Without it the other process knows nothing of the write.
      expect(await count(writer, other)).toBe(0)
      other.target.replica?.learn(writer.actor, told)
      expect(await count(writer, other)).toBe(1)
      other.target.replica?.learn(writer.actor, 'no position')
      expect(await count(writer, other)).toBe(1)
    })
    await other.close()
    await caughtUp()
  })

  test('over HTTP the header Acervo-Position carries it from one process to another', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'acervo-replica-'))
    const credentials = openCredentials(directory)
    const other = await beside.another()
    const apps = [beside.acervo, other.acervo].map((acervo) => createApp({ acervo, credentials }))
    const authorization = `Bearer ${keyIn(credentials.path)}`
    const claims = { authorization, 'acervo-claims': `tenant=${randomUUID()}` }
    const read = async (more: Record<string, string> = {}) => {
      const headers = { ...claims, ...more }
      const answer = await apps[1]?.inject({ method: 'GET', url: '/v1/beside/notes', headers })
      return answer?.json().data.length
    }
    await halted(async () => {
      const payload = { name: 'over http', value: 3 }
      const made = await apps[0]?.inject({
        method: 'POST',
        url: '/v1/beside/notes',
        headers: claims,
        payload,
      })
      expect(made?.statusCode).toBe(201)
      const position = String(made?.headers['acervo-position'])
      expect(position).toMatch(/^[0-9a-f]{12}=[0-9A-F]+\/[0-9A-F]+$/)
      expect(await read()).toBe(0)
      expect(await read({ 'acervo-position': position })).toBe(1)
      expect(await read({ 'acervo-position': 'x=nonsense' })).toBe(1)
    })
    await Promise.all(apps.map((app) => app.close()))
    await other.close()
    rmSync(directory, { recursive: true })
    await caughtUp()
  })

  test('the lag is told in bytes and seconds', async () => {
    await halted(async () => {
      await create(someone())
      const { lagBytes, lagSeconds } = await state()
      expect(lagBytes).toBeGreaterThan(0)
      expect(lagSeconds).toBeGreaterThan(0)
    })
    await caughtUp()
    expect((await state()).lagSeconds).toBe(0)
  })

  test('an elevation is asked of the primary alone, and so is what is not asked for the replica', async () => {
    await caughtUp()
    const before = (await state()).served
    const settings = { 'acervo.actor': 'user:x' }
    const one = [{ text: 'select pg_is_in_recovery()', values: [] }]
    const ask = async (more: Record<string, string>, replica: boolean) => {
      const [result] = await beside.target.group({ settings: { ...settings, ...more } }, one, {
        replica,
      })
      return result?.rows[0]?.[0]
    }
    expect(await ask({}, true)).toBe('t')
    expect(await ask({}, false)).toBe('f')
    await expect(ask({ 'acervo.elevation': randomUUID() }, true)).rejects.toMatchObject({
      code: 'ACV321',
    })
    expect((await state()).served).toBe(before + 1)
  })

  test('statements that took long are told without their values', async () => {
    await beside.primary.script('create extension pg_stat_statements')
    await beside.primary.script(`create role somebody password 'secret words'`)
    await beside.primary.script(`select 'secret words', count(*) from generate_series(1, 200000)`)
    const slow = await readSlowQueries(beside.primary, 1_000)
    if ('unknown' in slow) throw new Error(slow.unknown)
    expect(slow.known.map((one) => one.text)).toContain(
      'select $1, count(*) from generate_series($2, $3)',
    )
    expect(slow.known.map((one) => one.text)).toContain('CREATE')
    expect(JSON.stringify(slow.known)).not.toContain('secret')
  })

  test('where the standby is gone the primary answers, and where it is none it is not asked', async () => {
    await beside.there.script('select pg_promote()')
    await create(someone())
    const { failed } = await state()
    const reader = someone()
    await create(reader)
    expect(await count(reader)).toBe(1)
    await beside.standby.close()
    expect(await count(someone())).toBe(0)
    expect(failed).toBeGreaterThanOrEqual(0)
  })
})
