// What an operator sees of the state of the servers, in both languages, and what is done by hand.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineDatabase, defineSystem, defineTable, text } from '../kernel/index.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { type FakeParts, makeTerminal } from './terminal/fake-terminal.ts'

const note = defineTable('notes', { body: text() })
const system = defineSystem({
  name: 'kept',
  databases: [defineDatabase({ schema: 't_kept', name: 'kept', tables: { note } })],
})

onEachEngine((engine) => {
  let platform: TestPlatform<[typeof system]>
  let host: Host
  beforeAll(async () => {
    platform = await openTestPlatform([system])
    host = makeHost(platform.acervo)
  })
  afterAll(() => platform?.close())

  async function run(argv: readonly string[], parts: FakeParts = {}) {
    const io = makeTerminal(parts)
    return { code: await runCommand(['db', ...argv], io, host), ...io.written }
  }

  test.each([
    ['indexes', '--all'],
    ['sizes'],
    ['bloat'],
    ['vacuum'],
    ['activity'],
    ['queries'],
    ['settings'],
    ['advise'],
  ])('db %s %s tells each server, as text and as JSON', async (...words) => {
    const told = await run(words)
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).not.toBe('')
    const [first] = JSON.parse((await run([...words, '--json'])).out)
    expect(Object.keys(first)).toEqual(['target', 'read'])
    expect(first.target).toMatch(engine === 'embedded' ? /^embedded$/ : /^127\.0\.0\.1:/)
  })

  test('one database is told alone, and the other way in Spanish', async () => {
    const told = await run(['sizes', 'kept'], { language: 'es' })
    expect(told.out).toContain('t_kept.notes')
    expect(told.out).toContain('La base física ocupa')
    expect(told.out).not.toContain('acervo.')
    expect((await run(['sizes', 'nowhere'])).err).toContain('ACV201')
  })

  test('a table is vacuumed, and its indexes are built anew', async () => {
    expect(await run(['vacuum', 'kept.note', '--run'])).toMatchObject({ code: 0 })
    const [{ read }] = JSON.parse((await run(['vacuum', 'kept', '--json'])).out)
    expect(read[0].lastVacuum).not.toBeNull()
    const { dropped, indexes } = JSON.parse((await run(['reindex', 'kept.note', '--json'])).out)
    expect(dropped).toEqual([])
    expect(indexes).toMatchObject([{ index: 'notes_pkey' }])
    expect((await run(['vacuum', 'kept.nothing', '--run'])).err).toContain('ACV202')
  })

  test('what rows will take is planned, in both languages', async () => {
    const plan = async (argv: readonly string[], parts: FakeParts = {}) => {
      const io = makeTerminal(parts)
      return { code: await runCommand(['plan', 'capacity', ...argv], io, host), ...io.written }
    }
    const told = await plan(['kept.note=1000000+50000', '--months', '6', '--memory', '16'])
    expect(told).toMatchObject({ code: 0, err: '' })
    expect(told.out).toContain('1300000')
    expect(told.out).toContain('One server is enough')
    expect((await plan(['kept.note=10'], { language: 'es' })).out).toContain('en 12 meses')
    const { tables } = JSON.parse((await plan(['kept.note=10', '--json'])).out)
    expect(tables).toMatchObject([{ table: 't_kept.notes', how: 'declared', rows: 10 }])
    expect(await plan(['kept.note'])).toMatchObject({ code: 2 })
  })

  test('a number that is none is refused', async () => {
    expect(await run(['sizes', '--days', 'many'])).toMatchObject({ code: 2 })
  })
})
