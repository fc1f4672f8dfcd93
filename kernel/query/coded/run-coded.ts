// A request that meets coded columns: its conditions and values are put into the form that is stored, then it runs
// as any other. What changes an encrypted value of a row that stands reads the row's place first, and locks it.
import { randomBytes } from 'node:crypto'
import { sql, toStatement } from '../../database/sql.ts'
import type { Session } from '../../database/target.ts'
import { AcervoError, isAcervoError } from '../../errors/index.ts'
import { type Coded, codedOf } from '../../model/coded.ts'
import type { ColumnModel, TableModel } from '../../model/model.ts'
import type { HashedCodec } from '../../table/column.ts'
import type { Caller } from '../caller.ts'
import { isPlainObject } from '../json-value.ts'
import { findDatabase, findTable } from '../name.ts'
import type { Answer, Data, Request } from '../request.ts'
import type { RunOptions } from '../run-options.ts'
import { fromSql, openScope } from '../scope.ts'
import { joinedSession, targetOf, transaction } from '../transaction.ts'
import { keySql, toKey } from '../unique.ts'
import { toText } from '../value.ts'
import { encodeChanges, encodeRows, givesCells, type RowPlace } from './encode-rows.ts'
import { encodeConditions } from './encode-where.ts'
import { vaultOf } from './vault-of.ts'

export type RunPlain = (caller: Caller, request: Request, options: RunOptions) => Promise<Answer>

export async function runCoded(
  caller: Caller,
  request: Request,
  options: RunOptions,
  runPlain: RunPlain,
): Promise<Answer> {
  const table = findTable(caller.model, request.database, request.table)
  try {
    return await runOnce({ caller, table, options, runPlain }, request)
  } catch (error) {
    // A key was replaced, or the row came about, between look and write: once more, with what stands now.
    const isOver =
      isAcervoError(error) &&
      (error.code === 'ACV335' || (error.code === 'ACV302' && request.verb === 'upsert'))
    if (!isOver || isJoined(caller, table)) throw error
    const vault = await vaultOf(caller)
    vault.forget()
    return runOnce({ caller, table, options, runPlain }, request)
  }
}

interface Run {
  readonly caller: Caller
  readonly table: TableModel
  readonly options: RunOptions
  readonly runPlain: RunPlain
}

async function runOnce(run: Run, request: Request): Promise<Answer> {
  const { caller, table, options, runPlain } = run
  const coded = codedOf(table)
  if (coded !== undefined) {
    switch (request.verb) {
      case 'create':
        return create(run, coded, request)
      case 'createMany':
        return createMany(run, request)
      case 'update':
        return update(run, coded, request)
      case 'updateMany':
        assertMany(table, coded, request.data)
        return runPlain(caller, await conditions(run, await blanks(run, request)), options)
      case 'upsert':
        return upsert(run, coded, request)
    }
  }
  return runPlain(caller, await conditions(run, request), options)
}

function isJoined(caller: Caller, table: TableModel): boolean {
  const { schema } = findDatabase(caller.model, table.database)
  return joinedSession(targetOf(caller, schema), caller.context) !== undefined
}

function conditions({ caller, table }: Run, request: Request): Promise<Request> {
  return encodeConditions(caller, table, request)
}

async function create(run: Run, coded: Coded, request: Request): Promise<Answer> {
  const { caller, table, options, runPlain } = run
  const made = new Map<string, string>()
  const given: unknown = isPlainObject(request.data)
    ? { ...request.data, ...makeSecrets(coded, request.data, made) }
    : request.data
  if (made.size > 0 && options.sealed === true)
    throw new AcervoError('ACV333', `'${[...made.keys()].join("', '")}' cannot be made here`, {
      details: 'The answer of a request with an idempotency key is kept, and a secret is not.',
      hint: 'Give the secret, or leave the idempotency key out.',
    })
  const [data] = await encodeRows(caller, table, [given])
  const answer = await runPlain(
    caller,
    await conditions(run, { ...request, data: data as Data }),
    options,
  )
  return made.size === 0
    ? answer
    : { ...answer, rows: answer.rows.map((row) => withSecrets(row, made)) }
}

/** Secrets that must be there and were not given are made, and told this once. */
function makeSecrets(coded: Coded, data: Data, made: Map<string, string>): Data {
  for (const { name, spec } of coded.hashed) {
    if (spec.optional || data[name] !== undefined) continue
    const { prefix } = spec.codec as HashedCodec
    made.set(name, `${prefix}${randomBytes(32).toString('base64url')}`)
  }
  return Object.fromEntries(made)
}

function withSecrets(row: string, made: ReadonlyMap<string, string>): string {
  return JSON.stringify({ ...(JSON.parse(row) as object), ...Object.fromEntries(made) })
}

async function createMany(run: Run, request: Request): Promise<Answer> {
  const { caller, table, options, runPlain } = run
  if (!Array.isArray(request.data)) return runPlain(caller, request, options)
  const data = await encodeRows(caller, table, request.data, { from: 0 })
  return runPlain(caller, { ...request, data }, options)
}

/** Only `null` is the same for every row. */
function assertMany(table: TableModel, coded: Coded, data: unknown): void {
  const moved = coded.subjects.find(({ name }) => isPlainObject(data) && data[name] !== undefined)
  const given = coded.sealed.find(
    ({ name }) => isPlainObject(data) && data[name] !== undefined && data[name] !== null,
  )
  const column = given ?? moved
  if (column === undefined) return
  throw new AcervoError('ACV333', `'${column.name}' of many rows cannot be changed at once`, {
    details:
      given === undefined
        ? `The encrypted values of '${table.name}' are kept under its key.`
        : 'An encrypted value is bound to its row.',
    hint: 'Update row by row.',
  })
}

