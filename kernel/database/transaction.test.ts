// What a transaction and the direct session promise on both engines.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nobody,
  onEachEngine,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../test/support/database/database.ts'
import type { Link } from './link.ts'
import type { Context, Session } from './target.ts'
import { runTransaction } from './transaction.ts'

onEachEngine((engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(engine)
    await database.script(`
    create table entries (id int primary key);
    grant select, insert, delete on entries to acervo_app`)
  })
  afterAll(() => database?.close())

  const actor: Context = { settings: { 'acervo.actor': 'ana' } }
  const add = (id: number) => statement('insert into entries values ($1)', [id], 'add_entry')

  async function ids(): Promise<unknown> {
    const [result] = await database.target.group(nobody, [
      statement('select id from entries order by id'),
    ])
    return result?.rows.flat()
  }

  test('a transaction commits what its body did, under its context', async () => {
    const answer = await database.target.transaction(actor, async (session) => {
      await session.query(add(1))
      const { rows } = await session.query(statement(`select current_setting('acervo.actor')`))
      return rows[0]?.[0]
    })
    expect(answer).toBe('ana')
    expect(await ids()).toEqual(['1'])
    const [after] = await database.target.group(nobody, [
      statement(`select current_setting('acervo.actor', true)`),
    ])
    expect(after?.rows[0]?.[0]).toBeOneOf([null, ''])
  })

  test('a throwing body rolls back and its error comes out unchanged', async () => {
    const mine = new Error('mine')
    const work = database.target.transaction(actor, async (session) => {
      await session.query(add(2))
      throw mine
    })
    await expect(work).rejects.toBe(mine)
    expect(await ids()).toEqual(['1'])
  })

  test('a body that swallows a server error does not pass as committed', async () => {
    const work = database.target.transaction(actor, async (session) => {
      await session.query(add(3))
      await session.query(add(1)).catch(() => undefined)
    })
    await expect(work).rejects.toMatchObject({ code: 'ACV302' })
    expect(await ids()).toEqual(['1'])
  })

  test('a savepoint forgives an error', async () => {
    await database.target.transaction(actor, async (session) => {
      await session.query(add(4))
      await session.query(statement('savepoint here'))
      await session.query(add(4)).catch(() => undefined)
      await session.query(statement('rollback to here'))
    })
    expect(await ids()).toEqual(['1', '4'])
  })

  test('a deferred constraint that fails at commit is reported', async () => {
    await database.script(`
    create table late (id int primary key, entry int references entries deferrable initially deferred);
    grant insert on late to acervo_app`)
    const work = database.target.transaction(actor, (session) =>
      session.query(statement('insert into late values (1, 99)')),
    )
    await expect(work).rejects.toMatchObject({ code: 'ACV303' })
  })

  test('a session is dead after its transaction', async () => {
    let kept: Session | undefined
    await database.target.transaction(actor, async (session) => {
      kept = session
    })
    await expect(kept?.query(add(5))).rejects.toMatchObject({ code: 'ACV300' })
    expect(await ids()).not.toContain('5')
  })

  test('what is deferred goes before the next group, or before the commit', async () => {
    const seen = await database.target.transaction(actor, async (session) => {
      session.defer([add(11)])
      const { rows } = await session.query(statement('select id from entries where id = 11'))
      session.defer([add(12)])
      return rows
    })
    expect(seen).toEqual([['11']])
    expect(await ids()).toEqual(['1', '4', '11', '12'])
    await database.script('delete from entries where id > 10')
  })

  test('what was deferred and fails is the error of what it went with', async () => {
    const next = database.target.transaction(actor, async (session) => {
      session.defer([add(1)])
      await session.query(statement('select 1'))
    })
    await expect(next).rejects.toMatchObject({ code: 'ACV302' })
    const commit = database.target.transaction(actor, async (session) => {
      await session.query(add(13))
      session.defer([add(1)])
    })
    await expect(commit).rejects.toMatchObject({ code: 'ACV302' })
    expect(await ids()).toEqual(['1', '4'])
  })

  test('whoever began a transaction finishes it with its last group', async () => {
    let kept: Session | undefined
    const answer = await database.target.transaction(actor, async (session) => {
      kept = session
      session.defer([add(14)])
      const [found] = await session.finish([statement('select count(*) from entries')])
      await expect(session.query(add(15))).rejects.toMatchObject({ code: 'ACV300' })
      return found?.rows
    })
    expect(answer).toEqual([['3']])
    expect(() => kept?.defer([add(15)])).toThrow('the transaction has ended')
    expect(await ids()).toEqual(['1', '4', '14'])
    await database.script('delete from entries where id > 10')
  })

  test('a last group that fails undoes all, even where a body swallows the error', async () => {
    const statements = [
      [add(1), 'ACV302'],
      [statement('insert into late values (2, 99)'), 'ACV303'],
    ] as const
    for (const [last, code] of statements) {
      const work = database.target.transaction(actor, async (session) => {
        await session.query(add(16))
        await session.finish([last]).catch(() => undefined)
      })
      await expect(work).rejects.toMatchObject({ code })
      expect(await ids()).toEqual(['1', '4'])
    }
  })

  test('several statements of a session travel together, in order', async () => {
    const results = await database.target.transaction(actor, (session) =>
      session.group([statement('select 1'), statement('select 2')]),
    )
    expect(results.map(({ rows }) => rows)).toEqual([[['1']], [['2']]])
  })

  test('calls of one session made at once are run one after the other', async () => {
    const answers = await database.target.transaction(actor, (session) =>
      Promise.all([1, 2, 3].map((number) => session.query(statement(`select ${number}`)))),
    )
    expect(answers.map(({ rows }) => rows[0]?.[0])).toEqual(['1', '2', '3'])
  })

  test('a hanging body is ended by its time limit and holds up nobody after it', async () => {
    const never = new Promise<never>(() => undefined)
    const work = database.target.transaction(actor, () => never, { timeoutMs: 50 })
    await expect(work).rejects.toMatchObject({ code: 'ACV307' })
    expect(await ids()).toEqual(['1', '4'])
  })

  test('an abort ends a transaction and undoes it', async () => {
    const controller = new AbortController()
    const work = database.target.transaction(
      actor,
      async (session) => {
        await session.query(add(6))
        controller.abort()
        await session.query(add(7))
      },
      { signal: controller.signal },
    )
    await expect(work).rejects.toMatchObject({ code: 'ACV308' })
    expect(await ids()).toEqual(['1', '4'])
  })

  test('a read-only transaction refuses to write, a snapshot keeps its view', async () => {
    const write = database.target.transaction(actor, (session) => session.query(add(8)), {
      readOnly: true,
    })
    await expect(write).rejects.toMatchObject({ code: 'ACV300' })
    const level = await database.target.transaction(
      actor,
      (session) => session.query(statement('show transaction_isolation')),
      { isolation: 'repeatable read' },
    )
    expect(level.rows).toEqual([['repeatable read']])
  })

  test('a script runs whole or not at all and answers its last result', async () => {
    const direct = await database.target.direct()
    const last = await direct.script(`select 1; select 'two'`)
    expect(last.rows).toEqual([['two']])
    const broken = direct.script('create table half (id int); nonsense')
    await expect(broken).rejects.toMatchObject({ code: 'ACV300' })
    const { rows } = await direct.query(statement(`select to_regclass('half')`))
    expect(rows).toEqual([[null]])
    await direct.close()
  })

  test('what the migrator sets on its session reaches no group', async () => {
    const direct = await database.target.direct()
    await direct.script(`set lock_timeout = '7s'; set role acervo_readonly`)
    await direct.close()
    const [result] = await database.target.group(nobody, [statement('show lock_timeout')])
    expect(result?.rows).toEqual([['0']])
  })

  test('COPY brings rows in and a failing source undoes it; where it is absent, it says so', async () => {
    if (engine === 'embedded') {
      await database.target.transaction(nobody, async (session) => {
        expect(session.copyIn).toBeUndefined()
      })
      return
    }
    await database.script('create table bulk (id int, body text); grant all on bulk to acervo_app')
    async function* rows(fails: boolean): AsyncGenerator<string> {
      for (let id = 0; id < 10_000; id++) yield `${id}\tbody ${id}\n`
      if (fails) throw new Error('the source broke')
    }
    const copy = (fails: boolean) =>
      database.target.transaction(nobody, async (session) => {
        expect(session.copyIn).toBeDefined()
        return session.copyIn?.('copy bulk from stdin', rows(fails))
      })
    await expect(copy(true)).rejects.toThrow('the source broke')
    expect(await copy(false)).toBe(10_000)
    const [count] = await database.target.group(nobody, [statement('select count(*) from bulk')])
    expect(count?.rows).toEqual([['10000']])
  })
})

