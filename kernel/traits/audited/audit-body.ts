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

/** What a kind of statement has to tell: its rows, and columns over them, read once. */
interface Change {
  readonly operation: 'INSERT' | 'UPDATE' | 'DELETE'
  readonly from: string
  /** Of the row that the log names: the new one where there is one. */
  readonly of: (token: string) => string
  /** Columns named `gone`, `came` and `same` after what is in them. */
  readonly read: (columns: string, suffix: string) => string
  readonly before: (suffix: string) => string
  readonly after: (suffix: string) => string
  readonly withheld: (columns: string) => string
}

const none = 'null::jsonb'

const changes: readonly Change[] = [
  {
    operation: 'INSERT',
    from: 'new_rows n',
    of: (token) => `{${token}:n}`,
    read: (columns, suffix) => `{row:n${columns}} as came${suffix}`,
    before: () => none,
    after: (suffix) => `came${suffix}`,
    withheld: (columns) => `{withheld:n${columns}}`,
  },
  {
    operation: 'DELETE',
    from: 'old_rows o',
    of: (token) => `{${token}:o}`,
    read: (columns, suffix) => `{row:o${columns}} as gone${suffix}`,
    before: (suffix) => `gone${suffix}`,
    after: () => none,
    withheld: (columns) => `{withheld:o${columns}}`,
  },
  {
    operation: 'UPDATE',
    // Full: whoever changes a key, as only a migrator can, leaves both halves.
    from: 'old_rows o full join new_rows n on {same:o:n}',
    of: (token) => `coalesce({${token}:n}, {${token}:o})`,
    read: (columns, suffix) =>
      `{row:o${columns}} as gone${suffix}, {row:n${columns}} as came${suffix}, {unchanged:o:n${columns}} as same${suffix}`,
    before: (suffix) => `gone${suffix} - same${suffix}`,
    after: (suffix) => `came${suffix} - same${suffix}`,
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

// What the session says, within the one statement: variables of PL/pgSQL are made ready one by one in each transaction.
const renderSaid = (table: string): string =>
  `coalesce(${setting('actor')}, acervo.audit_actor(${quoteLiteral(table)})), ${setting('purpose')}, ${setting('request_id')},
      ${setting('agent')}, ${setting('agent_run')}, ${setting('agent_tool')}`

const logColumns = `id, occurred_at, transaction_id, operation, table_name, row_id, tenant_id,
      actor, purpose, request_id, agent_id, agent_run, agent_tool, before, after, withheld`

const toLog = `insert into {table:audit_events} as e
      (${logColumns}`

const logValues = (id: string, table: string, { operation }: Change): string =>
  `${id}, occurred_at, pg_current_xact_id()::text::bigint, ${quoteLiteral(operation)}, ${quoteLiteral(table)}, row_id, tenant_id,
      ${renderSaid(table)}`

// Each sub-select costs a statement of one row microseconds: there is one, and `offset 0` has its columns read once.
// The instant is the statement's, for all its rows.
const renderRows = (change: Change, read: readonly string[]): string => `(
      select (select acervo.clock()::timestamptz(6)) as occurred_at, ${change.of('key')} as row_id,
        ${change.of('prefix')} as tenant_id,
        ${read.join(',\n        ')}
      from ${change.from}
      offset 0
    ) c`

function renderPlain(table: string, change: Change): string {
  const rows = renderRows(change, [change.read('', ''), `${change.withheld('')} as withheld`])
  return `${toLog})
    select ${logValues('acervo.uuid7(occurred_at)', table, change)},
      ${change.before('')}, ${change.after('')}, withheld
    from ${rows}${renderChanged(change, [''])};`
}

/** Personal values go to the details under a salt, and their digest to the log. */
function renderApart(table: string, change: Change, options: AuditedOptions): string {
  const { subject = 'id', personal } = options
  const list = personal?.join(',')
  const [shown, apart] = list === undefined ? [undefined, ''] : [`:-${list}`, `:${list}`]
  const of = (alias: string) => `{json:${alias}:${subject}}::text`
  const whom =
    change.operation === 'INSERT'
      ? of('n')
      : change.operation === 'DELETE'
        ? of('o')
        : `coalesce(${of('n')}, ${of('o')})`
  const rows = renderRows(change, [
    ...(shown === undefined ? [] : [change.read(shown, '')]),
    change.read(apart, '_apart'),
    `${change.withheld(shown ?? '')} as withheld, ${whom} as subject`,
  ])
  const [before, after] = shown === undefined ? [none, none] : [change.before(''), change.after('')]
  const isApart = `coalesce(nullif(before_apart, '{}'), nullif(after_apart, '{}')) is not null`
  return `with changed as materialized (
      select acervo.uuid7(occurred_at) as id, occurred_at, row_id, tenant_id, withheld, subject,
        ${before} as before, ${after} as after,
        ${change.before('_apart')} as before_apart, ${change.after('_apart')} as after_apart,
        uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) as salt
      from ${rows}${renderChanged(change, shown === undefined ? ['_apart'] : ['', '_apart'])}
    ), apart as (
      insert into {table:audit_details} (event_id, occurred_at, table_name, subject, tenant_id, salt, before, after)
      select id, occurred_at, ${quoteLiteral(table)}, coalesce(subject, ''), tenant_id, salt, before_apart, after_apart
      from changed where ${isApart}
    )
    ${toLog}, detail_digest)
    select ${logValues('id', table, change)}, before, after, withheld,
      case when ${isApart} then acervo.audit_digest(salt, before_apart, after_apart) end
    from changed;`
}

/** An update that changed nothing has nothing to tell: \`same\` holds a null for each column that differs. */
function renderChanged({ operation }: Change, suffixes: readonly string[]): string {
  if (operation !== 'UPDATE') return ''
  const differs = suffixes.map((suffix) => `array_position(same${suffix}, null) is not null`)
  return `
    where ${[...differs, 'withheld is not null'].join(' or ')}`
}
