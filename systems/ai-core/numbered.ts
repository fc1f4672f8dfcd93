// numbered: rows of one parent count from 1 without gaps, in the order in which they were added. The number is given
// under the parent's lock: two who add at once get two numbers.
import { defineFeature, type Feature, unique } from '../../kernel/index.ts'

/** `link` is the `belongsTo` column of the parent, `into` a required integer that the database maintains. */
export function numbered(link: string, into = 'version'): Feature {
  return defineFeature('numbered', (table) => [
    ...unique([link, into]).facts(table),
    {
      kind: 'routine',
      name: 'number',
      security: 'definer',
      body: `begin
  perform from {table:${table.columns[link]?.link?.table ?? ''}} p where p.id = new.${table.sql(link)} for no key update;
  new.${table.sql(into)} := 1 + coalesce(
    (select max(r.${table.sql(into)}) from {table} r where r.${table.sql(link)} = new.${table.sql(link)}), 0);
  return new;
end`,
      triggers: [{ name: 'number', when: 'before', event: 'insert', each: 'row' }],
    },
  ])
}
