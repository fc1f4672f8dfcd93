// The texts of the routines: which transitions pass, what they set, and what is kept of them.
import { quoteLiteral } from '../../database/sql.ts'
import { toSqlName, toSqlText } from '../../table/name.ts'
import type { TableDraft } from '../../table/table.ts'

export interface StatesOptions<State extends string> {
  /** From each state the states that may follow; none after a last one. */
  readonly next: Readonly<Record<State, readonly NoInfer<State>[]>>
  /** In which a new row may stand; any where it is left out. */
  readonly initial?: readonly NoInfer<State>[]
  /** Instant columns that entering a state sets, unless the writer gives them. */
  readonly stamps?: Readonly<Partial<Record<NoInfer<State>, string>>>
  /** Columns that stay as they are while a row is in a state; `'*'` are all that clients see. */
  readonly fixed?: Readonly<Partial<Record<NoInfer<State>, readonly string[] | '*'>>>
  /** Where each transition is kept. */
  readonly history?: HistoryOptions
}

export interface HistoryOptions {
  /** SQL name of a table with `transitions()`. */
  readonly table: string
  /** Its column that links to the row. */
  readonly link: string
  /** Its columns that are copied from the row; by name, or `{ theirs: 'ours' }`. */
  readonly carries?: readonly string[] | Readonly<Record<string, string>>
}

const list = (words: readonly string[]): string =>
  `array[${words.map(quoteLiteral).join(', ')}]::text[]`

/** Before a row is written: sees the version that another transaction has just left behind. */
export function renderGuard(
  table: TableDraft,
  column: string,
  { next, stamps = {}, fixed = {} }: StatesOptions<string>,
): string {
  const state = table.sql(column)
  const entries = Object.entries(next)
  const follows = entries.map(([word, words]) => `when ${quoteLiteral(word)} then ${list(words)}`)
  return `declare
  allowed text[];
begin
  if tg_op = 'UPDATE' and new.${state} is distinct from old.${state} then
    allowed := case old.${state} ${follows.join(' ')} end;
    if not coalesce(new.${state} = any (allowed), false) then
      raise exception using errcode = 'AV323', table = ${quoteLiteral(table.sqlName)}, column = ${quoteLiteral(state)},
        message = format('%s does not go from %s to %s', ${quoteLiteral(column)}, old.${state}, coalesce(new.${state}, 'null')),
        detail = format('Allowed from %s: %s.', old.${state}, coalesce(nullif(array_to_string(allowed, ', '), ''), 'nothing'));
    end if;
  end if;${renderFixed(table, column, fixed)}${renderStamps(table, column, stamps)}
  return new;
end`
}

type Columns = Readonly<Record<string, readonly string[] | '*' | undefined>>

function renderFixed(table: TableDraft, column: string, fixed: Columns): string {
  const state = table.sql(column)
  const cases = Object.entries(fixed).map(([word, names]) => {
    const differs = `{changes:old:new${names === '*' ? '' : `:${(names ?? []).join(',')}`}}`
    const what = names === '*' ? 'nothing of it' : `none of ${(names ?? []).join(', ')}`
    return `
  if tg_op = 'UPDATE' and new.${state} = ${quoteLiteral(word)} and old.${state} = ${quoteLiteral(word)} and (${differs}) then
    raise exception using errcode = 'AV323', table = ${quoteLiteral(table.sqlName)},
      message = ${quoteLiteral(`what is ${word} stays as it is`)}, detail = ${quoteLiteral(`While ${column} is ${word}, ${what} changes.`)};
  end if;`
  })
  return cases.join('')
}

function renderStamps(
  table: TableDraft,
  column: string,
  stamps: Readonly<Record<string, string | undefined>>,
): string {
  const state = table.sql(column)
  const cases = Object.entries(stamps).map(([word, name]) => {
    const stamp = table.sql(name ?? '')
    return `
  if new.${state} = ${quoteLiteral(word)} and (
    case tg_op when 'INSERT' then new.${stamp} is null
    else new.${state} is distinct from old.${state} and new.${stamp} is not distinct from old.${stamp} end
  ) then
    new.${stamp} := acervo.now();
  end if;`
  })
  return cases.join('')
}

/** After a statement: only rows that were really added are judged, not those that met a conflict. */
export function renderKept(
  table: TableDraft,
  column: string,
  { initial, history }: StatesOptions<string>,
): string {
  const state = table.sql(column)
  const begin =
    initial === undefined
      ? ''
      : `
    select n.${state} into strange from new_rows n where n.${state} <> all (${list(initial)}) limit 1;
    if found then
      raise exception using errcode = 'AV323', table = ${quoteLiteral(table.sqlName)}, column = ${quoteLiteral(state)},
        message = format('%s does not begin as %s', ${quoteLiteral(column)}, strange),
        detail = ${quoteLiteral(`Allowed: ${initial.join(', ')}.`)};
    end if;`
  const keep = (from: string, before: string) => {
    if (history === undefined) return ''
    const columns = toHistoryColumns(history)
    const theirs = columns.map(([name]) => toSqlText(name)).join(', ')
    const ours = columns.map(([, name]) => `n.${name}`).join(', ')
    return `
    insert into {table:${history.table}} (${theirs}, from_state, to_state, at, actor)
    select ${ours}, ${before}, n.${state}, acervo.clock(), actor ${from};`
  }
  return `declare
  strange text;
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if tg_op = 'INSERT' then${begin}${keep('from new_rows n', 'null')}
  else${keep(
    `from new_rows n join old_rows o on {same:o:n}
    where n.${state} is distinct from o.${state}`,
    `o.${state}`,
  )}
  end if;
  return null;
end`
}

/** SQL names: of the history's column, and of the row's. */
function toHistoryColumns({ link, carries = {} }: HistoryOptions) {
  const named = Array.isArray(carries)
    ? carries.map((name: string) => [name, name] as const)
    : Object.entries(carries as Readonly<Record<string, string>>)
  const pairs = [[link, 'id'] as const, ...named]
  return pairs.map(([theirs, ours]) => [toSqlName(theirs), toSqlText(toSqlName(ours))] as const)
}

/** Every column of the history that the routine fills. */
export function toWritten(history: HistoryOptions): readonly string[] {
  const columns = toHistoryColumns(history).map(([theirs]) => theirs)
  return [...columns, 'from_state', 'to_state', 'at', 'actor']
}
