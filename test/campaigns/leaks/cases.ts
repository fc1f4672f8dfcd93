// Everything that SQL can try against one relation, generated from its columns, its keys and one row of somebody
// else's. No case says how it must end, but for what is never anybody's right.
import { quoteIdentifier, quoteLiteral } from '../../../kernel/database/sql.ts'
import type { TableModel } from '../../../kernel/index.ts'
import { markOf, mine, theirs } from './fill.ts'
import type { Relation } from './world.ts'

export type Verb =
  | 'select'
  | 'insert'
  | 'update'
  | 'delete'
  | 'merge'
  | 'on conflict'
  | 'returning'
  | 'copy'
  | 'truncate'
  | 'explain'
  | 'stats'
  | 'sequence'
  | 'error text'
export type Aim = Relation['kind'] | 'function' | 'FK' | 'unique'

export interface Case {
  readonly verb: Verb
  readonly aim: Aim
  readonly sql: string
  /** What the server tells of its own storage differs with what others store: only their values must not show. */
  readonly isInexact?: boolean
  /** What nobody who acts for a tenant may do at all: each answer but a refusal is a leak. */
  readonly isForbidden?: boolean
}

/** By SQL name, as text; null where it is. */
export type SqlRow = Readonly<Record<string, string | null>>

export interface Subject {
  readonly relation: Relation
  /** Absent for a view. */
  readonly table: TableModel | undefined
  readonly victim: SqlRow
  readonly own: SqlRow
}

export function casesOf(subject: Subject): readonly Case[] {
  const { relation } = subject
  const { kind } = relation
  const writes =
    kind === 'view' || kind === 'materialized view'
      ? []
      : [...inserts(subject), ...updates(subject), ...deletes(subject), ...merges(subject)]
  return [...reads(subject), ...errors(subject), ...writes, ...tools(subject)]
}

const q = quoteIdentifier
const literal = (value: string | null | undefined) =>
  value === null || value === undefined ? 'null' : quoteLiteral(value)

function reads({ relation, victim }: Subject): Case[] {
  const { name, kind, columns, own } = relation
  const select = (sql: string): Case => ({ verb: 'select', aim: kind, sql })
  const whole = [
    `select t::text from ${name} t`,
    `select count(*) from ${name}`,
    `select count(*) from only ${name}`,
    `select to_jsonb(t)::text from ${name} t limit 5`,
    `select t::text from ${name} t for update`,
    `select t::text from ${name} t for key share skip locked`,
    `select count(*) from ${name} tablesample system (100)`,
    `select string_agg(t::text, '|' order by t::text) from ${name} t`,
    `select count(*), max(t::text) over () from ${name} t group by t.*`,
    `with recursive r as (select t::text as x from ${name} t union select x from r) select x from r`,
    `declare c cursor for select t::text from ${name} t; fetch all from c`,
    `select (select t::text from ${name} t order by 1 desc limit 1)`,
    `select x from (values (1)) v cross join lateral (select t::text as x from ${name} t) l`,
    `select t::text from ${name} t where exists (select from ${name} u where u::text > t::text)`,
    `prepare p as select t::text from ${name} t; execute p; deallocate p`,
    ...(own === ''
      ? []
      : [
          `select t::text from ${name} t where ${q(own)} = '${theirs.id}'`,
          `select t::text from ${name} t where ${q(own)} <> '${mine.id}' or ${q(own)} is null`,
          `select distinct ${q(own)} from ${name}`,
        ]),
  ].map(select)
  const each = columns.flatMap((column) => {
    const c = q(column)
    const value = literal(victim[column])
    return [
      `select count(*) from ${name} where ${c} = ${value}`,
      `select ${c}::text from ${name} where ${c}::text >= ${value} order by 1`,
      `select ${c}::text, count(*) from ${name} group by ${c}`,
      `select max(${c}::text), min(${c}::text) from ${name}`,
      `select exists (select from ${name} where ${c}::text like '%' || ${literal(victim[column]?.slice(0, 3))} || '%')`,
      `select ${c}::text from ${name} order by ${c}::text desc limit 1`,
    ].map(select)
  })
  return [...whole, ...each]
}

