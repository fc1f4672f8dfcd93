// Databases for tests, in milliseconds: a template is copied as a directory (embedded) or by
// CREATE DATABASE ... TEMPLATE (a real server).
import { randomBytes } from 'node:crypto'
import { describe } from 'vitest'
import { createRuntimeLogin, renderRoles } from '../../kernel/database/roles.ts'
import { quoteIdentifier } from '../../kernel/database/sql.ts'
import type { Engine } from '../../kernel/database/target.ts'
import { openMigrator, openTargets, type Targets } from '../../kernel/database/targets.ts'
import type { DatabaseModel, Model } from '../../kernel/model/model.ts'
import { openPooler, type Pooler } from './database/pgbouncer.ts'
import { copyDirectory, createCopy, locked, toTemplate, withDatabase } from './templates.ts'

export const serverUrl = process.env.ACERVO_TEST_DATABASE_URL

export const engine: Engine =
  process.env.ACERVO_TEST_ENGINE === 'postgres' && serverUrl !== undefined ? 'postgres' : 'embedded'

/** Each logical database in a physical one of its own, as the project `split` runs some files. */
const isSplit = process.env.ACERVO_TEST_PLACEMENT === 'split'

/** Every request through PgBouncer in transaction mode, as `vitest --mode pooled` runs the suite. */
const isPooled = process.env.ACERVO_TEST_POOLER === 'transaction'

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

const rolesLock = 7411

/** A migrated copy of its own for every caller; the clock can be set by `acervo.fake_now`. */
export async function openTestTargets(model: Model): Promise<TestTargets> {
  return engine === 'postgres' ? openOnServer(model, serverUrl as string) : openEmbedded(model)
}

async function openEmbedded(model: Model): Promise<TestTargets> {
  const template = toTemplate([...model.databases.values()])
  const { dataDirectory, remove } = await copyDirectory(template)
  const { extensions } = template
  const targets = await openTargets({ databases: schemasOf(model), dataDirectory, extensions })
  const close = async () => {
    await targets.close()
    await remove()
  }
  return { targets, run: '', migrate: '', close }
}

async function openOnServer(model: Model, server: string): Promise<TestTargets> {
  const name = `acervo_test_${randomBytes(6).toString('hex')}`
  const groups = isSplit ? splitOf(model) : [[...model.databases.values()]]
  const nameOf = (group: readonly DatabaseModel[]) =>
    isSplit ? `${name}_${group[0]?.schema}` : name
  const admin = await openMigrator(server)
  await locked(admin, rolesLock, async () => {
    await admin.script(renderRoles())
    await createRuntimeLogin(admin, { name, password: name })
  })
  for (const group of groups) await createCopy(admin, server, nameOf(group), toTemplate(group))
  const login = new URL(server)
  login.username = name
  login.password = name
  const pooler = isPooled ? await openPooler(login, { poolSize: 20 }) : undefined
  const toPlace = (group: readonly DatabaseModel[]) => {
    const run = withDatabase(login.href, nameOf(group))
    return { run: through(pooler, run), migrate: withDatabase(server, nameOf(group)) }
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
    await pooler?.close()
    for (const group of groups)
      await admin.script(`drop database ${quoteIdentifier(nameOf(group))} with (force)`)
    await admin.script(`drop role ${quoteIdentifier(name)}`)
    await admin.close()
  }
  return { targets, ...first, close }
}

function through(pooler: Pooler | undefined, run: string): string {
  if (pooler === undefined) return run
  const url = new URL(run)
  url.host = `${pooler.address.host}:${pooler.address.port}`
  url.searchParams.set('pgbouncer', 'true')
  return url.href
}

/** One physical database each, except of those that a system declares together. */
function splitOf(model: Model): readonly (readonly DatabaseModel[])[] {
  const together = model.systems.flatMap((system) => system.together)
  const all = [...model.databases.values()]
  const groups = Map.groupBy(all, ({ name }) => together.find((one) => one.includes(name)) ?? name)
  return [...groups.values()]
}

function schemasOf(model: Model): readonly string[] {
  return [...model.databases.values()].map(({ schema }) => schema)
}
