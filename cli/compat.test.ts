// The views of a specification's names, printed, made and dropped by commands; what they say in both languages.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { banking } from '../systems/banking/system.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-compat-'))
let platform: TestPlatform<[typeof banking]>
let host: Host

beforeAll(async () => {
  platform = await openTestPlatform([banking])
  const variables = { ACERVO_DATA_DIR: folder, ACERVO_SYSTEMS: 'banking' }
  host = makeHost(platform.acervo, { systems: [banking], variables, isShared: false })
})
afterAll(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(argv: readonly string[], parts: FakeParts = {}) {
  const io = makeTerminal({ cwd: folder, ...parts })
  return { code: await runCommand(argv, io, host), ...io.written }
}

onEachEngine(() => {
  const count = async () => {
    const views = `select count(*) from pg_class where relkind = 'v'
      and relnamespace = (select oid from pg_namespace where nspname = 'seed_compat_banking')`
    return (await platform.query(views)).rows[0]?.[0]
  }

  test('what is printed is what is made, and dropping leaves nothing of it', async () => {
    const { code, out: printed } = await run(['schema', 'banking', '--compat'])
    expect(code).toBe(0)
    const made = printed.match(/^create view /gm)?.length
    const { out } = await run(['compat', 'apply', 'banking', '--json'])
    const { schema, views } = JSON.parse(out) as { schema: string; views: object[] }
    expect([schema, views.length, await count()]).toEqual(['seed_compat_banking', made, `${made}`])
    expect((await run(['migrate', 'drift', '--database', 'banking'])).out).not.toContain('compat')
    const dropped = await run(['compat', 'drop', 'banking'], { language: 'es' })
    expect(dropped).toMatchObject({ code: 0, out: 'seed_compat_banking ya no está.\n' })
    expect(await count()).toBe('0')
  })

  test('the list names what is only read and what is absent', async () => {
    const { code, out } = await run(['compat', 'apply', 'banking'], { language: 'es' })
    expect(code).toBe(0)
    expect(out).toMatch(/solo lectura/)
    expect(out).toMatch(/User.*banking\.user.*updatedAt.*password/)
  })
})
