// Every table of the five systems that encrypts a column or keeps a digest of it, found in the Model: what is written
// there through the client stands in plain in no table, file, write-ahead log, dump, statement log or statistic.
import { execFileSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  type Acervo,
  type ColumnModel,
  createAcervo,
  type DatabaseModel,
  defineModel,
  defineSystem,
  type TableModel,
} from '../../../kernel/index.ts'
import { codedOf, hasCoded, plainColumn } from '../../../kernel/model/coded.ts'
import type { ColumnType } from '../../../kernel/table/column.ts'
import { systems } from '../../../systems/index.ts'
import { engine, onEachEngine } from '../../support/database.ts'
import { standInsOf } from '../../support/few.ts'
import { renderTriggersOff, renderWithout } from '../../support/loosened.ts'
import { openSystemsOnCluster } from './on-cluster.ts'

const tag = randomBytes(5).toString('hex')
const control = `control${tag}`
/** Long enough to be taken for a secret that nobody guesses. */
const canary = `canary${tag}abcdefghijklmnop`
/** As text, as PostgreSQL and dumps write bytes, and as a number that stands nowhere else. */
const number = `73${BigInt(`0x${tag}`)}`.slice(0, 9)
/** Ends in no zero, which is not written. */
const fraction = `73.${number.slice(2)}7`
const forms = [canary, canary.toUpperCase(), Buffer.from(canary).toString('hex'), number, fraction]

const model = defineModel(systems)
const codedNames = [...model.databases.values()].filter(hasCoded).map(({ name }) => name)
const declared = systems
  .flatMap((system) => [...system.databases])
  .filter(({ name }) => codedNames.includes(name))
const few = defineSystem({ name: 'few', databases: [...declared, ...standInsOf(declared)] })

interface Place {
  readonly acervo: Acervo
  /** Everything that the database wrote, as bytes; closes the platform. */
  read(): Promise<readonly Buffer[]>
  close(): Promise<void>
}

async function openOnServer(): Promise<Place> {
  const on = await openSystemsOnCluster(
    [few],
    [
      'log_statement=all',
      'log_min_messages=debug1',
      'log_parameter_max_length=-1',
      'log_parameter_max_length_on_error=-1',
      'logging_collector=on',
      'log_directory=log',
      'shared_preload_libraries=pg_stat_statements',
    ],
  )
  const acervo = (await on.open()) as unknown as Acervo
  const read = async () => {
    await acervo.close()
    await on.query('create extension pg_stat_statements')
    await on.query('checkpoint')
    const statements = await on.query('select query from pg_stat_statements')
    const dump = execFileSync(on.cluster.binary('pg_dump'), [on.cluster.url], {
      maxBuffer: 2 ** 28,
    })
    const files = filesUnder(on.cluster.directory)
    return [dump, Buffer.from(statements.flat().join('\n')), ...files]
  }
  return { acervo, read, close: () => on.close() }
}

async function openEmbedded(): Promise<Place> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'acervo-canary-'))
  const place = { home: dataDirectory, dataDirectory, migrations: 'develop' } as const
  const acervo = (await createAcervo({ systems: [few], ...place })) as unknown as Acervo
  const read = async () => {
    const copied = await copyOf(acervo)
    await acervo.close()
    return [copied, ...filesUnder(dataDirectory)]
  }
  const close = async () => rmSync(dataDirectory, { recursive: true, force: true })
  return { acervo, read, close }
}

/** Every table as COPY would write it: the embedded engine has no pg_dump. */
async function copyOf(acervo: Acervo): Promise<Buffer> {
  const direct = await acervo.targets.all()[0]?.direct()
  const ask = async (text: string) => (await direct?.query({ text, values: [] }))?.rows ?? []
  const tables = await ask(
    `select c.oid::regclass from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'm') and n.nspname !~ '^(pg_|information_schema)'`,
  )
  const rows: string[] = []
  for (const [name] of tables)
    rows.push(...(await ask(`select t::text from ${name} t`)).flat().map(String))
  await direct?.close()
  return Buffer.from(rows.join('\n'))
}

function filesUnder(directory: string): readonly Buffer[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() === true)
    .map((path) => readFileSync(path))
}

/** Whose every row is: a tenant, a user, a client. */
const owner = randomUUID()
const principal = { actor: `user:${owner}`, claims: { tenant: owner }, purpose: 'test' }