test('the begin travels with the first statement, and a body that asks nothing sends nothing', async () => {
  const sent: number[] = []
  const link: Link = {
    engine: 'postgres',
    healthy: true,
    status: 'I',
    run: async (statements) => {
      sent.push(statements.length)
      return statements.map(() => ({ rows: [], count: 0, command: 'COMMIT' }))
    },
    script: async () => [],
    forgetNames: () => false,
    destroy: () => undefined,
  }
  const work = { context: { settings: { 'acervo.actor': 'ana' } }, options: {} }
  await runTransaction(link, { ...work, body: async () => undefined })
  expect(sent).toEqual([])
  await runTransaction(link, { ...work, body: (session) => session.query(statement('select 1')) })
  // Begin, context and statement; then the commit.
  expect(sent).toEqual([3, 1])
})

test('a commit under way when the time runs out is waited for, and answers', async () => {
  const controller = new AbortController()
  const link: Link = {
    engine: 'postgres',
    healthy: true,
    status: 'I',
    run: async (statements, options) => {
      expect(options?.signal).toBeUndefined()
      controller.abort()
      return statements.map(() => ({ rows: [['kept']], count: 1, command: 'COMMIT' }))
    },
    script: async () => [],
    forgetNames: () => false,
    destroy: () => undefined,
  }
  const answer = runTransaction(link, {
    context: nobody,
    options: { signal: controller.signal },
    body: async (session) => (await session.finish([statement('select 1')]))[0]?.rows,
  })
  expect(await answer).toEqual([['kept']])
})
