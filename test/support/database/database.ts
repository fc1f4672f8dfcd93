// A throw-away database for the tests of this room: a directory, or a database of its own on the real server with a
// login of its own. Only tests import it.
import { randomBytes } from 'node:crypto'
import { describe, test } from 'vitest'
import { openEmbedded } from '../../../kernel/database/embedded/open.ts'
import type { PostgresTarget } from '../../../kernel/database/postgres/target.ts'
import { createRuntimeLogin, renderRoles } from '../../../kernel/database/roles.ts'
import { quoteIdentifier } from '../../../kernel/database/sql.ts'
import type { Context, Engine, Statement, Target } from '../../../kernel/database/target.ts'
import { openMigrator, openTargets } from '../../../kernel/database/targets.ts'
import { copyDirectory, emptyTemplate, withDatabase } from '../templates.ts'
import { openPooler } from './pgbouncer.ts'

const serverUrl = process.env.ACERVO_TEST_DATABASE_URL

const engine: Engine =
  process.env.ACERVO_TEST_ENGINE === 'postgres' && serverUrl !== undefined ? 'postgres' : 'embedded'

/** As in ../database.ts: what a test opens with parameters of its own stays with the server. */
const isPooled = process.env.ACERVO_TEST_POOLER === 'transaction'

/** The same promises on the engine of this test project; `npm test` runs the file once on each. */
export function onEachEngine(promises: (engine: Engine) => void): void {
  describe(engine, () => promises(engine))
}

/** A promise about statements that the server knows by name: behind a pooler in transaction mode there are none. */
export const testNamed = isPooled ? test.skip : test

export function onPostgres(promises: () => void): void {
  if (engine === 'postgres') describe('postgres', promises)
}

export interface TestDatabase {
  readonly target: Target
  /** Of the runtime login; empty on the embedded engine. */
  readonly run: string
  readonly migrate: string
  /** As the migrator, on a session of its own. */
  script(text: string): Promise<void>
  /** Another target on the same database, with other parameters in its connection string. */
  open(parameters: string, address?: { host: string; port: number }): Promise<PostgresTarget>
  close(): Promise<void>
}

export const nobody: Context = Object.freeze({ settings: {} })

export function statement(text: string, values: unknown[] = [], name?: string): Statement {
  return { text, values, ...(name === undefined ? {} : { name }) }
}

export async function openTestDatabase(engine: Engine): Promise<TestDatabase> {
  return engine === 'embedded' ? openInDirectory() : openOnServer(serverUrl as string)
}

async function openInDirectory(): Promise<TestDatabase> {
  const { dataDirectory, remove } = await copyDirectory(emptyTemplate)
  const target = await openEmbedded({ dataDirectory })
  const script = (text: string): Promise<void> => runScript(target, text)
  await script(renderRoles())
  return {
    target,
    run: '',
    migrate: '',
    script,
    open: () => Promise.reject(new Error('there is one embedded target')),
    close: async () => {
      await target.close()
      await remove()
    },
  }
}

/** On a server of the caller's own. */
export async function openOnServer(server: string): Promise<TestDatabase> {
  const name = `acervo_test_${randomBytes(6).toString('hex')}`
  const admin = await openMigrator(server)
  // Roles belong to the server: test files prepare them one after the other.
  await admin.script('select pg_advisory_lock(7411)')
  await admin.script(renderRoles())
  await createRuntimeLogin(admin, { name, password: name })
  await admin.script(`create database ${quoteIdentifier(name)}`)
  await admin.script('select pg_advisory_unlock(7411)')
  const migrate = withDatabase(server, name)
  const run = new URL(migrate)
  run.username = name
  run.password = name
  const opened: Target[] = []
  const open = async (parameters: string, address?: { host: string; port: number }) => {
    const url = new URL(`${run.href}?${parameters}`)
    if (address !== undefined) url.host = `${address.host}:${address.port}`
    const targets = await openTargets({ run: url.href, migrate, databases: ['test'] })
    const target = targets.of('test') as PostgresTarget
    opened.push(target)
    return target
  }
  const pooler = isPooled ? await openPooler(run, { poolSize: 20 }) : undefined
  const target = await open(isPooled ? 'pgbouncer=true' : '', pooler?.address)
  return {
    target,
    run: run.href,
    migrate,
    script: (text) => runScript(target, text),
    open,
    close: async () => {
      await Promise.all(opened.map((each) => each.close()))
      await pooler?.close()
      await admin.script(`drop database ${quoteIdentifier(name)} with (force)`)
      await admin.script(`drop role ${quoteIdentifier(name)}`)
      await admin.close()
    },
  }
}

async function runScript(target: Target, text: string): Promise<void> {
  const direct = await target.direct()
  try {
    await direct.script(text)
  } finally {
    await direct.close()
  }
}
