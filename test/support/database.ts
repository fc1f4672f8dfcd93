// Databases for tests, in milliseconds: a template per schema hash, copied as a directory (embedded) or by
// CREATE DATABASE ... TEMPLATE (a real server). The Model is applied without migration files.
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe } from 'vitest'
import { targetScripts } from '../../kernel/client/target-scripts.ts'
import { createRuntimeLogin, renderRoles } from '../../kernel/database/roles.ts'
import { quoteIdentifier } from '../../kernel/database/sql.ts'
import type { Direct, Engine } from '../../kernel/database/target.ts'
import { openMigrator, openTargets, type Targets } from '../../kernel/database/targets.ts'
import { renderDatabase, toText } from '../../kernel/ddl/database.ts'
import { applyModel } from '../../kernel/migrate/apply-model.ts'
import { renderKernelSchema } from '../../kernel/migrate/kernel-schema.ts'
import type { DatabaseModel, Model } from '../../kernel/model/model.ts'

export const serverUrl = process.env.ACERVO_TEST_DATABASE_URL

export const engine: Engine =
  process.env.ACERVO_TEST_ENGINE === 'postgres' && serverUrl !== undefined ? 'postgres' : 'embedded'

/** Each logical database in a physical one of its own, as the project `split` runs some files. */
const isSplit = process.env.ACERVO_TEST_PLACEMENT === 'split'

/** The same promises on the engine of this test project; `npm test` runs the file once on each. */
export function onEachEngine(promises: (engine: Engine) => void): void {
  describe(engine, () => promises(engine))
}

/** Promises that only a server can keep: on the embedded engine they are not made. */
export function onPostgres(promises: () => void): void {
  if (engine === 'postgres') describe('postgres', promises)
}

export interface TestTargets {
  readonly targets: Targets
  /** Of the runtime login and of the migrator; empty on the embedded engine. */
  readonly run: string
  readonly migrate: string
  close(): Promise<void>
}

const databasesLock = 7411

/** A migrated copy of its own for every caller; the clock can be set by `acervo.fake_now`. */
export async function openTestTargets(model: Model): Promise<TestTargets> {
  return engine === 'postgres' ? openOnServer(model, serverUrl as string) : openEmbedded(model)
}

async function openEmbedded(model: Model): Promise<TestTargets> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'acervo-test-'))
  const targets = await openTargets({
    databases: schemasOf(model),
    dataDirectory,
    extensions: extensionsOf(model),
    ready: {
      cacheDirectory: join(tmpdir(), 'acervo-test-templates'),
      hash: hashOf([...model.databases.values()]),
      build: async (target) => fill(await target.direct(), [...model.databases.values()]),
    },
  })
  const close = async () => {
    await targets.close()
    await rm(dataDirectory, { recursive: true, force: true })
  }
  return { targets, run: '', migrate: '', close }
}

async function openOnServer(model: Model, server: string): Promise<TestTargets> {
  const name = `acervo_test_${randomBytes(6).toString('hex')}`
  const groups = isSplit ? splitOf(model) : [[...model.databases.values()]]
  const nameOf = (group: readonly DatabaseModel[]) =>
    isSplit ? `${name}_${group[0]?.schema}` : name
  const admin = await openMigrator(server)
  await locked(admin, async () => {
    await admin.script(renderRoles())
    await createRuntimeLogin(admin, { name, password: name })
    for (const group of groups) {
      const template = await ensureTemplate(admin, group, server)
      await admin.script(
        `create database ${quoteIdentifier(nameOf(group))} template ${quoteIdentifier(template)}`,
      )
    }
  })
  const toPlace = (group: readonly DatabaseModel[]) => {
    const migrate = withDatabase(server, nameOf(group))
    const run = new URL(migrate)
    run.username = name
    run.password = name
    return { run: run.href, migrate }
  }
  const [first = { run: '', migrate: '' }] = groups.map(toPlace)
  const placement = Object.fromEntries(
    groups.flatMap((group) => group.map(({ schema }) => [schema, toPlace(group)])),
  )
  const targets = await openTargets({
    databases: schemasOf(model),
    ...(isSplit ? { placement } : first),
  })
  const close = async () => {
    await targets.close()
    for (const group of groups)
      await admin.script(`drop database ${quoteIdentifier(nameOf(group))} with (force)`)
    await admin.script(`drop role ${quoteIdentifier(name)}`)
    await admin.close()
  }
  return { targets, ...first, close }
}

/** One physical database each, except of those that a system declares together. */
function splitOf(model: Model): readonly (readonly DatabaseModel[])[] {
  const together = model.systems.flatMap((system) => system.together)
  const all = [...model.databases.values()]
  const groups = Map.groupBy(all, ({ name }) => together.find((one) => one.includes(name)) ?? name)
  return [...groups.values()]
}

/** Only under the lock: a template must have no connection while it is copied. */
async function ensureTemplate(
  admin: Direct,
  databases: readonly DatabaseModel[],
  server: string,
): Promise<string> {
  const name = `acervo_template_${hashOf(databases)}`
  const text = 'select 1 from pg_database where datname = $1'
  if ((await admin.query({ text, values: [name] })).count > 0) return name
  const half = `${name}_half`
  await admin.script(`drop database if exists ${quoteIdentifier(half)} with (force)`)
  await admin.script(`create database ${quoteIdentifier(half)}`)
  await fill(await openMigrator(withDatabase(server, half)), databases)
  await admin.script(`alter database ${quoteIdentifier(half)} rename to ${quoteIdentifier(name)}`)
  return name
}

async function locked(admin: Direct, body: () => Promise<void>): Promise<void> {
  await admin.script(`select pg_advisory_lock(${databasesLock})`)
  try {
    await body()
  } finally {
    await admin.script(`select pg_advisory_unlock(${databasesLock})`)
  }
}

async function fill(direct: Direct, databases: readonly DatabaseModel[]): Promise<void> {
  try {
    await applyModel(direct, databases, {
      testClock: true,
      scripts: targetScripts,
    })
  } finally {
    await direct.close()
  }
}

/** Of everything that ends up in the template: another text, another template. */
function hashOf(databases: readonly DatabaseModel[]): string {
  const texts = databases.map((database) => toText(renderDatabase(database)))
  // Partitions are made for the months around now.
  const month = new Date().toISOString().slice(0, 7)
  const all = [
    month,
    renderRoles(),
    renderKernelSchema({ testClock: true }),
    ...targetScripts,
    ...texts,
  ]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 20)
}

function schemasOf(model: Model): readonly string[] {
  return [...model.databases.values()].map(({ schema }) => schema)
}

export function extensionsOf(model: Model) {
  const objects = [...model.databases.values()].flatMap(({ objects }) => objects)
  const names = objects.flatMap((object) => (object.type === 'extension' ? [object.name] : []))
  return [...new Set(names)]
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