/** What a client gives for a column of that type; `word` where it can hold one. */
function wordFor(type: ColumnType, word: string): unknown {
  switch (type.name) {
    case 'text':
      return word
    case 'varchar':
      return word.slice(0, type.length)
    case 'json':
      return jsonOf((type.schema ?? {}) as Shape, word)
    case 'array':
      return [wordFor(type.of, word)]
    case 'integer':
      return 1
    case 'real':
    case 'double':
      return Number(digitsOf(word))
    case 'bigint':
      return '1'
    case 'decimal':
      return digitsOf(word).slice(0, type.precision - type.scale)
    case 'boolean':
      return true
    case 'uuid':
      return owner
    case 'instant':
      return '2990-01-01T00:00:00Z'
    case 'date':
      return '1990-01-01'
    case 'time':
      return '10:00'
    case 'inet':
      return '10.0.0.1'
    case 'bytes':
      return Buffer.from(word).toString('base64')
    case 'vector':
      return Array.from({ length: type.dimensions }, () => 1)
    default:
      return undefined
  }
}

const digitsOf = (word: string): string => (word === control ? '11' : number)

interface Shape {
  readonly type?: string
  readonly items?: Shape
  readonly oneOf?: readonly Shape[]
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly maximum?: number
}

/** What fits the schema, with the word or the number wherever it may stand. */
function jsonOf(shape: Shape, word: string): unknown {
  const { type, items = {}, oneOf, properties = {}, required, maximum = Infinity } = shape
  if (oneOf?.[0] !== undefined) return jsonOf(oneOf[0], word)
  if (type === 'array') return [jsonOf({ type: 'string', ...items }, word)]
  if (type === 'string') return word
  if (type === 'number')
    return Number(word === control || maximum > Number(number) ? digitsOf(word) : fraction)
  if (required === undefined) return { word }
  return Object.fromEntries(required.map((name) => [name, jsonOf(properties[name] ?? {}, word)]))
}

function rowOf(table: TableModel, id: string): Readonly<Record<string, unknown>> {
  const coded = codedOf(table)
  const secret = new Set([...(coded?.sealed ?? []), ...(coded?.hashed ?? [])])
  const given = [...table.columns.values()].flatMap((column): [string, unknown][] => {
    if (!column.insertable || column.spec.codec?.form === 'blind') return []
    if (secret.has(column)) return [[column.name, plainValue(column, canary)]]
    if (column === table.keyPrefix) return [[column.name, owner]]
    const isAsked = !column.spec.optional && column.spec.default === undefined
    if (!isAsked || column.name === 'id') return []
    return [[column.name, plainValue(column, control)]]
  })
  return { ...(table.columns.get('id')?.insertable ? { id } : {}), ...Object.fromEntries(given) }
}

function plainValue(column: ColumnModel, word: string): unknown {
  const { type, values } = plainColumn(column).spec
  return values?.[0] ?? wordFor(type, word)
}

onEachEngine(() => {
  let place: Place
  let databases: readonly DatabaseModel[]
  beforeAll(async () => {
    place = await (engine === 'postgres' ? openOnServer() : openEmbedded())
    databases = [...place.acervo.model.databases.values()].filter(hasCoded)
    const direct = await place.acervo.targets.all()[0]?.direct()
    await direct?.script(renderWithout(databases, ['check', 'exclusion', 'foreign key']))
    await direct?.script(renderTriggersOff(databases, ['audit_', 'sealed_']))
    await direct?.close()
  }, 240_000)
  afterAll(() => place?.close())

  test('no secret of any table stands anywhere in plain', async () => {
    const { acervo } = place
    const tables = databases
      .flatMap(({ tables }) => [...tables.values()])
      .filter((table) => codedOf(table) !== undefined)
    expect(tables.length).toBeGreaterThan(20)
    const refused: string[] = []
    for (const table of tables) {
      const address = { database: table.database, table: table.name } as const
      const id = randomUUID()
      const run = (request: object) =>
        acervo
          .run(principal, { ...address, ...request } as never)
          .catch((error) =>
            refused.push(`${table.database}.${table.name}: ${error.message} ${error.details}`),
          )
      await run({ verb: 'createMany', data: [rowOf(table, id)] })
      const changed = [...(codedOf(table)?.sealed ?? [])].filter(({ updatable }) => updatable)
      if (changed.length > 0)
        await run({
          verb: 'update',
          where: { id },
          data: Object.fromEntries(
            changed.map((column) => [column.name, plainValue(column, `${canary}2`)]),
          ),
        })
    }
    expect(refused).toEqual([])
    const written = await place.read()
    const holds = (form: string) => written.filter((bytes) => bytes.includes(form)).length
    expect(forms.map((form) => [form, holds(form)])).toEqual(forms.map((form) => [form, 0]))
    // The search would find it: what is not encrypted stands in tables and in files.
    expect(holds(control)).toBeGreaterThan(1)
  }, 240_000)
})
