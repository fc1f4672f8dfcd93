// A column of a specification against the one that stands for it: type, null, default.
import { renderType } from '../ddl/column.ts'
import type { ColumnModel } from '../model/model.ts'
import type { SpecifiedColumn } from '../table/specification.ts'
import { normaliseExpression } from './definition.ts'
import { type Item, ItemDraft } from './item.ts'
import { findColumn, type Placed, toModelName } from './reading.ts'
import type { RuleName } from './rules.ts'
import type { StandingColumn, StandingTable } from './standing.ts'
import { toPlace, type Wanted } from './wanted.ts'

interface Compared {
  readonly said: SpecifiedColumn
  readonly says: string
  readonly model: ColumnModel
  readonly live: StandingColumn
  readonly isKey: boolean
  readonly isListed: boolean
  readonly isImplied: boolean
}

export function compareColumn(
  placed: Placed,
  name: string,
  standing: StandingTable | undefined,
  wanted: Wanted,
): Item {
  const { specified, table } = placed
  const said = specified.columns[name] as SpecifiedColumn
  const item = new ItemDraft('column', `${placed.key}.${name}`)
  const model = findColumn(placed, name)
  const live = standing?.columns.get(model?.sqlName ?? '')
  if (model === undefined || live === undefined) {
    item.differs('missing', said.type, undefined)
    return item.done()
  }
  if (model.sqlName !== name) item.differs('name', name, model.sqlName, 'name')
  const place = toPlace(specified.name, name)
  const isKey = specified.key.includes(name) || said.references !== undefined
  const isListed = standing?.values.has(model.sqlName) === true
  const says = toType(wanted.types.get(place) ?? '')
  const isImplied = specified.implied === true
  const compared = { said, says, model, live, isKey, isListed, isImplied }
  compareType(item, compared)
  if (table?.kind === 'table') {
    compareNull(item, compared)
    compareDefault(item, compared, wanted.defaults.get(place))
  }
  return item.done(`${toModelName(placed)}.${model.name}`)
}

function compareType(item: ItemDraft, compared: Compared): void {
  const { said, says, live } = compared
  const stands = toType(live.type)
  if (said.type === undefined || says === stands) return
  item.differs('type', says, stands, findTypeRule(compared, stands))
}

const withoutZone = /^timestamp(\(\d\))? without time zone$/
const words = /^(text|character varying.*|character.*)$/

function findTypeRule(compared: Compared, stands: string): RuleName | undefined {
  const { says, isKey, isListed, model, said } = compared
  const { codec } = model.spec
  if (codec?.form === 'sealed') {
    const of = toType(toLongName(renderType(codec.of)))
    const inner = { ...compared, model: { ...model, spec: { type: codec.of, optional: true } } }
    return of === says || findTypeRule(inner, of) !== undefined ? 'encrypted' : undefined
  }
  if (codec?.form === 'hashed' && words.test(says)) return 'hashed'
  if (withoutZone.test(says) && stands === 'timestamp with time zone') return 'zone'
  const isIdentifier = isKey || model.spec.link !== undefined
  if (words.test(says) && stands === 'uuid' && isIdentifier) return 'key'
  const isEnumeration = words.test(says) || said.type?.startsWith('"') === true
  if (isEnumeration && stands === 'text' && isListed) return 'enumeration'
  if (says === 'character varying' && stands === 'text') return 'unbounded'
  const isBounded = says === 'text' && stands.startsWith('character varying(')
  if (isBounded && compared.isImplied) return 'bounded'
  if (says === 'integer' && stands === 'bigint') return 'counter'
  if (isWider(says, stands)) return 'widened'
  if (says === 'double precision' && stands.startsWith('numeric')) return 'float'
  return undefined
}

/** No digit is lost, neither before the point nor after it. */
function isWider(says: string, stands: string): boolean {
  const [[before, after], [newBefore, newAfter]] = [says, stands].map((type) => {
    const [, precision = '', scale = ''] = /^numeric\((\d+),(\d+)\)$/.exec(type) ?? []
    return [Number(precision) - Number(scale), Number(scale)] as const
  }) as [readonly [number, number], readonly [number, number]]
  return before + after > 0 && newBefore >= before && newAfter >= after
}

function compareNull(item: ItemDraft, { said, live, isKey }: Compared): void {
  if (said.null === undefined || said.null === !live.notNull) return
  const isDefaulted = live.notNull && (live.default ?? live.generated ?? (isKey && said.default))
  const [says, stands] = [said.null, !live.notNull].map((may) => (may ? 'null' : 'not null'))
  item.differs('null', says, stands, isDefaulted ? 'defaulted' : undefined)
}

function compareDefault(item: ItemDraft, compared: Compared, wanted: string | undefined): void {
  const { said, live, model } = compared
  // What the text only implies says nothing of a default.
  if (said.null === undefined) return
  const says = said.default
  const stands = live.default ?? live.generated
  if (says === undefined) {
    if (stands !== null) item.differs('default', undefined, stands, 'filled')
    return
  }
  if (isMaker(says)) {
    const isMade = stands?.includes('uuid') === true
    if (!isMade || says === 'cuid()')
      item.differs('default', says, stands, isMade ? 'key' : undefined)
    return
  }
  const [wants, found] = [wanted ?? says, stands ?? ''].map((text) => normaliseExpression(text))
  if (wants === found || Number(wants) === Number(found)) return
  const isSealed = model.spec.codec !== undefined
  item.differs('default', says, stands, isSealed ? 'encrypted' : undefined)
}

/** Makes an identifier. */
function isMaker(expression: string): boolean {
  return /^(cuid|gen_random_uuid)\(\)$/.test(expression)
}

/** Six digits are what PostgreSQL keeps anyway. */
export function toType(type: string): string {
  return type
    .replace('(6)', '')
    .replace(/^acervo\./, '')
    .replace(/^"(.*)"$/, '$1')
}

/** As `format_type` writes it. */
function toLongName(type: string): string {
  return type
    .replace(/^varchar/, 'character varying')
    .replace(/^timestamptz(\(6\))?/, 'timestamp with time zone')
    .replace(', ', ',')
}
