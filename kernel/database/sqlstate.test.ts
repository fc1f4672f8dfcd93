// What the server refuses, in our words, on both engines: names go on, values of other rows do not.
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  nobody,
  onEachEngine,
  openTestDatabase,
  statement,
  type TestDatabase,
} from '../../test/support/database/database.ts'
import { isAcervoError } from '../errors/index.ts'

onEachEngine((engine) => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await openTestDatabase(engine)
    await database.script(`
      create table people (
        id int primary key, email text unique, age int check (age > 0), name text not null,
        spot int4range, exclude using gist (spot with &&));
      create table pets (id int primary key, owner int references people);
      create table closed (id int);
      grant all on people, pets to acervo_app;
      insert into people values (1, 'geheim@x', 5, 'Ana', '[1,5)');
      insert into pets values (1, 1)`)
  })
  afterAll(() => database?.close())

  async function failure(text: string): Promise<Record<string, unknown>> {
    const error = await database.target
      .group(nobody, [statement(text)])
      .catch((thrown: unknown) => thrown)
    if (!isAcervoError(error)) throw new Error('it did not fail')
    return error.toJSON()
  }

  const refusals: readonly [string, string, string, RegExp][] = [
    [
      'a taken value',
      `insert into people values (2, 'geheim@x', 1, 'B')`,
      'ACV302',
      /people_email_key/,
    ],
    [
      'an overlap',
      `insert into people values (2, 'b', 1, 'B', '[2,3)')`,
      'ACV302',
      /people_spot_excl/,
    ],
    ['a missing link', 'insert into pets values (2, 99)', 'ACV303', /pets_owner_fkey/],
    ['a link in use', 'delete from people', 'ACV303', /pets_owner_fkey/],
    ['a check', `update people set age = -1`, 'ACV304', /people_age_check/],
    ['a missing value', `insert into people (id) values (3)`, 'ACV305', /column name/],
    ['a missing right', 'select * from closed', 'ACV306', /closed/],
    [
      'a text too long for its index',
      `insert into people (id, email, name)
        select 9, string_agg(md5(g::text), ''), 'x' from generate_series(1, 200) g`,
      'ACV310',
      /people_email_key.*54000/,
    ],
    ['a wrong form', `select 'x'::int`, 'ACV310', /22P02/],
    [
      'a lock that is not free',
      `do $$ begin raise exception 'l' using errcode = '55P03'; end $$`,
      'ACV309',
      /55P03/,
    ],
    [
      'a serialization failure',
      `do $$ begin raise exception 'l' using errcode = '40001'; end $$`,
      'ACV309',
      /40001/,
    ],
    ['an unknown table', 'select * from nowhere', 'ACV300', /nowhere/],
    [
      'a word of ours',
      `do $$ begin raise exception 'closed days' using errcode = 'AV210'; end $$`,
      'ACV210',
      /AV210/,
    ],
    ['a plain raise', `do $$ begin raise exception 'not today'; end $$`, 'ACV304', /P0001/],
  ]
  for (const [name, text, code, details] of refusals) {
    test(`${name} is ${code}`, async () => {
      const error = await failure(text)
      expect(error).toMatchObject({ code, details: expect.stringMatching(details) })
    })
  }

  test('no refusal of a row carries the values of another row', async () => {
    for (const [, text] of refusals.slice(0, 6)) {
      const shown = JSON.stringify(await failure(text))
      expect(shown).not.toMatch(/geheim|Ana|Failing row|Key \(/)
    }
  })

  test('routines speak in their own words', async () => {
    const text = `do $$ begin raise exception 'closed days' using errcode = 'AV304', hint = 'Ask.'; end $$`
    expect(await failure(text)).toMatchObject({ message: 'closed days', hint: 'Ask.' })
  })
})
