// Indexes that the declarations want and the tables lack, each with its evidence: how often the table was read from
// end to end, what asks by those columns, and what the planner would do. The plan is asked with hypopg where it is
// installed; else over a sample of the rows in a transaction that is rolled back: an index on the table itself would
// hold up its writers.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { Direct } from '../database/target.ts'
import { qualify } from '../ddl/statement.ts'
import type { DatabaseModel, TableModel } from '../model/model.ts'
import { findExtension, flushStatistics, readRows } from './reading.ts'

export interface IndexAdvice {
  readonly schema: string
  readonly table: string
  /** SQL names. */
  readonly columns: readonly string[]
  /** Which declared thing asks by them. */
  readonly askedBy: string
  readonly rows: number
  /** Reads of the whole table since statistics are counted, and the rows they went through. */
  readonly wholeReads: number
  readonly wholeReadRows: number
  readonly evidence: Evidence
  /** The column features that would declare it: `index(['clientId'])`. */
  readonly declaration: string
}

export interface Evidence {
  readonly how: 'hypopg' | 'sample'
  /** Rows that the planner was asked over. */
  readonly rows: number
  readonly query: string
  readonly costBefore: number
  readonly costAfter: number
  /** Of the plan with the index. */
  readonly uses: boolean
}

export interface AdviceOptions {
  /** Smaller tables are read faster than any index. */
  readonly rowsMin?: number
  readonly sampleMax?: number
  /** The plan must become so many times cheaper. */
  readonly gain?: number
}

export async function adviseIndexes(
  direct: Direct,
  database: DatabaseModel,
  { rowsMin = 10_000, sampleMax = 50_000, gain = 5 }: AdviceOptions = {},
): Promise<readonly IndexAdvice[]> {
  await flushStatistics(direct)
  const hypopg = await findExtension(direct, 'hypopg')
  const advice: IndexAdvice[] = []
  for (const table of database.tables.values()) {
    const wanted = table.kind === 'table' ? await listWanted(direct, table) : []
    if (wanted.length === 0) continue
    const reads = await readUse(direct, table)
    if (reads.rows < rowsMin) continue
    for (const { columns, askedBy } of wanted) {
      const names = columns.map((name) => table.columns.get(name)?.sqlName ?? name)
      const evidence = await ask(direct, { table, names, rows: reads.rows, sampleMax, hypopg })
      if (evidence === undefined || !evidence.uses) continue
      if (evidence.costBefore < gain * evidence.costAfter) continue
      const declaration = `index([${columns.map((name) => `'${name}'`).join(', ')}])`
      const { schema, sqlName } = table
      advice.push({
        schema,
        table: sqlName,
        columns: names,
        askedBy,
        ...reads,
        evidence,
        declaration,
      })
    }
  }
  return advice.sort((a, b) => b.wholeReadRows - a.wholeReadRows)
}

interface Wanted {
  readonly columns: readonly string[]
  readonly askedBy: string
}

/** What requests can be expected to ask by: links, and the state of things that have states. */
async function listWanted(direct: Direct, table: TableModel): Promise<readonly Wanted[]> {
  const prefix = table.keyPrefix
  const wanted: Wanted[] = [...table.relations.values()].flatMap(({ name, kind, on }) =>
    kind === 'many' ? [] : [{ columns: on.map(([here]) => here), askedBy: `link ${name}` }],
  )
  const { states } = table
  if (states !== undefined) wanted.push({ columns: [states.column.name], askedBy: 'states' })
  const first = await readFirstColumns(direct, table)
  const seen = new Set<string>()
  return wanted.filter(({ columns }) => {
    // Of a tenant's table every question carries the tenant: an index may begin with it.
    const own = columns.filter((name) => name !== prefix?.name)
    const key = own.join()
    if (own.length === 0 || seen.has(key)) return false
    seen.add(key)
    const names = own.map((name) => table.columns.get(name)?.sqlName ?? name)
    return !first.some((index) => covers(index, names, prefix?.sqlName))
  })
}

function covers(
  index: readonly string[],
  names: readonly string[],
  prefix: string | undefined,
): boolean {
  const own = index[0] === prefix && prefix !== undefined ? index.slice(1) : index
  return names.every((name) => own.slice(0, names.length).includes(name))
}

/** The key columns of every valid index of the table that holds all rows. */
async function readFirstColumns(
  direct: Direct,
  { schema, sqlName }: TableModel,
): Promise<readonly (readonly string[])[]> {
  const found = await readRows<{ columns: readonly string[] }>(
    direct,
    `select json_agg(a.attname order by k.at) as columns
    from pg_index x join pg_class t on t.oid = x.indrelid join pg_namespace n on n.oid = t.relnamespace
      cross join lateral unnest(x.indkey::int2[]) with ordinality k (attnum, at)
      join pg_attribute a on a.attrelid = t.oid and a.attnum = k.attnum
    where n.nspname = $1 and t.relname = $2 and x.indisvalid and x.indpred is null and k.at <= x.indnkeyatts
    group by x.indexrelid`,
    [schema, sqlName],
  )
  return found.map(({ columns }) => columns)
}

interface Use {
  readonly rows: number
  readonly wholeReads: number
  readonly wholeReadRows: number
}

