// onlyWhile: a row is added, or moved to another parent, only while its parent is as it must be. The parent is locked
// first, so that nobody makes it otherwise between the question and the commit.
import { defineFeature, type Feature, freshGuard, quoteLiteral } from '../../kernel/index.ts'

export interface OnlyWhileOptions {
  /** SQL over the parent `p` (and the new row `r`) that must be true. */
  readonly holds: string
  /** What is said to who is refused. */
  readonly message: string
  /** Tells several of one table apart. */
  readonly name?: string
}

/** `link` is the `belongsTo` column that leads to the parent; a row without one is let through. */
export function onlyWhile(link: string, options: OnlyWhileOptions): Feature {
  const { holds, message, name = 'while' } = options
  return defineFeature('onlyWhile', (table) => [
    {
      kind: 'routine',
      name,
      // Locking a parent needs a privilege that the request's role may not have.
      security: 'definer',
      body: renderBody(table, link, holds, message),
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `${name}_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}

type Draft = Parameters<Feature['facts']>[0]

function renderBody(table: Draft, link: string, holds: string, message: string): string {
  const parent = `{table:${table.columns[link]?.link?.table ?? ''}}`
  const column = table.sql(link)
  const refuse = (rows: string) => `perform from ${parent} p
    where p.id in (select r.${column} from (${rows}) r) order by p.id for share of p;
    if exists (select from (${rows}) r join ${parent} p on p.id = r.${column} where (${holds}) is not true) then
      raise exception using errcode = 'AV304', message = ${quoteLiteral(message)}, table = '${table.sqlName}';
    end if;`
  return `begin
  ${freshGuard}
  if tg_op = 'INSERT' then
    ${refuse('select * from new_rows')}
  else
    ${refuse(`select n.* from new_rows n join old_rows o on o.id = n.id where n.${column} is distinct from o.${column}`)}
  end if;
  return null;
end`
}
