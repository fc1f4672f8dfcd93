// Promises of `acervo conformance`: what it prints in both languages, and with what it ends.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  corrected,
  defineDatabase,
  defineSpecification,
  defineSystem,
  defineTable,
  type Specified,
  varchar,
} from '../kernel/index.ts'
import { makeHost } from '../test/support/cli-host.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { type Host, runCommand } from './run-command.ts'
import { makeTerminal } from './terminal/fake-terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'acervo-conformance-'))
const file = join(folder, 'specification.json')
const says: Specified = {
  number: '907',
  title: 'Shelves',
  tables: [
    {
      name: 'shelves',
      columns: {
        id: { type: 'UUID', null: false },
        name: { type: 'VARCHAR(50)', null: false },
        room: { type: 'TEXT', null: false },
      },
      key: ['id'],
    },
  ],
}

const shelves = defineTable('shelves', { name: varchar(50), room: varchar(20) })
const system = defineSystem({
  name: 'shelving',
  databases: [
    defineDatabase({ schema: 'conform_shelves', name: 'shelving', tables: { shelf: shelves } }),
  ],
  specification: async () =>
    defineSpecification({
      says: pathToFileURL(file),
      database: 'shelving',
      differences: { 'shelves.room type': corrected('O9-07: rooms have short names') },
    }),
})

let platform: TestPlatform<readonly [typeof system]>
let host: Host

beforeAll(async () => {
  writeFileSync(file, JSON.stringify(says))
  platform = await openTestPlatform([system])
  const variables = { ACERVO_DATA_DIR: folder }
  host = makeHost(platform.acervo, { systems: [system], variables })
})
afterAll(async () => {
  await platform?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function run(language: 'en' | 'es', ...words: readonly string[]) {
  const io = makeTerminal({ cwd: folder, language })
  return { code: await runCommand(['conformance', ...words], io, host), ...io.written }
}

onEachEngine(() => {
  test('with everything on record it ends with 0, and counts', async () => {
    const { code, out } = await run('en')
    expect(out).toContain('907  shelving')
    expect(out).toContain('Every difference is on record.')
    expect(code).toBe(0)
    expect((await run('es', '--seed', '907')).out).toContain('Todas las diferencias')
  })

  test('a class lists its differences with their reasons', async () => {
    const { out } = await run('en', '--class', 'corrected')
    expect(out).toContain(
      '907 shelves.room type: says text, stands character varying(20) · O9-07: rooms have short names',
    )
    expect((await run('en', '--class', 'wrong')).code).not.toBe(0)
  })

  test('a specification that nobody answers is refused', async () => {
    const { code, err } = await run('es', '--seed', '3')
    expect(code).not.toBe(0)
    expect(err).toContain("ningún sistema responde a la especificación '003'")
  })

  test('a change by hand ends it with 1, in text and in JSON; so does a record of nothing', async () => {
    const alter = (sql: string) => platform.query(`alter table conform_shelves.shelves ${sql}`)
    await alter('alter column name type varchar(60), alter column room type text')
    try {
      const { code, out } = await run('es')
      expect(code).toBe(1)
      expect(out).toContain(
        '907 shelves.name type: dice character varying(50), hay character varying(60)',
      )
      expect(out).toContain('907 shelves.room type: registrado, pero no difiere')
      const told = await run('en', '--json')
      expect(told.code).toBe(1)
      expect(JSON.parse(told.out)).toMatchObject([
        { number: '907', conforms: false, counts: { unrecorded: 1 }, stale: ['shelves.room type'] },
      ])
    } finally {
      await alter('alter column name type varchar(50), alter column room type varchar(20)')
    }
  })
})
