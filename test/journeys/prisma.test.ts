// `acervo schema --prisma` of every database, held to Prisma's own validator (its WASM package: no download).
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { get_dmmf, validate } from '@prisma/prisma-schema-wasm'
import { describe, expect, test } from 'vitest'
import { renderPrisma } from '../../kernel/ddl/index.ts'
import { defineModel } from '../../kernel/index.ts'
import { systems } from '../../systems/index.ts'

const databases = [...defineModel(systems).databases.values()]
const toFiles = (text: string) =>
  JSON.stringify({ prismaSchema: [['schema.prisma', text]], noColor: true })

/** What it finds wrong, or undefined. */
function findMistakes(text: string): string | undefined {
  try {
    validate(toFiles(text))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

describe('schema.prisma', () => {
  test('the validator finds a mistake where there is one', () => {
    const [database] = databases
    if (database === undefined) throw new Error('there is no database')
    const broken = renderPrisma(database).replace('@@id([id])', '@@id([nothing])')
    expect(findMistakes(broken)).toContain('nothing')
  })

  test.each(databases.map((database) => [database.schema, database] as const))(
    '%s is accepted and holds every table',
    (_, database) => {
      const text = renderPrisma(database)
      expect(findMistakes(text)).toBeUndefined()
      const { datamodel } = JSON.parse(get_dmmf(toFiles(text))) as {
        readonly datamodel: { readonly models: readonly { readonly dbName: string }[] }
      }
      const names = [...database.tables.values()].map(({ sqlName }) => sqlName)
      expect(datamodel.models.map(({ dbName }) => dbName).toSorted()).toEqual(names.toSorted())
    },
  )

  test('the script writes one folder a database', () => {
    const folder = mkdtempSync(join(tmpdir(), 'acervo-prisma-'))
    const script = join(import.meta.dirname, '../../scripts/generate-all-prisma-clients.sh')
    try {
      const { status, stderr } = spawnSync('sh', [script, folder], { encoding: 'utf8' })
      expect(stderr.replaceAll(/^npm warn .*\n/gm, '')).toBe('')
      expect(status).toBe(0)
      expect(readdirSync(folder).toSorted()).toEqual(
        databases.map(({ schema }) => schema).toSorted(),
      )
      for (const database of databases)
        expect(readFileSync(join(folder, database.schema, 'schema.prisma'), 'utf8')).toBe(
          renderPrisma(database),
        )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
