// searchable: full text over chosen columns with weights, in one language, accents folded or not.
// The vector is a stored generated column, so no writer can forget it.

import type { Column } from '../../table/column.ts'
import { columnOf } from '../../table/column.ts'
import type { Fact } from '../../table/fact.ts'
import { defineFeature, type Feature, type TableDraft } from '../../table/table.ts'

export type Weight = 'A' | 'B' | 'C' | 'D'
export type Language =
  | 'simple'
  | 'spanish'
  | 'english'
  | 'portuguese'
  | 'french'
  | 'german'
  | 'italian'

/** `weights`: column -> A (heaviest) to D. */
export function searchable(
  weights: Readonly<Record<string, Weight>>,
  options: { readonly language: Language; readonly unaccent?: boolean },
): Feature<{ searchVector: Column<string, 'never', null, 'hidden'> }> {
  const unaccent = options.unaccent ?? true
  // unaccent() is only STABLE; a configuration that maps through it is IMMUTABLE and may be generated.
  const configuration = unaccent
    ? `acervo.${options.language}_unaccent`
    : `pg_catalog.${options.language}`
  return defineFeature('searchable', (table) => [
    ...(unaccent ? unaccentObjects(configuration, options.language) : []),
    {
      kind: 'column',
      name: 'searchVector',
      column: columnOf({
        type: { name: 'searchVector' },
        optional: false,
        generated: toExpression(table, weights, configuration),
        hidden: true,
      }).spec,
    },
    { kind: 'index', using: 'gin', elements: [{ column: 'searchVector' }] },
    { kind: 'qualifier', qualifier: { type: 'search', column: 'searchVector', configuration } },
  ])
}

function unaccentObjects(name: string, language: Language): readonly Fact[] {
  return [
    { kind: 'object', object: { type: 'extension', name: 'unaccent' } },
    { kind: 'object', object: { type: 'textSearch', name, language } },
  ]
}

function toExpression(
  table: TableDraft,
  weights: Readonly<Record<string, Weight>>,
  configuration: string,
): string {
  return Object.entries(weights)
    .map(([column, weight]) => {
      const words = `to_tsvector('${configuration}'::regconfig, coalesce(${table.sql(column)}, ''))`
      return `setweight(${words}, '${weight}')`
    })
    .join(' || ')
}