/** A value that cannot be told in an answer may be told by a refusal. */
function errors({ relation, victim }: Subject): Case[] {
  const { name, columns } = relation
  const each = columns.flatMap((column) => {
    const c = q(column)
    return [
      `select (${c}::text || 'x')::int from ${name}`,
      `select 1 / (case when ${c}::text = ${literal(victim[column])} then 0 else 1 end) from ${name}`,
      `select ${c}::text::json from ${name} where ${c} is not null`,
    ]
  })
  // Cheap, so that a planner that may will call it before anything else.
  const leak = `create function pg_temp.leak(given text) returns boolean language plpgsql cost 0.0001
    as $$ begin if given like '%${markOf(theirs)}%' then raise 'met %', given; end if; return true; end $$`
  const functions = [
    `${leak}; select count(*) from ${name} t where pg_temp.leak(t::text)`,
    ...columns.map(
      (column) => `${leak}; select 1 from ${name} where pg_temp.leak(${q(column)}::text)`,
    ),
  ]
  return [
    ...each.map((sql): Case => ({ verb: 'error text', aim: relation.kind, sql })),
    ...functions.map((sql): Case => ({ verb: 'error text', aim: 'function', sql })),
  ]
}

function inserts({ relation, table, victim, own }: Subject): Case[] {
  const { name, kind } = relation
  const theft = without(table, victim)
  const mineAgain = fresh(table, own)
  const insert = (row: SqlRow, tail = '') =>
    `insert into ${name} (${Object.keys(row).map(q).join(', ')}) values (${Object.values(row).map(literal).join(', ')})${tail}`
  const unnamed = omit(theft, relation.own)
  const asked: Case[] = [
    { verb: 'insert', aim: kind, sql: insert(theft) },
    { verb: 'insert', aim: kind, sql: insert(unnamed) },
    { verb: 'insert', aim: kind, sql: insert({ ...mineAgain, [relation.own]: theirs.id }) },
    { verb: 'insert', aim: kind, sql: `insert into ${name} select * from ${name}` },
    { verb: 'insert', aim: kind, sql: `insert into ${name} default values` },
    { verb: 'returning', aim: kind, sql: insert(theft, ' returning *') },
    { verb: 'returning', aim: kind, sql: insert(unnamed, ' returning *') },
  ]
  const links = linksOf(table).flatMap((names) => {
    const row = { ...mineAgain, ...pick(victim, names) }
    return [
      { verb: 'insert', aim: 'FK', sql: insert(row) },
      { verb: 'returning', aim: 'FK', sql: insert(row, ' returning *') },
      { verb: 'insert', aim: 'FK', sql: insert(omit(row, relation.own)) },
    ] as Case[]
  })
  const uniques = uniquesOf(table).flatMap((names) => {
    const row = {
      ...mineAgain,
      ...pick(victim, names),
      [relation.own]: own[relation.own] ?? mine.id,
    }
    const [first = relation.own] = Object.keys(mineAgain)
    const onto = ` on conflict (${names.map(q).join(', ')}) do update set ${q(first)} = excluded.${q(first)}`
    return [
      { verb: 'insert', aim: 'unique', sql: insert(row) },
      { verb: 'on conflict', aim: 'unique', sql: insert(row, ' on conflict do nothing') },
      { verb: 'on conflict', aim: 'unique', sql: insert(row, onto) },
      {
        verb: 'on conflict',
        aim: 'unique',
        sql: insert({ ...row, [relation.own]: theirs.id }, `${onto} returning *`),
      },
    ] as Case[]
  })
  return [
    ...asked,
    ...links,
    ...uniques,
    { verb: 'on conflict', aim: kind, sql: insert(unnamed, ' on conflict do nothing') },
    { verb: 'on conflict', aim: kind, sql: insert(theft, ' on conflict do nothing') },
  ]
}

