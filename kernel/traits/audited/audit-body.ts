// The text of the routine: which rows changed, as the rows of the log that tell of them.
import { quoteLiteral } from '../../database/sql.ts'
export interface AuditedOptions {
  /** The column that says whom the row is about, `id` by default where something is personal. */
  readonly subject?: string
  /** Columns whose values are kept apart and can be erased; all of them where only `subject` is given. */
  readonly personal?: readonly string[]
  /** Reading is kept too: who, why, which rows. */
  readonly reads?: boolean
  /** Nobody writes it, or reads it where reads are kept, without saying why. */
  readonly purpose?: 'required'
}

const setting = (name: string): string => `nullif(current_setting('acervo.${name}', true), '')`

/** What a kind of statement has to tell: its rows, and expressions over them. */
interface Change {
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly from: string
  /** Of the row that the log names: the new one where there is one. */
  readonly of: (token: string) => string
  readonly before: (columns: string) => string
  readonly after: (columns: string) => string
  readonly withheld: (columns: string) => string
}

const none = 'null::jsonb'

const changes: readonly Change[] = [
  {
    operation: 'INSERT',
    from: 'new_rows n',
    of: (token) => `{${token}:n}`,
    before: () => none,
    after: (columns) => `{row:n${columns}}`,
    withheld: (columns) => `{withheld:n${columns}}`,
  },
  {
    operation: 'DELETE',
    from: 'old_rows o',
    of: (token) => `{${token}:o}`,
    before: (columns) => `{row:o${columns}}`,
    after: () => none,
    withheld: (columns) => `{withheld:o${columns}}`,
  },
  {
    operation: 'UPDATE',
    // Full: whoever changes a key, as only a migrator can, leaves both halves.
    from: 'old_rows o full join new_rows n on {same:o:n}',
    of: (token) => `coalesce({${token}:n}, {${token}:o})`,
    before: (columns) => `{changes:o:n:o${columns}}`,
    after: (columns) => `{changes:o:n:n${columns}}`,
    withheld: (columns) => `{withholds:o:n${columns}}`,
  },
]

export function renderAuditBody(table: string, options: AuditedOptions): string {
  const insert =
    options.subject === undefined && options.personal === undefined ? renderPlain : renderApart
  const [born, gone, changed] = changes.map((change) => insert(table, change, options))
  const purpose =
    options.purpose === 'required'
      ? `
  if ${setting('purpose')} is null then
    raise exception using errcode = 'AV342', message = ${quoteLiteral(`'${table}' is not written without a purpose`)},
      hint = 'Say in the principal why: purpose.';
  end if;`
      : ''
  return `begin${purpose}
  if tg_op = 'INSERT' then
    ${born}
  elsif tg_op = 'DELETE' then
    ${gone}
  else
    ${changed}
  end if;
  return null;
end`
}

// Within the one statement: variables of PL/pgSQL are made ready one by one in each transaction. The names are of no
// column that a table may have.
const renderSaid = (table: string): string => `(
      select acervo.clock()::timestamptz(6) as said_at, pg_current_xact_id()::text::bigint as said_transaction,
        coalesce(${setting('actor')}, acervo.audit_actor(${quoteLiteral(table)})) as said_actor,
        ${setting('purpose')} as said_purpose, ${setting('request_id')} as said_request,
        ${setting('agent')} as said_agent, ${setting('agent_run')} as said_run, ${setting('agent_tool')} as said_tool
      offset 0
    ) said`

const logColumns = `id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld`

const toLog = `insert into {table:audit_events} as e
      (${logColumns}`

const logValues = (id: string, table: string, { operation }: Change): string =>
  `${id}, said_at, said_transaction, ${quoteLiteral(operation)}, ${quoteLiteral(table)}, row_id, tenant_id,
      said_actor, said_purpose, said_request, said_agent, said_run, said_tool, before, after, withheld`

function renderPlain(table: string, change: Change): string {
  const rows = `select ${change.of('key')} as row_id, ${change.of('prefix')} as tenant_id,
        ${change.before('')} as before, ${change.after('')} as after, ${change.withheld('')} as withheld
      from ${change.from}`
  return `${toLog})
    select ${logValues('acervo.uuid7(said_at)', table, change)}
    from ${renderSaid(table)}, (${rows}) c${renderChanged(change, '')};`
}

/** Personal values go to the details under a salt, and their digest to the log. */
function renderApart(table: string, change: Change, options: AuditedOptions): string {
  const { subject = 'id', personal } = options
  const list = personal?.join(',')
  const [shown, apart] = list === undefined ? [undefined, ''] : [`:-${list}`, `:${list}`]
  const [before, after] =
    shown === undefined ? [none, none] : [change.before(shown), change.after(shown)]
  const of = (alias: string) => `{json:${alias}:${subject}}::text`
  const whom =
    change.operation === 'INSERT'
      ? of('n')
      : change.operation === 'DELETE'
        ? of('o')
        : `coalesce(${of('n')}, ${of('o')})`
  const rows = `select ${change.of('key')} as row_id, ${change.of('prefix')} as tenant_id,
        ${before} as before, ${after} as after, ${change.withheld(shown ?? '')} as withheld,
        ${change.before(apart)} as before_apart, ${change.after(apart)} as after_apart, ${whom} as subject,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from ${change.from}`
  const isApart = `coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null`
  return `with changed as materialized (
      select acervo.uuid7(said_at) as id, said.*, c.* from ${renderSaid(table)}, (${rows}) c${renderChanged(change, '_apart')}
    ), apart as (
      insert into {table:audit_details} (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, said_at, ${quoteLiteral(table)}, coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where ${isApart}
    )
    ${toLog}, detail_digest)
    select ${logValues('id', table, change)},
      case when ${isApart} then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;`
}

/** An update that changed nothing has nothing to tell. */
function renderChanged({ operation }: Change, suffix: '' | '_apart'): string {
  if (operation !== 'UPDATE') return ''
  const apart = suffix === '' ? '' : ` or c.after${suffix} <> '{}'`
  return `
      where c.after <> '{}' or c.withheld is not null${apart}`
}
