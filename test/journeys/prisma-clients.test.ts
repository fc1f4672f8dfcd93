// Prisma's generator makes a client of every database, and each writes and reads a real table under its policies. Its
// packages stand apart, in examples/prisma: `npm ci --prefix examples/prisma --ignore-scripts`; without them nothing
// is tried here.
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ownTablesOf } from '../../cli/database-page.ts'
import type { ColumnModel, DatabaseModel, TableModel } from '../../kernel/index.ts'
import type { ColumnType } from '../../kernel/table/column.ts'
import { systems } from '../../systems/index.ts'
import { onPostgres } from '../support/database.ts'
import { openTestPlatform, type TestPlatform } from '../support/platform.ts'

const root = join(import.meta.dirname, '..', '..')
const example = join(root, 'examples', 'prisma')
const isInstalled = existsSync(join(example, 'node_modules', '@prisma', 'client-generator-ts'))
const owner = randomUUID()

interface Answer {
  readonly schema: string
  readonly model?: string
  readonly data?: Readonly<Record<string, unknown>>
  readonly row?: Readonly<Record<string, unknown>>
  readonly refused?: readonly string[]
}

onPostgres(() => {
  describe.skipIf(!isInstalled)('with the packages of examples/prisma', () => {
    let platform: TestPlatform<typeof systems>
    let folder: string
    beforeAll(async () => {
      platform = await openTestPlatform(systems)
      folder = mkdtempSync(join(example, 'databases-'))
    })
    afterAll(async () => {
      await platform?.close()
      rmSync(folder, { recursive: true, force: true })
    })

    test('every database has a client that writes and reads one of its tables', () => {
      const script = join(root, 'scripts', 'generate-all-prisma-clients.sh')
      expect(spawnSync('sh', [script, folder], { encoding: 'utf8' })).toMatchObject({ status: 0 })
      const databases = [...platform.acervo.model.databases.values()]
      expect(readdirSync(folder).toSorted()).toEqual(
        databases.map(({ schema }) => schema).toSorted(),
      )
      const wishes = databases.map((database) => toWish(database, platform))
      const { stdout, stderr } = spawnSync(
        process.execPath,
        ['--no-warnings', join(example, 'read-and-write.js')],
        {
          cwd: example,
          encoding: 'utf8',
          maxBuffer: 16_000_000,
          input: JSON.stringify({ folder, wishes }),
        },
      )
      expect(stderr).toBe('')
      const answers = JSON.parse(stdout) as readonly Answer[]
      expect(answers.filter(({ row }) => row === undefined)).toEqual([])
      for (const { row, data } of answers) expect(row).toMatchObject(data ?? {})
      expect(answers.map(({ schema }) => schema)).toEqual(databases.map(({ schema }) => schema))
    })
  })
})

/** As a request would, which needs claims; where nothing is a request's to write, as the operator. */
function toWish(database: DatabaseModel, { run, migrate }: TestPlatform<typeof systems>) {
  const tables = ownTablesOf(database)
  const open = tables.filter(({ grants }) =>
    grants.some(({ role, privileges }) => role === 'app' && privileges.includes('insert')),
  )
  const claims = { 'acervo.tenant': owner, 'acervo.actor': 'user:prisma' }
  const { schema } = database
  return open.length === 0
    ? { schema, url: migrate, settings: claims, tries: toTries(tables) }
    : { schema, url: run, settings: { role: 'acervo_app', ...claims }, tries: toTries(open) }
}

/** Where a rule asks for more than the type of a column tells. */
const rules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'financeAccounting.postingRule': { creditAccountId: randomUUID() },
  'scheduling.resource': { employeeId: owner },
  'analytics.dataset': { source: 'sales.order', columns: ['id'] },
  'aiTraining.dataset': { digest: 'a'.repeat(64) },
  'dataQuality.rule': { code: 'RULE', target: 'sales.order' },
  'carriers.carrier': { code: 'C0001' },
  'insurance.product': { code: 'CODE' },
  'analyticsReports.report': { code: 'CODE' },
  'retention.churnSignal': { reasons: ['quiet'] },
  'workshops.workshop': { postcode: '28001' },
  'leads.lead': { email: 'prisma@example.test' },
  'quality.qualityAudit': { auditee: 'somebody else' },
}

/** Tables that stand on nobody's row, with what a new row of each must say. */
function toTries(tables: readonly TableModel[]) {
  return tables.flatMap((table) => {
    const data = table.kind === 'table' ? toData(table) : undefined
    if (data === undefined) return []
    const rule = rules[`${table.database}.${table.name}`]
    const key = table.primaryKey.map(({ name }) => name)
    return [{ model: table.name, key, data: { ...data, ...rule } }]
  })
}

function toData(table: TableModel): Readonly<Record<string, unknown>> | undefined {
  const needed = [...table.columns.values()].filter(
    ({ insertable, spec }) =>
      insertable && !spec.optional && spec.default === undefined && spec.codec === undefined,
  )
  const given = needed.map((column) => [column.name, toValue(column)] as const)
  return given.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(given)
}

function toValue({ name, spec }: ColumnModel): unknown {
  if (spec.link !== undefined && spec.link.database === undefined) return undefined
  if (/email$/i.test(name)) return 'prisma@example.test'
  if (name === 'year') return 2026
  if (/^ends|End$/.test(name)) return '2026-06-30T00:00:00.000Z'
  return spec.values?.[0] ?? sample(spec.type)
}

/** As Prisma reads it back. */
function sample(type: ColumnType): unknown {
  switch (type.name) {
    case 'text':
      return 'prisma'
    case 'varchar':
      return 'prisma'.slice(0, type.length)
    case 'integer':
    case 'real':
    case 'double':
      return 1
    case 'bigint':
    case 'decimal':
      return '1'
    case 'boolean':
      return true
    case 'uuid':
      return owner
    case 'instant':
      return '2026-01-02T10:00:00.000Z'
    case 'date':
      return '2026-01-02T00:00:00.000Z'
    case 'json':
      return {}
    case 'array':
      return []
    default:
      return undefined
  }
}