function updates({ relation, table, victim }: Subject): Case[] {
  const { name, kind, own, columns } = relation
  const theirsOnly = `${q(own)} = '${theirs.id}'`
  const update = (set: string, tail = ''): Case[] => [
    { verb: 'update', aim: kind, sql: `update ${name} set ${set}${tail}` },
    { verb: 'returning', aim: kind, sql: `update ${name} t set ${set}${tail} returning t::text` },
  ]
  const each = columns.flatMap((column) => {
    const c = q(column)
    const value = literal(victim[column])
    return [
      ...update(`${c} = ${value}`),
      ...update(`${c} = ${c}`, ` where ${theirsOnly}`),
      ...update(`${c} = ${c}`, ` where ${c}::text = ${value}`),
    ]
  })
  const links = linksOf(table).map((names): Case => {
    const set = names.map((one) => `${q(one)} = ${literal(victim[one])}`).join(', ')
    return { verb: 'update', aim: 'FK', sql: `update ${name} set ${set}` }
  })
  const uniques = uniquesOf(table).flatMap((names): Case[] => {
    const set = names
      .filter((one) => one !== own)
      .map((one) => `${q(one)} = ${literal(victim[one])}`)
      .join(', ')
    return set === '' ? [] : [{ verb: 'update', aim: 'unique', sql: `update ${name} set ${set}` }]
  })
  return [
    ...update(`${q(own)} = '${mine.id}'`),
    ...update(`${q(own)} = '${theirs.id}'`),
    ...update(`${q(own)} = '${mine.id}'`, ` where ${theirsOnly}`),
    ...each,
    ...links,
    ...uniques,
  ]
}

function deletes({ relation, victim }: Subject): Case[] {
  const { name, kind, own, columns } = relation
  const remove = (tail: string): Case[] => [
    { verb: 'delete', aim: kind, sql: `delete from ${name} t${tail}` },
    { verb: 'returning', aim: kind, sql: `delete from ${name} t${tail} returning t::text` },
  ]
  return [
    ...remove(''),
    ...remove(` where ${q(own)} = '${theirs.id}'`),
    ...remove(` using ${name} u where u::text > t::text`),
    ...columns.flatMap((column) =>
      remove(` where ${q(column)}::text = ${literal(victim[column])}`),
    ),
  ]
}

function merges({ relation, table, victim, own }: Subject): Case[] {
  const { name, kind, columns } = relation
  const row = fresh(table, own)
  const names = Object.keys(row).map(q).join(', ')
  const values = Object.values(row).map(literal).join(', ')
  return columns.flatMap((column): Case[] => {
    const on = `merge into ${name} t using (values (1)) v(x) on t.${q(column)}::text = ${literal(victim[column])}`
    return [
      `${on} when matched then delete`,
      `${on} when matched then update set ${q(column)} = t.${q(column)}`,
      `${on} when matched then do nothing when not matched then insert (${names}) values (${values})`,
    ].map((sql) => ({ verb: 'merge', aim: kind, sql }))
  })
}