async function readUse(direct: Direct, { schema, sqlName }: TableModel): Promise<Use> {
  const [use] = await readRows<Use>(
    direct,
    `select sum(greatest(c.reltuples, s.n_live_tup, 0))::bigint as rows, sum(s.seq_scan)::bigint as "wholeReads",
      sum(s.seq_tup_read)::bigint as "wholeReadRows"
    from pg_class t join pg_namespace n on n.oid = t.relnamespace
      cross join lateral (select relid from pg_partition_tree(t.oid) where isleaf union select t.oid) m
      join pg_class c on c.oid = m.relid and c.relkind = 'r' join pg_stat_user_tables s on s.relid = c.oid
    where n.nspname = $1 and t.relname = $2`,
    [schema, sqlName],
  )
  return use?.rows == null ? { rows: 0, wholeReads: 0, wholeReadRows: 0 } : use
}

interface Question {
  readonly table: TableModel
  readonly names: readonly string[]
  readonly rows: number
  readonly sampleMax: number
  readonly hypopg: string | undefined
}

async function ask(direct: Direct, question: Question): Promise<Evidence | undefined> {
  await direct.script('begin')
  try {
    return question.hypopg === undefined
      ? await askSample(direct, question)
      : await askHypopg(direct, question, question.hypopg)
  } finally {
    await direct.script('rollback')
  }
}

/** A copy of some rows with the statistics of all: what is cheaper there is cheaper in the table. */
async function askSample(direct: Direct, question: Question): Promise<Evidence | undefined> {
  const { table, names, rows, sampleMax } = question
  const percent = Math.min(100, (sampleMax / rows) * 100)
  const from = `${qualify(table.schema, table.sqlName)} tablesample system (${percent}) repeatable (1)`
  await direct.script(
    `create temp table acervo_sample on commit drop as select * from ${from} limit ${sampleMax}`,
  )
  await direct.script('analyze acervo_sample')
  const where = await toCondition(direct, 'acervo_sample', names)
  if (where === undefined) return undefined
  const before = await explain(direct, `select * from acervo_sample where ${where}`)
  await direct.script(`create index acervo_hypothetical on acervo_sample (${toList(names)})`)
  const after = await explain(direct, `select * from acervo_sample where ${where}`)
  const { rows: counted } = await direct.script('select count(*) from acervo_sample')
  const asked = { how: 'sample' as const, rows: Number(counted[0]?.[0]) }
  return toEvidence(question, asked, before, after, 'acervo_hypothetical')
}

async function askHypopg(
  direct: Direct,
  question: Question,
  schema: string,
): Promise<Evidence | undefined> {
  const { table, names, rows, sampleMax } = question
  const from = qualify(table.schema, table.sqlName)
  const percent = Math.min(100, (sampleMax / rows) * 100)
  const some = `${from} tablesample system (${percent}) repeatable (1)`
  const where = await toCondition(direct, some, names)
  if (where === undefined) return undefined
  const before = await explain(direct, `select * from ${from} where ${where}`)
  const index = quoteLiteral(`create index on ${from} (${toList(names)})`)
  const { rows: made } = await direct.script(
    `select indexname from ${schema}.hypopg_create_index(${index})`,
  )
  try {
    const after = await explain(direct, `select * from ${from} where ${where}`)
    return toEvidence(question, { how: 'hypopg', rows }, before, after, made[0]?.[0] ?? '')
  } finally {
    await direct.script(`select ${schema}.hypopg_reset()`)
  }
}

function toEvidence(
  { table, names }: Question,
  asked: Pick<Evidence, 'how' | 'rows'>,
  before: Plan,
  after: Plan,
  index: string,
): Evidence {
  const query = `select * from ${table.schema}.${table.sqlName} where ${names.map((name, at) => `${name} = $${at + 1}`).join(' and ')}`
  return {
    ...{ ...asked, query, costBefore: before.cost, costAfter: after.cost },
    uses: after.text.includes(index),
  }
}

/** A value in the middle of what the column holds; its text goes to the planner and nowhere else. */
async function toCondition(
  direct: Direct,
  from: string,
  names: readonly string[],
): Promise<string | undefined> {
  const list = toList(names)
  const { rows } = await direct.query({
    text: `select ${names.map((name) => `${quoteIdentifier(name)}::text`).join(', ')} from ${from}
      where ${names.map((name) => `${quoteIdentifier(name)} is not null`).join(' and ')}
      group by ${list} order by count(*), ${list} offset (
        select count(distinct (${list})) / 2 from ${from}) limit 1`,
    values: [],
  })
  const [row] = rows
  if (row === undefined) return undefined
  return names
    .map((name, at) => `${quoteIdentifier(name)} = ${quoteLiteral(row[at] ?? '')}`)
    .join(' and ')
}

interface Plan {
  readonly cost: number
  readonly text: string
}

async function explain(direct: Direct, text: string): Promise<Plan> {
  const { rows } = await direct.script(`explain (format json) ${text}`)
  const [plan] = JSON.parse(rows[0]?.[0] ?? '[]')
  return { cost: Number(plan?.Plan?.['Total Cost'] ?? 0), text: JSON.stringify(plan) }
}

function toList(names: readonly string[]): string {
  return names.map(quoteIdentifier).join(', ')
}
