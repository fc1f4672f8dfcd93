import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { readConfig } from '../config.ts'
import { openMigrator } from '../kernel/database/index.ts'
import { onPostgres, serverUrl } from '../test/support/database.ts'
import { findRuntimeUrl } from './runtime-login.ts'

const folders: string[] = []

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function configure(environment: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'acervo-login-'))
  folders.push(folder)
  return readConfig({ ACERVO_DATA_DIR: folder, ...environment })
}

test('a runtime URL that is given is taken, and none is needed for the embedded database', async () => {
  const given = { ACERVO_DATABASE_URL: 'postgres://a@b/c', ACERVO_MIGRATE_URL: 'postgres://d@b/c' }
  expect(await findRuntimeUrl(configure(given))).toBe('postgres://a@b/c')
  expect(await findRuntimeUrl(configure({}))).toBeUndefined()
})

test('a broken file is refused without quoting it', async () => {
  const config = configure({ ACERVO_MIGRATE_URL: 'postgres://d@b/c' })
  writeFileSync(join(config.dataDirectory, 'runtime-login.json'), '{"b": "hunter2')
  const refused = await findRuntimeUrl(config).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'ACV606' })
  expect(JSON.stringify(refused)).not.toContain('hunter2')
})

onPostgres(() => {
  test('the first start makes a login that policies bind, and the second uses it again', async () => {
    const config = configure({ ACERVO_MIGRATE_URL: serverUrl as string })
    const [first, second] = [await findRuntimeUrl(config), await findRuntimeUrl(config)]
    expect(second).toBe(first)
    const path = join(config.dataDirectory, 'runtime-login.json')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const { username } = new URL(first as string)
    expect(readFileSync(path, 'utf8')).toContain(username)
    const session = await openMigrator(serverUrl as string)
    try {
      const { rows } = await session.query({
        text: `select rolsuper or rolbypassrls, pg_has_role(oid, 'acervo_app', 'member'),
            pg_has_role(oid, 'acervo_owner', 'member') from pg_roles where rolname = $1`,
        values: [username],
      })
      expect(rows).toEqual([['f', 't', 'f']])
    } finally {
      await session.script(`drop role "${username}"`)
      await session.close()
    }
  })
})
