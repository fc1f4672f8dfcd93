// Constraints and indexes that a table declares beside its columns: features like any trait.
import type { Fact, IndexElement, IndexFact } from './fact.ts'
import { defineFeature, type Feature, type NoColumns } from './table.ts'

type Constraint = Feature<NoColumns>

/** Told apart by type, because a table that declares its key has no `id` of its own. */
export interface PrimaryKey extends Feature<NoColumns> {
  readonly feature: 'primaryKey'
}

/** Replaces the usual `id`; the order is that of the key. */
export function primaryKey(...columns: readonly string[]): PrimaryKey {
  return feature('primaryKey', {
    kind: 'constraint',
    constraint: { type: 'primary', columns },
  }) as PrimaryKey
}

/** `where` is SQL over SQL names: a unique among some rows only. */
export function unique(
  columns: readonly string[],
  options: { readonly where?: string; readonly name?: string } = {},
): Constraint {
  const { name, where } = options
  return feature('unique', {
    kind: 'constraint',
    ...(name === undefined ? {} : { name }),
    constraint: { type: 'unique', columns, ...(where === undefined ? {} : { where }) },
  })
}

/** An SQL condition over SQL names that every row keeps. */
export function check(name: string, expression: string): Constraint {
  return feature('check', { kind: 'constraint', name, constraint: { type: 'check', expression } })
}

/** No two rows for which all operators hold: `exclude('no_overlap', { room_id: '=', during: '&&' })`. */
export function exclude(
  name: string,
  elements: Readonly<Record<string, string>>,
  options: { readonly where?: string } = {},
): Constraint {
  const list = Object.entries(elements).map(([expression, operator]) => ({ expression, operator }))
  const constraint = {
    type: 'exclude',
    using: 'gist',
    elements: list,
    ...(options.where === undefined ? {} : { where: options.where }),
  } as const
  return feature(
    'exclude',
    { kind: 'constraint', name, constraint },
    // Equality of plain values inside GiST comes with this extension.
    { kind: 'object', object: { type: 'extension', name: 'btree_gist' } },
  )
}

export interface IndexOptions {
  readonly name?: string
  readonly using?: IndexFact['using']
  readonly where?: string
  readonly include?: readonly string[]
  readonly operatorClass?: string
  readonly with?: Readonly<Record<string, string | number>>
}

/** Columns by TypeScript name, `-column` for descending, or `{ expression }` for SQL. */
export function index(
  columns: readonly (string | { readonly expression: string })[],
  options: IndexOptions = {},
): Constraint {
  const { name, using = 'btree', where, include, operatorClass } = options
  const elements = columns.map((given): IndexElement => {
    const opclass = operatorClass === undefined ? {} : { operatorClass }
    if (typeof given !== 'string') return { expression: given.expression, ...opclass }
    return given.startsWith('-')
      ? { column: given.slice(1), direction: 'desc', ...opclass }
      : { column: given, ...opclass }
  })
  return feature('index', {
    kind: 'index',
    using,
    elements,
    ...(name === undefined ? {} : { name }),
    ...(where === undefined ? {} : { where }),
    ...(include === undefined ? {} : { include }),
    ...(options.with === undefined ? {} : { with: options.with }),
  })
}

function feature(name: string, ...facts: readonly Fact[]): Constraint {
  return defineFeature(name, () => facts)
}
