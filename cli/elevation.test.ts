// What an operator sees of elevations, and how one is taken back.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineDatabase, defineSystem, defineTable, tenant, text } from '../kernel/index.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

const note = defineTable('notes', { body: text() }, [tenant()])
const tables = { note }
const system = defineSystem({
  name: 'raised',
  databases: [defineDatabase({ schema: 't_raised', name: 'raised', tables })],
})
const owner = 'aaaaaaaa-0000-4000-8000-aaaaaaaaaaaa'

onEachEngine(() => {
  const opening = openTestPlatform([system])
  let host: Host
  beforeAll(async () => {
    host = makeHost((await opening).acervo)
  })
  afterAll(async () => (await opening).close())

  async function run(argv: readonly string[], parts: FakeParts = {}) {
    const io = makeTerminal(parts)
    return { code: await runCommand(['elevation', ...argv], io, host), ...io.written }
  }

  test('an elevation is listed with who, why and until when, and taken back once', async () => {
    const { acervo } = await opening
    const wish = { tenants: [owner], reason: 'ticket 4711, a look', minutes: 5 }
    const { elevation } = await acervo.elevate({ actor: 'user:admin' }, wish)
    const listed = await run(['list', '--live'])
    for (const word of [elevation.id, 'user:admin', owner, wish.reason, elevation.expiresAt])
      expect(listed.out).toContain(word)
    expect(JSON.parse((await run(['list', '--json'])).out)).toHaveLength(1)
    expect((await run(['end', elevation.id])).code).toBe(0)
    expect(await run(['end', elevation.id])).toMatchObject({
      code: 1,
      out: 'It was not in force.\n',
    })
    expect(JSON.parse((await run(['list', '--live', '--json'])).out)).toEqual([])
    expect((await run(['list'])).out).toContain('service:system')
  })

  test('what is no id is refused', async () => {
    expect((await run(['end', 'all'])).err).toContain('ACV322')
  })
})
