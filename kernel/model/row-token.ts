// Tokens of a routine's body that speak of whole rows: what a trait cannot know when it writes the text, because
// other features add columns and keys. Values are those that clients see; what they do not see is only named.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { ColumnType } from '../table/column.ts'
import { renderValue } from '../table/json-value.ts'
import type { Folded } from './fold.ts'
import { partitionColumn } from './link.ts'
import type { ColumnModel } from './model.ts'

export function fillRowTokens(
  folded: Folded,
  primaryKey: readonly ColumnModel[],
  text: string,
  feature: string,
): string {
  // What the database derives follows from the rest; what it maintains is another row's story.
  const prefix = folded.qualifier('keyPrefix')?.column
  const all = [...folded.columns.values()].filter(
    ({ name, spec }) =>
      spec.generated === undefined &&
      spec.maintained !== true &&
      !(name === prefix && spec.hidden === true),
  )
  // What is encrypted or hashed is only named, too: a copy of it would outlive its key, or be dead without it.
  const shown = all.filter(({ spec }) => spec.hidden !== true && spec.codec === undefined)
  // The instant of a partitioned table stands in its id already.
  const by = partitionColumn(folded)
  const identity = primaryKey.length > 1 ? primaryKey.filter((column) => column !== by) : primaryKey
  const choose = (columns: readonly ColumnModel[], list: string | undefined) => {
    const names = (list ?? '').replace(/^-/, '').split(',').filter(Boolean)
    for (const name of names) folded.column(name, feature)
    if (names.length === 0) return columns
    const isOut = list?.startsWith('-') === true
    return columns.filter(({ name }) => names.includes(name) !== isOut)
  }
  /** Whatever is not shown in the row of these columns. */
  const others = (list: string | undefined) => {
    const kept = new Set(choose(shown, list))
    return all.filter((column) => !kept.has(column))
  }
  /** The named ones, or all that clients see: what is encrypted, too. */
  const toMeant = (list: string | undefined) =>
    list === undefined
      ? all.filter(({ spec }) => spec.hidden !== true)
      : list.split(',').flatMap((name) => folded.column(name, feature) ?? [])
  const sealed = [...folded.columns.values()].filter(
    ({ spec: { codec } }) => codec?.form === 'sealed' || codec?.form === 'blind',
  )
  return text
    .replaceAll('{rotated}', () => renderRotated(sealed))
    .replaceAll(/\{key:(\w+)\}/g, (_, alias: string) => renderKey(identity, alias))
    .replaceAll(/\{prefix:(\w+)\}/g, (_, alias: string) => {
      const column = prefix === undefined ? undefined : folded.columns.get(prefix)
      return column === undefined ? 'null::uuid' : cell(column, alias)
    })
    .replaceAll(/\{same:(\w+):(\w+)\}/g, (_, a: string, b: string) =>
      primaryKey.map((column) => `${cell(column, a)} = ${cell(column, b)}`).join(' and '),
    )
    .replaceAll(/\{row:(\w+)(?::(-?[\w,]+))?\}/g, (_, alias: string, list?: string) =>
      renderRow(choose(shown, list), alias),
    )
    .replaceAll(
      /\{unchanged:(\w+):(\w+)(?::(-?[\w,]+))?\}/g,
      (_, a: string, b: string, list?: string) => renderUnchanged(choose(shown, list), a, b),
    )
    .replaceAll(
      /\{changes:(\w+):(\w+)(?::([\w,]+))?\}/g,
      (_, a: string, b: string, list?: string) => renderChanges(toMeant(list), a, b),
    )
    .replaceAll(
      /\{withholds:(\w+):(\w+)(?::(-?[\w,]+))?\}/g,
      (_, a: string, b: string, list?: string) =>
        renderNames(others(list), (column) => differs(column, a, b)),
    )
    .replaceAll(/\{withheld:(\w+)(?::(-?[\w,]+))?\}/g, (_, alias: string, list?: string) =>
      renderNames(others(list), (column) => `${cell(column, alias)} is not null`),
    )
}

/** What goes with a key, while keys are replaced or deleted: nobody but who does that says so. */
function renderRotated(sealed: readonly ColumnModel[]): string {
  if (sealed.length === 0) return ''
  const names = sealed.map(({ sqlName }) => quoteLiteral(sqlName))
  return ` - case when current_setting('acervo.rotation', true) = 'on' then array[${names.join(', ')}] else '{}'::text[] end`
}

const cell = ({ sqlName }: ColumnModel, alias: string): string =>
  `${alias}.${quoteIdentifier(sqlName)}`

/** One column as its text, several as a JSON array. */
function renderKey(primaryKey: readonly ColumnModel[], alias: string): string {
  const [first, ...more] = primaryKey
  if (first === undefined) return 'null::text'
  if (more.length === 0) return `${cell(first, alias)}::text`
  const parts = primaryKey.map((column) => renderValue(column.spec.type, cell(column, alias)))
  return `jsonb_build_array(${parts.join(', ')})::text`
}

/** As a sub-select: the arguments of a function are limited in number. */
function renderRow(columns: readonly ColumnModel[], alias: string): string {
  if (columns.length === 0) return `'{}'::jsonb`
  const values = columns.map(
    (column) =>
      `${renderValue(column.spec.type, cell(column, alias))} as ${quoteIdentifier(column.name)}`,
  )
  return `(select to_jsonb(r) from (select ${values.join(', ')}) r)`
}

/** Another key changes the cell of what is encrypted, not what it says. */
function renderChanges(columns: readonly ColumnModel[], a: string, b: string): string {
  const isSealed = ({ spec: { codec } }: ColumnModel) => codec?.form === 'sealed'
  const any = (some: readonly ColumnModel[]) =>
    some.map((column) => differs(column, a, b)).join(' or ')
  const sealed = columns.filter(isSealed)
  const others = any(columns.filter((column) => !isSealed(column)))
  const cells = `current_setting('acervo.rotation', true) is distinct from 'on' and (${any(sealed)})`
  const parts = [...(others === '' ? [] : [others]), ...(sealed.length === 0 ? [] : [cells])]
  return parts.length === 0 ? 'false' : parts.join(' or ')
}

/** The name of each column that is the same in both, and null for each that is not. */
function renderUnchanged(columns: readonly ColumnModel[], a: string, b: string): string {
  if (columns.length === 0) return `'{}'::text[]`
  const names = columns.map(
    (column) => `case when not (${differs(column, a, b)}) then ${quoteLiteral(column.name)} end`,
  )
  return `array[${names.join(', ')}]`
}

/** Null where there is none. */
function renderNames(columns: readonly ColumnModel[], isMeant: (column: ColumnModel) => string) {
  if (columns.length === 0) return 'null::text[]'
  const names = columns.map(
    (column) => `case when ${isMeant(column)} then ${quoteLiteral(column.name)} end`,
  )
  return `nullif(array_remove(array[${names.join(', ')}], null), '{}')`
}

function differs(column: ColumnModel, a: string, b: string): string {
  // The operators of an extension's type are out of sight of a pinned search_path.
  const cast = holdsVector(column.spec.type) ? '::text' : ''
  return `${cell(column, a)}${cast} is distinct from ${cell(column, b)}${cast}`
}

function holdsVector(type: ColumnType): boolean {
  return type.name === 'array' ? holdsVector(type.of) : type.name === 'vector'
}
