// Each system as it stands in a database, against the specification that it answers.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type Conformance,
  readConformance,
  renderSpecifications,
} from '../../kernel/conformance/index.ts'
import { defineModel, type System } from '../../kernel/index.ts'
import { systems } from '../../systems/index.ts'
import { onEachEngine } from '../support/database.ts'
import { openTestPlatform, type TestPlatform } from '../support/platform.ts'

const answering = (systems as readonly System[]).filter(
  ({ specification }) => specification !== undefined,
)

test('a system whose folder holds a specification answers it', () => {
  const silent = (systems as readonly System[]).filter(
    ({ home, specification }) =>
      existsSync(join(home ?? '', 'specification.json')) && specification === undefined,
  )
  expect(silent.map(({ name }) => name)).toEqual([])
})

const pageFile = join(import.meta.dirname, '../../docs/reference/specifications.md')

test('docs/reference/specifications.md says what the answers say (node scripts/docs.js writes it)', async () => {
  expect(readFileSync(pageFile, 'utf8')).toBe(
    await renderSpecifications(systems, defineModel(systems)),
  )
})

onEachEngine(() => {
  describe.each(answering.map((system) => [system.name, system] as const))('%s', (_, system) => {
    let platform: TestPlatform<readonly System[]>
    let found: Conformance
    beforeAll(async () => {
      platform = await openTestPlatform([system])
      const { acervo, targets } = platform
      const all = await readConformance({ systems: [system], model: acervo.model, targets })
      found = all[0] as Conformance
    })
    afterAll(() => platform?.close())

    test('every difference from its specification is on record', () => {
      const unrecorded = found.items
        .flatMap(({ differences }) => differences)
        .filter((one) => one.class === 'unrecorded')
        .map(({ key, says, stands }) => `${key}: says ${says}, stands ${stands}`)
      expect(unrecorded).toEqual([])
    })

    test('every record is of a difference', () => {
      expect(found.stale).toEqual([])
    })
  })
})
