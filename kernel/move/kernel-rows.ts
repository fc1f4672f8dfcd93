// Rows of ours in the schema `acervo` that go with a database, table by table; docs/decisions/0015 says why each
// does or does not. A table that is missing here is one that stays.
import { quoteLiteral } from '../database/sql.ts'
import type { DatabaseModel, Model } from '../model/model.ts'

export interface KernelRows {
  readonly table: string
  /** Of the rows that go; `t` is the table. */
  readonly where: string
  /** They belong to more than these databases: what happens where one is there already. They are never taken away. */
  readonly merge?: string
}

export function toKernelRows(
  model: Model,
  databases: readonly DatabaseModel[],
): readonly KernelRows[] {
  const names = databases.flatMap(({ name, schema }) => [name, schema])
  const isOurs = `t.database ${among(names)}`
  const own = (table: string, where = isOurs) => ({ table, where })
  const shared = (table: string, where = 'true', merge = 'do nothing') => ({ table, where, merge })
  const systems = model.systems.filter((system) =>
    system.databases.some((one) => databases.includes(one)),
  )
  const firsts = systems.filter(({ databases: [first] }) => first && databases.includes(first))
  const sagas = model.systems
    .flatMap((system) => system.sagas)
    .filter(({ home }) => names.includes(home))
  return [
    own('outbox_counter'),
    own('outbox_cursor'),
    own('inbox_cursor'),
    own('rejected_event'),
    own('audit_checkpoint'),
    own('import_run'),
    own('retention'),
    own('partition'),
    own('data_key'),
    own('data_key_rotation'),
    shared('data_key_shredded'),
    own('saga', `t.name ${among(sagas.map(({ name }) => name))}`),
    shared('elevation', 'true', takenBack),
    shared('idempotency'),
    shared('sign_in_attempt', `t.system ${among(systems.map(({ name }) => name))}`, stricter),
    shared('demo', `t.system ${among(firsts.map(({ name }) => name))}`),
    // An empty stream is a condition of the move, so these are its own.
    ...(isHome(model, databases)
      ? [own('stream_event', 'true'), own('stream_consumer', 'true')]
      : []),
  ].map((rows) => ({ ...rows, table: `acervo.${rows.table}` }))
}

// What was taken back on either side stays taken back.
const takenBack = `(id) do update set revoked_at = coalesce(e.revoked_at, excluded.revoked_at),
  revoked_by = coalesce(e.revoked_by, excluded.revoked_by)`
const stricter = `on constraint sign_in_attempt_pkey do update
  set failures = greatest(e.failures, excluded.failures),
    locked_until = greatest(e.locked_until, excluded.locked_until)`

/** The first database of all has the stream and the jobs of the platform beside it. */
export function isHome(model: Model, databases: readonly DatabaseModel[]): boolean {
  const home = model.systems[0]?.databases[0]
  return home !== undefined && databases.includes(home)
}

/** What a move that did not end has left, and the history of it. */
export function renderRemoval(model: Model, databases: readonly DatabaseModel[]): string {
  const own = toKernelRows(model, databases).filter(({ merge }) => merge === undefined)
  const names = among(databases.map(({ name }) => name))
  const history = ['acervo.migration', 'acervo.backfill'].map((table) => ({
    table,
    where: `t.database ${names}`,
  }))
  return [
    ...[...own, ...history].map(({ table, where }) => `delete from ${table} t where ${where}`),
    ...(isHome(model, databases) ? ['update acervo.stream_head set position = 0'] : []),
  ].join(';\n')
}

function among(words: readonly string[]): string {
  return `= any (array[${words.map(quoteLiteral).join(', ')}]::text[])`
}
