// Every table that the bundled systems declare answers a list: with its relations, sorted and counted.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systems } from '../systems/index.ts'
import { keyIn } from '../test/support/clinic-server.ts'
import { onEachEngine } from '../test/support/database.ts'
import { openTestPlatform } from '../test/support/platform.ts'
import { createApp } from './app.ts'
import { openCredentials } from './credentials.ts'
import type { AppOptions } from './options.ts'
import { toTablePath } from './resource/address.ts'

const notSorted: ReadonlySet<string> = new Set(['json', 'vector', 'searchVector', 'array'])

onEachEngine(() => {
  test('every table answers', async () => {
    const platform = await openTestPlatform(systems)
    const directory = mkdtempSync(join(tmpdir(), 'acervo-every-'))
    const credentials = openCredentials(directory)
    const acervo = platform.acervo as unknown as AppOptions['acervo']
    const app = createApp({ acervo, credentials })
    const headers = { authorization: `Bearer ${keyIn(credentials.path)}` }
    for (const { tables } of acervo.model.databases.values()) {
      for (const table of tables.values()) {
        const sorted = [...table.columns.values()].filter(
          // What proves who somebody is, and what is encrypted, may not be sorted by.
          ({ name, spec }) =>
            !notSorted.has(spec.type.name) &&
            spec.codec === undefined &&
            table.identity?.secrets.has(name) !== true,
        )
        const sort = sorted.slice(0, 8).map(({ name }, at) => (at % 2 === 0 ? `-${name}` : name))
        const include = [...table.relations.keys()]
        const url = `${toTablePath(table)}?count=exact&sort=${sort}&include=${include}`
        const answer = await app.inject({ url, headers })
        expect([url, answer.statusCode, answer.payload]).toEqual([url, 200, answer.payload])
        expect(answer.json()).toMatchObject({ data: expect.any(Array), count: expect.any(Number) })
      }
    }
    await app.close()
    await platform.close()
    rmSync(directory, { recursive: true })
  })
})
