// What a hand writes into a migration file is looked at before it is applied.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseFile, renderFile } from './file.ts'
import { lintFiles } from './lint.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'acervo-lint-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function lint(sql: string): Promise<readonly string[]> {
  const steps = [{ title: 'by hand', locks: [], sql }]
  const path = join(folder, '0001_hand.sql')
  const text = renderFile({ kind: 'transactional', headers: {}, steps })
  await writeFile(path, text)
  const findings = await lintFiles([parseFile(path, text)])
  expect(findings.every(({ step }) => step === 'by hand')).toBe(true)
  return findings.map(({ rule }) => rule)
}

test.each([
  ['clock', 'alter table a alter b set default now()'],
  ['clock', 'alter table a alter b set default current_timestamp'],
  ['id', 'alter table a alter b set default gen_random_uuid()'],
  ['search-path', `create function f() returns int language sql security definer as 'select 1'`],
  ['force', 'alter table a enable row level security'],
  ['default-partition', 'create table b partition of a default'],
  ['transaction', 'begin;\nselect 1;\ncommit'],
  ['squawk require-concurrent-index-creation', 'create index i on a (b)'],
  ['squawk changing-column-type', 'alter table a alter column b type text'],
])('%s is found in: %s', async (rule, sql) => {
  expect(await lint(sql)).toContain(rule)
})

test.each([
  'alter table a alter b set default acervo.now()',
  'alter table a enable row level security, force row level security',
  'alter table a disable row level security, no force row level security',
  'create function f() returns bytea language sql as $$ select uuid_send(gen_random_uuid()) $$',
])('nothing is found in: %s', async (sql) => {
  expect(await lint(sql)).toEqual([])
})
