// A new data directory: what is built in memory stands in it whole, whether a cluster came with the package or not.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { EmbeddedEngine } from './engine.ts'
import { readInitialCluster } from './initial-cluster.ts'
import { openEmbedded } from './open.ts'
import type { EmbeddedTarget } from './target.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'acervo-new-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const rowsMax = 20_000
const build = async (target: EmbeddedTarget) => {
  const direct = await target.direct()
  await direct.script(`create role acervo_app;
    create table kept (id integer primary key, text text);
    insert into kept select n, repeat(n::text, 20) from generate_series(1, ${rowsMax}) n;
    grant select on kept to public`)
  await direct.close()
}

test('what was built in memory is on disk, heap and index alike', async () => {
  const dataDirectory = join(folder, 'data')
  const target = await openEmbedded({ dataDirectory, ready: { build }, extensions: ['amcheck'] })
  const direct = await target.direct()
  await direct.script(`create extension amcheck; select bt_index_check('kept_pkey', true)`)
  const { rows } = await direct.query({
    text: 'select count(*), sum(length(text)) from kept where id > 0',
    values: [],
  })
  await direct.close()
  await target.close()
  const lengths = Array.from({ length: rowsMax }, (_, n) => String(n + 1).length * 20)
  expect(rows).toEqual([[String(rowsMax), String(lengths.reduce((a, b) => a + b))]])
})

test('a build that fails leaves no directory, and the next one succeeds', async () => {
  const dataDirectory = join(folder, 'data')
  const failing = { build: () => Promise.reject(new Error('no')) }
  await expect(openEmbedded({ dataDirectory, ready: failing })).rejects.toThrow('no')
  expect(readdirSync(dataDirectory)).toEqual(['lock'])
  await (await openEmbedded({ dataDirectory, ready: { build } })).close()
})

test('the cluster that came with the package is of the very PostgreSQL that runs', async () => {
  if ((await readInitialCluster()) === undefined) throw new Error('no cluster came: npm ci')
  const ask = async (engine: EmbeddedEngine) => {
    const results = await engine.script(`
      select catalog_version_no from pg_control_system();
      select datcollate, datlocprovider, encoding from pg_database where datname = 'postgres';
      select count(*), sum(hashtext(oid::text || proname || coalesce(prosrc, ''))) from pg_proc;
      select count(*), sum(hashtext(collname || collnamespace::regnamespace)) from pg_collation`)
    await engine.close()
    return results.map(({ rows }) => rows)
  }
  const brought = await ask(await EmbeddedEngine.open({}))
  expect(brought).toEqual(await ask(await EmbeddedEngine.open({ isAnew: true })))
})
