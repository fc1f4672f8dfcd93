// What a target promises on both engines.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  nobody,
  onEachEngine,
  openTestDatabase,
  statement,
  type TestDatabase,
  testNamed,
} from '../../test/support/database/database.ts'
import type { Context, Statement } from './target.ts'

onEachEngine((engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(engine)
    await database.script(`
    create table notes (id int primary key, body text not null, tenant text);
    alter table notes enable row level security;
    alter table notes force row level security;
    create policy mine on notes using (tenant = current_setting('acervo.tenant', true));
    grant select, insert, update, delete on notes to acervo_app`)
  })
  afterAll(() => database?.close())

  const as = (tenant: string): Context => ({ settings: { 'acervo.tenant': tenant } })
  const seen = statement(
    `select current_setting('acervo.tenant', true), current_user = session_user`,
  )

  async function expectClean(): Promise<void> {
    const direct = await database.target.direct()
    const { rows } = await direct.query(seen)
    await direct.close()
    expect(rows).toEqual([[expect.toBeOneOf([null, '']), 't']])
    const [result] = await database.target.group(nobody, [seen])
    expect(result?.rows[0]?.[0]).toBeOneOf([null, ''])
  }

  describe('a group', () => {
    test('answers text cells, counts and commands, one result per statement', async () => {
      const results = await database.target.group(as('a'), [
        statement(
          'select $1::int, $2::timestamptz, $3::bytea, $4::int[], $5::jsonb, $6::bool, null',
          [1, new Date(0), Buffer.from([1, 2]), [1, null], { a: [1] }, true],
        ),
        statement("insert into notes values (1, 'x', 'a'), (2, 'y', 'a')"),
        statement('select 1 where false'),
        statement("delete from notes where tenant = 'a'"),
        statement(''),
      ])
      expect(results).toEqual([
        {
          rows: [['1', '1970-01-01 00:00:00+00', '\\x0102', '{1,NULL}', '{"a": [1]}', 't', null]],
          count: 1,
          command: 'SELECT',
        },
        { rows: [], count: 2, command: 'INSERT' },
        { rows: [], count: 0, command: 'SELECT' },
        { rows: [], count: 2, command: 'DELETE' },
        { rows: [], count: 0, command: '' },
      ])
    })

    test('names and types the cells of a described statement only, prepared or not', async () => {
      const text = 'select 7 as seven, $1::timestamptz as at'
      const values = ['2026-11-21T00:00:00Z']
      for (const name of ['described', undefined]) {
        const asked = { text, values, ...(name === undefined ? {} : { name }) }
        const [plain, told] = await database.target.group(nobody, [
          asked,
          { ...asked, described: true },
        ])
        expect(plain?.columns).toBeUndefined()
        expect(told).toMatchObject({ columns: ['seven', 'at'], types: [23, 1184] })
        expect(told?.rows).toEqual(plain?.rows)
      }
    })

    test('sees its own context and leaves none behind', async () => {
      const [result] = await database.target.group(as('a'), [seen])
      expect(result?.rows[0]?.[0]).toBe('a')
      await expectClean()
    })

    test('is bound by policies', async () => {
      await database.target.group(as('a'), [statement("insert into notes values (1, 'x', 'a')")])
      const [other] = await database.target.group(as('b'), [statement('select * from notes')])
      expect(other?.rows).toEqual([])
      const foreign = statement("insert into notes values (9, 'x', 'a')")
      await expect(database.target.group(as('b'), [foreign])).rejects.toMatchObject({
        code: 'ACV306',
      })
      await database.target.group(as('a'), [statement('delete from notes')])
    })

    const fine = (id: number): Statement =>
      statement('insert into notes values ($1, $2, $3)', [id, 'x', 'a'], `insert_${id}`)
    const faults: Record<string, Statement> = {
      'a value that cannot be sent': statement('select $1::text', [Symbol('x')]),
      'a text with a zero byte': statement('select $1::text', ['\0']),
      'an undefined value': statement('select $1::text', [undefined]),
      'a server error': statement('select 1 / $1::int', [0]),
      'a syntax error': statement('nonsense'),
      'a wrong number of parameters': statement('select $1::int', [1, 2]),
    }
    for (const [name, fault] of Object.entries(faults)) {
      for (const position of [0, 1, 2]) {
        test(`with ${name} at position ${position} commits nothing and harms no later group`, async () => {
          const statements = [fine(11), fine(12)]
          statements.splice(position, 0, fault)
          await expect(database.target.group(as('a'), statements)).rejects.toMatchObject({
            code: expect.stringMatching(/^ACV3\d\d$/),
          })
          await expectClean()
          const [rows] = await database.target.group(as('a'), [statement('select id from notes')])
          expect(rows?.rows).toEqual([])
        })
      }
    }

    test('with a fault in its context rejects and harms no later group', async () => {
      const broken = { settings: { 'acervo.tenant': 'a', timezone: 'nowhere' } }
      await expect(database.target.group(broken, [seen])).rejects.toMatchObject({
        code: 'ACV310',
      })
      const notText = { settings: { 'acervo.tenant': 1 as unknown as string } }
      await expect(database.target.group(notText, [seen])).rejects.toMatchObject({
        code: 'ACV300',
      })
      await expect(
        database.target.group({ settings: { role: 'postgres' } }, [seen]),
      ).rejects.toMatchObject({ code: 'ACV300' })
      await expectClean()
    })

    test('acts in the role it names', async () => {
      const who = statement('select current_user')
      const [result] = await database.target.group({ ...nobody, role: 'acervo_readonly' }, [who])
      expect(result?.rows).toEqual([['acervo_readonly']])
      await expectClean()
    })

    test('that leaves a transaction open leaks neither it nor its context', async () => {
      await database.target.group(as('a'), [statement('begin'), seen])
      await expectClean()
    })

    test('does nothing once its signal is aborted', async () => {
      const signal = AbortSignal.abort()
      const insert = statement("insert into notes values (77, 'x', 'a')")
      await expect(database.target.group(as('a'), [insert], { signal })).rejects.toMatchObject({
        code: 'ACV308',
      })
      const [rows] = await database.target.group(as('a'), [statement('select id from notes')])
      expect(rows?.rows).toEqual([])
    })
  })

  describe('prepared statements', () => {
    test('survive a change of their result type', async () => {
      await database.script('create table shape (a int); grant select on shape to acervo_app')
      const read = statement('select * from shape', [], 'read_shape')
      await database.target.group(nobody, [read])
      await database.script('alter table shape add b int; insert into shape values (1, 2)')
      const [result] = await database.target.group(nobody, [read])
      expect(result?.rows).toEqual([['1', '2']])
    })

    test('survive the server forgetting them', async () => {
      const named = statement('select 5', [], 'five')
      await database.target.group(nobody, [named])
      await database.target.group(nobody, [statement('deallocate all')])
      const [result] = await database.target.group(nobody, [named])
      expect(result?.rows).toEqual([['5']])
    })

    test('of one connection stay under their bound', async () => {
      for (let index = 0; index < 300; index++) {
        await database.target.group(nobody, [statement(`select ${index}`, [], `many_${index}`)])
      }
      const count = statement('select count(*) from pg_prepared_statements')
      const [result] = await database.target.group(nobody, [count])
      expect(Number(result?.rows[0]?.[0])).toBeLessThanOrEqual(256)
      const [first] = await database.target.group(nobody, [statement('select 0', [], 'many_0')])
      expect(first?.rows).toEqual([['0']])
    })

    testNamed('one name may stand for another text later, but not twice in one group', async () => {
      await database.target.group(nobody, [statement('select 1', [], 'reused')])
      const [result] = await database.target.group(nobody, [statement('select 2', [], 'reused')])
      expect(result?.rows).toEqual([['2']])
      const both = [statement('select 3', [], 'reused'), statement('select 4', [], 'reused')]
      await expect(database.target.group(nobody, both)).rejects.toMatchObject({ code: 'ACV300' })
    })
  })

  test('the version of the server is known', async () => {
    expect(await database.target.serverVersion()).toBeGreaterThanOrEqual(150_000)
    expect(database.target.engine).toBe(engine)
  })
})
