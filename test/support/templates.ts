// Targets to be copied, made once and kept under a hash, on either engine. In layers, since making a target and setting
// it up take most of the time: the databases come over a copy of one that is only set up, and that over an empty one.
import { createHash } from 'node:crypto'
import { cpSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { targetScripts } from '../../kernel/client/target-scripts.ts'
import { EmbeddedEngine } from '../../kernel/database/embedded/engine.ts'
import type { ExtensionName } from '../../kernel/database/embedded/extensions.ts'
import {
  copyReadyDirectory,
  ensureReadyDirectory,
  type ReadyDirectory,
} from '../../kernel/database/embedded/ready-directory.ts'
import { EmbeddedTarget } from '../../kernel/database/embedded/target.ts'
import { quoteIdentifier } from '../../kernel/database/sql.ts'
import type { Direct } from '../../kernel/database/target.ts'
import { openMigrator } from '../../kernel/database/targets.ts'
import { renderDatabase, toText } from '../../kernel/ddl/database.ts'
import { applyModel } from '../../kernel/migrate/apply-model.ts'
import { setUpTarget, toSetUp } from '../../kernel/migrate/set-up-target.ts'
import type { DatabaseModel } from '../../kernel/model/model.ts'
import packageJson from '../../package.json' with { type: 'json' }

interface Layer {
  /** Of everything that is in it: another text, another template. */
  readonly hash: string
  readonly fill: (direct: Direct) => Promise<unknown>
}

/** What a copy is of: nothing but the engine, a target set up for these databases, or the databases themselves. */
export interface Template {
  readonly extensions: readonly ExtensionName[]
  readonly layers: readonly Layer[]
}

export const emptyTemplate: Template = { extensions: [], layers: [] }

const options = { testClock: true, scripts: targetScripts }

export function toSetUpTemplate(databases: readonly DatabaseModel[]): Template {
  const objects = databases.flatMap((database) => database.objects)
  const { digest } = toSetUp({ ...options, objects })
  const fill = (direct: Direct) => setUpTarget(direct, { ...options, objects })
  return { extensions: extensionsOf(databases), layers: [{ hash: hashOf(digest), fill }] }
}

export function toTemplate(databases: readonly DatabaseModel[]): Template {
  const { extensions, layers } = toSetUpTemplate(databases)
  const texts = databases.map((database) => toText(renderDatabase(database)))
  // Partitions are made for the months around now.
  const month = new Date().toISOString().slice(0, 7)
  const hash = hashOf(...layers.map((layer) => layer.hash), month, ...texts)
  const fill = (direct: Direct) => applyModel(direct, databases, options)
  return { extensions, layers: [...layers, { hash, fill }] }
}

function hashOf(...texts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('hex').slice(0, 20)
}

export interface Copy {
  readonly dataDirectory: string
  remove(): Promise<void>
}

/** A data directory for the embedded engine. */
export async function copyDirectory({ extensions, layers }: Template): Promise<Copy> {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'acervo-test-'))
  const ready = layers.reduce((below, layer) => toReady(below, extensions, layer), emptyDirectory)
  await copyReadyDirectory(ready, join(dataDirectory, 'pg'))
  return { dataDirectory, remove: () => rm(dataDirectory, { recursive: true, force: true }) }
}

// Another engine would not read them.
const engine = packageJson.dependencies['@electric-sql/pglite']
const cacheDirectory = join(tmpdir(), 'acervo-test-templates', engine)

const emptyDirectory: ReadyDirectory = {
  cacheDirectory,
  hash: 'empty',
  build: (directory) => inDirectory(directory, [], async () => undefined),
}

function toReady(
  below: ReadyDirectory,
  extensions: readonly ExtensionName[],
  { hash, fill }: Layer,
): ReadyDirectory {
  const build = async (directory: string): Promise<void> => {
    cpSync(await ensureReadyDirectory(below), directory, { recursive: true })
    await inDirectory(directory, extensions, fill)
  }
  return { cacheDirectory, hash, build }
}

async function inDirectory(
  directory: string,
  extensions: readonly ExtensionName[],
  fill: Layer['fill'],
): Promise<void> {
  const engine = await EmbeddedEngine.open({ directory, extensions })
  const target = new EmbeddedTarget({ key: `embedded:${directory}`, engine })
  try {
    await filled(await target.direct(), fill)
  } finally {
    await target.close()
  }
}

const templatesLock = 7412

/** A database of its own on a server. */
export async function createCopy(
  admin: Direct,
  server: string,
  name: string,
  { layers }: Template,
): Promise<void> {
  const from = toName(layers)
  if (!(await isThere(admin, from)))
    await locked(admin, templatesLock, () => ensureLayer(admin, server, layers))
  await admin.script(`create database ${quoteIdentifier(name)} template ${quoteIdentifier(from)}`)
}

/** Roles and half-made templates are the whole server's: test files make them one after the other. */
export async function locked(
  admin: Direct,
  lock: number,
  body: () => Promise<unknown>,
): Promise<void> {
  await admin.script(`select pg_advisory_lock(${lock})`)
  try {
    await body()
  } finally {
    await admin.script(`select pg_advisory_unlock(${lock})`)
  }
}

/** Renamed when it is whole and nobody is connected: it can be copied from then on. */
async function ensureLayer(admin: Direct, server: string, layers: readonly Layer[]): Promise<void> {
  const last = layers.at(-1)
  const name = toName(layers)
  if (last === undefined || (await isThere(admin, name))) return
  const below = layers.slice(0, -1)
  await ensureLayer(admin, server, below)
  const half = quoteIdentifier(`${name}_half`)
  await admin.script(`drop database if exists ${half} with (force)`)
  await admin.script(`create database ${half} template ${quoteIdentifier(toName(below))}`)
  await filled(await openMigrator(withDatabase(server, `${name}_half`)), last.fill)
  await admin.script(`alter database ${half} rename to ${quoteIdentifier(name)}`)
}

function toName(layers: readonly Layer[]): string {
  const last = layers.at(-1)
  return last === undefined ? 'template1' : `acervo_template_${last.hash}`
}

async function isThere(admin: Direct, name: string): Promise<boolean> {
  const text = 'select 1 from pg_database where datname = $1'
  return (await admin.query({ text, values: [name] })).count > 0
}

async function filled(direct: Direct, fill: Layer['fill']): Promise<void> {
  try {
    await fill(direct)
  } finally {
    await direct.close()
  }
}

function extensionsOf(databases: readonly DatabaseModel[]): readonly ExtensionName[] {
  const objects = databases.flatMap((database) => database.objects)
  const names = objects.flatMap((object) => (object.type === 'extension' ? [object.name] : []))
  return [...new Set(names)]
}

export function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