/** Digests, and nulls where an encrypted value is taken away. */
async function blanks({ caller, table }: Run, request: Request): Promise<Request> {
  if (!isPlainObject(request.data)) return request
  const nowhere: RowPlace = { row: [], tenant: null, subjects: new Map() }
  return { ...request, data: await encodeChanges(caller, table, request.data, nowhere) }
}

async function update(run: Run, coded: Coded, request: Request): Promise<Answer> {
  const { caller, table, options, runPlain } = run
  const asked = await conditions(run, request)
  const { data } = request
  const isMoved = coded.subjects.some(({ name }) => isPlainObject(data) && data[name] !== undefined)
  if (!isMoved && !givesCells(table, data))
    return runPlain(caller, await blanks(run, asked), options)
  return transaction(
    caller,
    [request.database],
    async (session) => {
      const found = await findPlace(run, session, coded, asked, isMoved)
      // Whoever is not there is told by the update itself.
      if (found === undefined)
        return runPlain(caller, { ...asked, data: withoutCells(coded, data as Data) }, options)
      const given = { ...found.values, ...(data as Data) }
      const place = isMoved ? moved(coded, found.place, given) : found.place
      return runPlain(
        caller,
        { ...asked, data: await encodeChanges(caller, table, given, place) },
        options,
      )
    },
    options,
  )
}

function withoutCells(coded: Coded, data: Data): Data {
  const names = new Set([...coded.sealed, ...coded.hashed].map(({ name }) => name))
  return Object.fromEntries(Object.entries(data).filter(([name]) => !names.has(name)))
}

/** The row changes whom it is about: its values go under the new subject's key. */
function moved(coded: Coded, place: RowPlace, data: Data): RowPlace {
  const subjects = new Map(place.subjects)
  for (const column of coded.subjects) {
    const given = data[column.name]
    if (given !== undefined)
      subjects.set(column.name, given === null ? '' : (toText(column, given) as string))
  }
  return { ...place, subjects }
}

async function upsert(run: Run, coded: Coded, request: Request): Promise<Answer> {
  const { caller, table, options, runPlain } = run
  const asked = await conditions(run, request)
  const [create] = await encodeRows(caller, table, [filled(table, coded, request)])
  const isMoved = coded.subjects.some(({ name }) => request.update?.[name] !== undefined)
  if (!isMoved && !givesCells(table, request.update)) {
    const blank = await blanks(run, { ...asked, data: request.update ?? {} })
    return runPlain(
      caller,
      { ...asked, create: create as Data, update: blank.data as Data },
      options,
    )
  }
  return transaction(
    caller,
    [request.database],
    async (session) => {
      const found = await findPlace(run, session, coded, asked, isMoved)
      if (found === undefined) {
        const { update: _, create: __, where: ___, ...rest } = asked
        return runPlain(caller, { ...rest, verb: 'create', data: create as Data }, options)
      }
      const given = { ...found.values, ...request.update }
      const place = isMoved ? moved(coded, found.place, given) : found.place
      const update = await encodeChanges(caller, table, given, place)
      return runPlain(caller, { ...asked, create: create as Data, update }, options)
    },
    options,
  )
}

/** What `where` says of a coded column is part of the new row. */
function filled(table: TableModel, coded: Coded, { where, create }: Request): unknown {
  if (!isPlainObject(create)) return create
  const said = [...coded.sealed, ...coded.hashed].flatMap(({ name }) => {
    const value = where?.[name]
    const given = isPlainObject(value) ? value.equals : value
    return given === undefined || given === null || create[name] !== undefined
      ? []
      : [[name, given]]
  })
  const id = table.columns.get('id')
  const key =
    id !== undefined && create.id === undefined && typeof where?.id === 'string'
      ? { id: where.id }
      : {}
  return { ...Object.fromEntries(said), ...key, ...create }
}

interface Found {
  readonly place: RowPlace
  /** The encrypted values as they are, where they go under another key. */
  readonly values: Data
}

/** The row is locked first: it must not move to another subject meanwhile. */
async function findPlace(
  { caller, table, runPlain }: Run,
  session: Session,
  coded: Coded,
  { database, where, live }: Request,
  withValues: boolean,
): Promise<Found | undefined> {
  const source = { table, alias: 't' }
  const row = keySql(openScope(caller.model), source, toKey(table, where), live)
  await session.query(
    toStatement(sql`select 1 from ${fromSql(source)} where ${row} for no key update of t`),
  )
  const columns = [
    ...coded.row,
    ...coded.subjects,
    ...(table.keyPrefix === undefined ? [] : [table.keyPrefix]),
    ...(withValues ? coded.sealed : []),
  ]
  const select = Object.fromEntries(columns.map(({ name }) => [name, true]))
  const request: Request = {
    database,
    table: table.name,
    verb: 'findUnique',
    where: where ?? {},
    select,
    ...(live === undefined ? {} : { live }),
  }
  const { mayUnmask: _, ...unmasked } = caller
  const [text] = (await runPlain(unmasked, request, {})).rows
  if (text === undefined) return undefined
  const values = JSON.parse(text) as Data
  const of = (column: ColumnModel) => {
    const value = values[column.name]
    return value === null || value === undefined ? '' : (toText(column, value) as string)
  }
  return {
    place: {
      row: coded.row.map(of),
      tenant: table.keyPrefix === undefined ? null : of(table.keyPrefix),
      subjects: new Map(coded.subjects.map((column) => [column.name, of(column)])),
    },
    values: Object.fromEntries(
      withValues
        ? coded.sealed.flatMap(({ name }) => (values[name] === null ? [] : [[name, values[name]]]))
        : [],
    ),
  }
}