function tools({ relation, victim }: Subject): Case[] {
  const { name, kind, columns, own } = relation
  const tool = (verb: Verb, sql: string, more: Partial<Case> = {}): Case => ({
    verb,
    aim: kind,
    sql,
    ...more,
  })
  const [schema = '', bare = ''] = name.replaceAll('"', '').split('.')
  return [
    tool('copy', `copy ${name} to stdout`),
    tool('copy', `copy (select t::text from ${name} t) to stdout`),
    ...columns.map((column) => tool('copy', `copy (select ${q(column)} from ${name}) to stdout`)),
    tool('copy', `copy ${name} to '/tmp/acervo-leak.csv'`, { isForbidden: true }),
    tool('copy', `copy ${name} to program 'cat'`, { isForbidden: true }),
    tool('copy', `copy ${name} from '/etc/hostname'`, { isForbidden: true }),
    tool('truncate', `truncate ${name}`, { isForbidden: true }),
    tool('truncate', `truncate ${name} cascade`, { isForbidden: true }),
    tool(
      'truncate',
      `lock table ${name} in access exclusive mode; alter table ${name} disable row level security`,
      { isForbidden: true },
    ),
    tool('explain', `explain (costs off) select * from ${name}`, { isInexact: true }),
    tool(
      'explain',
      `explain (analyze, verbose, costs off, timing off, summary off) select t::text from ${name} t`,
      { isInexact: true },
    ),
    ...columns.flatMap((column) => [
      tool('explain', `explain (costs off) select 1 from ${name} where ${q(column)}::text > 'a'`, {
        isInexact: true,
      }),
      tool(
        'explain',
        `explain (analyze, costs off, timing off, summary off) select 1 from ${name} where ${q(column)}::text = ${literal(victim[column])}`,
        { isInexact: true },
      ),
      tool('sequence', `select pg_get_serial_sequence('${name}', '${column}')`),
      tool(
        'stats',
        `select s::text from pg_stats s where schemaname = '${schema}' and tablename = '${bare}' and attname = '${column}'`,
      ),
    ]),
    tool(
      'stats',
      `select s::text from pg_stats s where schemaname = '${schema}' and tablename = '${bare}'`,
    ),
    tool('stats', `select s::text from pg_stats_ext s where schemaname = '${schema}'`),
    tool(
      'stats',
      `select stavalues1::text from pg_statistic where starelid = '${name}'::regclass`,
      { isForbidden: true },
    ),
    tool('stats', `select query from pg_stat_activity where datname = current_database()`, {
      isInexact: true,
    }),
    tool('sequence', `select s::text from pg_sequences s where schemaname = '${schema}'`),
    ...(own === ''
      ? []
      : [tool('explain', `explain (costs off) delete from ${name}`, { isInexact: true })]),
  ]
}

function linksOf(table: TableModel | undefined): readonly (readonly string[])[] {
  const own = table?.keyPrefix?.sqlName
  return (table?.foreignKeys ?? []).map(({ columns }) => columns.filter((name) => name !== own))
}

/** Keys of words. That an id is taken is not told of: nobody guesses a uuid. */
function uniquesOf(table: TableModel | undefined): readonly (readonly string[])[] {
  const lists = [...(table?.uniques ?? []).map(({ columns }) => columns), table?.primaryKey ?? []]
  return lists
    .filter((columns) => !columns.some(({ name }) => name === 'id'))
    .map((columns) => columns.map(({ sqlName }) => sqlName))
    .filter((names) => names.length > 0)
}

/** A row that could be written: without its id, and without what the database writes. */
function without(table: TableModel | undefined, row: SqlRow): SqlRow {
  const columns = [...(table?.columns.values() ?? [])].filter(
    ({ name, insertable }) => name !== 'id' && insertable,
  )
  return pick(
    row,
    columns.map(({ sqlName }) => sqlName),
  )
}

/** The same with words of its own, so that no key of one's own row is in the way. */
function fresh(table: TableModel | undefined, row: SqlRow): SqlRow {
  const written = without(table, row)
  const words = [...(table?.columns.values() ?? [])].filter(
    ({ spec }) =>
      ['text', 'varchar'].includes(spec.type.name) &&
      spec.values === undefined &&
      spec.link === undefined,
  )
  const changed = words.flatMap(({ sqlName }) =>
    written[sqlName] == null
      ? []
      : [[sqlName, `new ${written[sqlName]}`.slice(0, written[sqlName].length)]],
  )
  return { ...written, ...Object.fromEntries(changed) }
}

function pick(row: SqlRow, names: readonly string[]): SqlRow {
  return Object.fromEntries(
    names.filter((name) => name in row).map((name) => [name, row[name] ?? null]),
  )
}

function omit(row: SqlRow, name: string): SqlRow {
  return Object.fromEntries(Object.entries(row).filter(([one]) => one !== name))
}
