// One table: declared columns + the facts of its features -> the parts of a TableModel that need no
// other table. Qualifiers are folded first, because they rewrite what other facts say.
import { isAcervoError, nearestHint } from '../errors/index.ts'
import type { ColumnSpec, SealedCodec } from '../table/column.ts'
import { id } from '../table/column.ts'
import type { Fact, Qualifier } from '../table/fact.ts'
import { toSqlName } from '../table/name.ts'
import { type Feature, type Table, type TableDraft, toDraft } from '../table/table.ts'
import type { Report } from './diagnosis.ts'
import type { ColumnModel } from './model.ts'

export interface GivenFact {
  readonly feature: string
  readonly fact: Fact
}

type QualifierOf<T extends Qualifier['type']> = Extract<Qualifier, { type: T }>

/** A table half-way: columns and qualifiers are settled, links are not. */
export interface Folded {
  readonly modelName: string
  readonly table: Table
  readonly columns: ReadonlyMap<string, ColumnModel>
  readonly facts: readonly GivenFact[]
  qualifier<T extends Qualifier['type']>(type: T): QualifierOf<T> | undefined
  /** The column of that name; a mistake is reported and undefined returned when there is none. */
  column(name: string, feature: string): ColumnModel | undefined
  readonly mistake: (
    code: Parameters<Report>[0]['code'],
    message: string,
    more?: { feature?: string; hint?: string },
  ) => void
}

export function foldTable(
  modelName: string,
  table: Table,
  database: string,
  report: Report,
): Folded {
  const where = `${database}.${modelName}`
  const mistake: Folded['mistake'] = (code, message, more = {}) =>
    report({ code, where, file: table.file, message, ...more })
  const facts = collectFacts(table, mistake)
  const qualifiers = foldQualifiers(facts, mistake)
  const specs = collectColumns(table, facts, mistake)
  const prefix = qualifiers.get('keyPrefix') as QualifierOf<'keyPrefix'> | undefined
  const columns = new Map<string, ColumnModel>()
  const bound = toBoundColumns(facts)
  for (const [name, spec] of withCodecs(specs, facts, mistake)) {
    const own = name === prefix?.column ? withPrefix(spec, prefix.fill) : spec
    // An encrypted value is bound to the key of its row.
    const settled = bound.has(name) ? Object.freeze({ ...own, immutable: true }) : own
    columns.set(name, toColumnModel(name, settled, table.kind))
  }
  return {
    modelName,
    table,
    columns,
    facts,
    qualifier: (type) => qualifiers.get(type) as never,
    column: (name, feature) => {
      const found = columns.get(name)
      if (found !== undefined) return found
      const hint = nearestHint(name, [...columns.keys()])
      mistake('ACV105', `it names the column '${name}', which the table does not have`, {
        feature,
        hint,
      })
      return undefined
    },
    mistake,
  }
}

/** Facts sorted by kind and name: the order in which traits are written never matters. */
function collectFacts(table: Table, mistake: Folded['mistake']): readonly GivenFact[] {
  const draft = toDraft(table)
  const given: GivenFact[] = []
  for (const feature of table.features) {
    if (typeof feature?.facts !== 'function') {
      mistake('ACV103', 'the third argument of defineTable lists traits and constraints only')
      continue
    }
    for (const fact of toFacts(feature, draft, mistake))
      given.push({ feature: feature.feature, fact })
  }
  const key = ({ feature, fact }: GivenFact) =>
    `${fact.kind} ${'name' in fact ? fact.name : ''} ${feature}`
  return given.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
}

/** A feature that cannot be used as it is written throws; it is told with all other mistakes. */
function toFacts(
  { feature, facts }: Feature,
  draft: TableDraft,
  mistake: Folded['mistake'],
): readonly Fact[] {
  try {
    return facts(draft)
  } catch (error) {
    if (!isAcervoError(error)) throw error
    const { code, message, hint } = error
    mistake(code, message, { feature, ...(hint === undefined ? {} : { hint }) })
    return []
  }
}

