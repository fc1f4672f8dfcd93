// What tables need from their target before they exist: extensions and text-search configurations, as SQL.
// Extensions live in the schema acervo alone, so that rendered SQL can name their types.
import { quoteIdentifier, quoteLiteral } from '../database/sql.ts'
import type { ObjectFact } from '../table/fact.ts'

export type TargetObject = ObjectFact['object']

/** Each object once, extensions first: a text-search configuration maps through unaccent. */
export function toObjects(lists: readonly (readonly TargetObject[])[]): readonly TargetObject[] {
  const unique = new Map(lists.flat().map((object) => [`${object.type} ${object.name}`, object]))
  return [...unique.keys()].sort().map((key) => unique.get(key) as TargetObject)
}

export function renderObject(object: TargetObject): string {
  return object.type === 'extension' ? renderExtension(object.name) : renderTextSearch(object)
}

function renderExtension(name: string): string {
  return `create extension if not exists ${quoteIdentifier(name)} with schema acervo`
}

/** Words with letters beyond ASCII pass unaccent first; unaccent alone is only STABLE, a configuration is not. */
function renderTextSearch({
  name,
  language,
}: Extract<TargetObject, { type: 'textSearch' }>): string {
  const short = name.slice(name.indexOf('.') + 1)
  const dictionary = language === 'simple' ? 'simple' : `${language}_stem`
  const qualified = `acervo.${quoteIdentifier(short)}`
  return `do $do$ begin
  if not exists (select from pg_ts_config c join pg_namespace n on n.oid = c.cfgnamespace
                 where n.nspname = 'acervo' and c.cfgname = ${quoteLiteral(short)}) then
    create text search configuration ${qualified} (copy = pg_catalog.${quoteIdentifier(language)});
    alter text search configuration ${qualified} alter mapping for hword, hword_part, word
      with acervo.unaccent, pg_catalog.${quoteIdentifier(dictionary)};
  end if;
end $do$`
}

/** As a migration file says it. */
export function toObjectText(object: TargetObject): string {
  return object.type === 'extension'
    ? `extension ${object.name}`
    : `text search ${object.name} ${object.language}`
}

export function parseObjectText(text: string): TargetObject | undefined {
  const extension = /^extension (vector|unaccent|pg_trgm|btree_gist)$/.exec(text)?.[1]
  if (extension !== undefined)
    return {
      type: 'extension',
      name: extension as 'vector' | 'unaccent' | 'pg_trgm' | 'btree_gist',
    }
  const [, name, language] = /^text search (acervo\.[a-z_]+) ([a-z]+)$/.exec(text) ?? []
  if (name === undefined || language === undefined) return undefined
  return { type: 'textSearch', name, language }
}
