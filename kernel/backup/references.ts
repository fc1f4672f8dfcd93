// References across databases that point nowhere: no foreign key holds them, so whoever restores one database of many
// is told which of its rows name what is not there, and which rows elsewhere name what it has not any more.
import { quoteIdentifier } from '../database/sql.ts'
import type { Direct, Target } from '../database/target.ts'
import { qualify } from '../ddl/statement.ts'
import { withDirect } from '../migrate/placed.ts'
import { assertNotAborted } from '../migrate/retry.ts'
import type { ColumnModel, DatabaseModel, Model, TableModel } from '../model/model.ts'

export interface LooseReference {
  /** `insurance.policy.holder` */
  readonly from: string
  /** `global.party` */
  readonly to: string
  /** Different values. */
  readonly missing: number
  readonly samples: readonly string[]
}

export interface ReferenceOptions {
  readonly model: Model
  /** What was restored, and where. */
  readonly databases: readonly DatabaseModel[]
  readonly there: Direct
  /** Of the others; without it they are not asked. */
  readonly live?: { of(schema: string): Target } | undefined
  readonly signal?: AbortSignal | undefined
  readonly onReference?: (name: string, done: number, of: number) => void
}

const pageSize = 5_000
const samplesMax = 5

export async function findLoose(options: ReferenceOptions): Promise<readonly LooseReference[]> {
  const links = toLinks(options)
  const loose: LooseReference[] = []
  for (const [at, link] of links.entries()) {
    assertNotAborted(options.signal)
    options.onReference?.(link.name, at, links.length)
    const found = await compare(options, link)
    if (found.missing > 0)
      loose.push({ from: link.name, to: `${link.to.database}.${link.to.name}`, ...found })
  }
  return loose
}

interface Link {
  readonly name: string
  readonly from: TableModel
  readonly to: TableModel
  readonly here: ColumnModel
  readonly there: ColumnModel
}

/** With one end at least among the restored, and the other where somebody can be asked. */
function toLinks({ model, databases, live }: ReferenceOptions): readonly Link[] {
  const restored = new Set(databases.map(({ name }) => name))
  const isAsked = (database: string) => restored.has(database) || live !== undefined
  return [...model.databases.values()].flatMap(({ name: home, tables }) =>
    [...tables.values()].flatMap((from) =>
      from.kind === 'view'
        ? []
        : [...from.relations.values()].flatMap((relation) => {
            const [pair] = relation.on
            const isOurs = restored.has(home) || restored.has(relation.database)
            if (relation.kind !== 'reference' || !isOurs || pair === undefined) return []
            if (!isAsked(home) || !isAsked(relation.database)) return []
            const to = model.databases.get(relation.database)?.tables.get(relation.table)
            const here = from.columns.get(pair[0])
            const there = to?.columns.get(pair[1])
            if (to === undefined || here === undefined || there === undefined) return []
            return [{ name: `${home}.${from.name}.${relation.name}`, from, to, here, there }]
          }),
    ),
  )
}

async function compare(
  options: ReferenceOptions,
  link: Link,
): Promise<{ readonly missing: number; readonly samples: readonly string[] }> {
  let missing = 0
  const samples: string[] = []
  for (let after: string | undefined = ''; after !== undefined; ) {
    assertNotAborted(options.signal)
    const values: readonly string[] = await at(options, link.from, (direct) =>
      readValues(direct, link, after as string),
    )
    if (values.length === 0) break
    const known = new Set(await at(options, link.to, (direct) => readKnown(direct, link, values)))
    for (const value of values) {
      if (known.has(value)) continue
      missing++
      if (samples.length < samplesMax) samples.push(value)
    }
    after = values.length < pageSize ? undefined : values.at(-1)
  }
  return { missing, samples }
}

/** On the session that restored, or beside it: on the embedded engine each place has one. */
function at<T>(
  { databases, there, live }: ReferenceOptions,
  { database, schema }: TableModel,
  body: (direct: Direct) => Promise<T>,
): Promise<T> {
  if (databases.some(({ name }) => name === database)) return body(there)
  const target = live?.of(schema)
  return target === undefined
    ? Promise.reject(new Error('nobody is asked'))
    : withDirect(target, body)
}

async function readValues(
  direct: Direct,
  { from, here }: Link,
  after: string,
): Promise<readonly string[]> {
  const column = `t.${quoteIdentifier(here.sqlName)}::text collate "C"`
  const { rows } = await direct.query({
    text: `select distinct ${column} from ${qualify(from.schema, from.sqlName)} t
      where ${column} > $1 order by 1 limit ${pageSize}`,
    values: [after],
  })
  return rows.map(([value]) => value ?? '')
}

async function readKnown(
  direct: Direct,
  { to, there }: Link,
  values: readonly string[],
): Promise<readonly string[]> {
  const column = `t.${quoteIdentifier(there.sqlName)}`
  const cast = there.spec.type.name === 'uuid' ? '::uuid[]' : ''
  const { rows } = await direct.query({
    text: `select ${column}::text from ${qualify(to.schema, to.sqlName)} t
      where ${column}${cast === '' ? '::text' : ''} = any ($1::text[]${cast})`,
    values: [values],
  })
  return rows.map(([value]) => value ?? '')
}