function foldQualifiers(facts: readonly GivenFact[], mistake: Folded['mistake']) {
  const folded = new Map<Qualifier['type'], Qualifier>()
  const origin = new Map<Qualifier['type'], string>()
  for (const { feature, fact } of facts) {
    if (fact.kind !== 'qualifier') continue
    const { qualifier } = fact
    const other = folded.get(qualifier.type)
    if (other !== undefined && JSON.stringify(other) !== JSON.stringify(qualifier)) {
      const message = `it sets '${qualifier.type}' otherwise than '${origin.get(qualifier.type)}' does`
      mistake('ACV104', message, { feature })
      continue
    }
    folded.set(qualifier.type, qualifier)
    origin.set(qualifier.type, feature)
  }
  return folded
}

function collectColumns(
  table: Table,
  facts: readonly GivenFact[],
  mistake: Folded['mistake'],
): ReadonlyMap<string, ColumnSpec> {
  const columns = new Map<string, ColumnSpec>()
  const hasKey = facts.some(
    ({ fact }) => fact.kind === 'constraint' && fact.constraint.type === 'primary',
  )
  if (table.kind === 'table' && !hasKey && table.columns.id === undefined)
    columns.set('id', id().spec)
  for (const [name, column] of Object.entries(table.columns)) columns.set(name, column.spec)
  for (const { feature, fact } of facts) {
    if (fact.kind !== 'column') continue
    if (columns.has(fact.name)) {
      mistake('ACV104', `it gives the column '${fact.name}', which the table already has`, {
        feature,
      })
      continue
    }
    columns.set(fact.name, fact.column)
  }
  return columns
}

/** The form in which a column is kept stands where its type stood; the codec keeps what it was. */
function withCodecs(
  specs: ReadonlyMap<string, ColumnSpec>,
  facts: readonly GivenFact[],
  mistake: Folded['mistake'],
): ReadonlyMap<string, ColumnSpec> {
  const coded = new Map(specs)
  for (const { feature, fact } of facts) {
    if (fact.kind !== 'codec') continue
    const spec = coded.get(fact.column)
    if (spec === undefined || spec.codec !== undefined) {
      const why = spec === undefined ? 'does not have' : 'keeps in another form already'
      mistake('ACV105', `it names the column '${fact.column}', which the table ${why}`, { feature })
      continue
    }
    const { values, ...kept } = spec
    const codec =
      fact.codec.form === 'sealed'
        ? ({ ...fact.codec, of: spec.type, ...(values && { values }) } satisfies SealedCodec)
        : fact.codec
    coded.set(
      fact.column,
      Object.freeze({
        ...kept,
        type: Object.freeze({ name: 'bytes' }),
        codec: Object.freeze(codec),
      }),
    )
  }
  return coded
}

/** The columns of the key, where a value is bound to it. */
function toBoundColumns(facts: readonly GivenFact[]): ReadonlySet<string> {
  const isBound = facts.some(({ fact }) => fact.kind === 'codec' && fact.codec.form === 'sealed')
  if (!isBound) return new Set()
  const key = facts.flatMap(({ fact }) =>
    fact.kind === 'constraint' && fact.constraint.type === 'primary' ? fact.constraint.columns : [],
  )
  return new Set(key.length === 0 ? ['id'] : key)
}

function withPrefix(spec: ColumnSpec, fill: string): ColumnSpec {
  return Object.freeze({ ...spec, default: spec.default ?? fill, immutable: true })
}

export function toColumnModel(name: string, spec: ColumnSpec, kind: Table['kind']): ColumnModel {
  const written = kind === 'table' && spec.generated === undefined && spec.maintained !== true
  return Object.freeze({
    name,
    sqlName: spec.sqlName ?? toSqlName(name),
    spec,
    insertable: written,
    updatable: written && spec.immutable !== true,
  })
}
