// settled: a condition over a row and its children that holds when a transaction commits, not after each of its
// statements: an entry and its lines are written one by one and must balance together. The row is locked before it is
// asked, so that two transactions that break it only together come one after the other.
import { quoteLiteral } from '../../database/sql.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'
import { freshGuard } from '../fresh-guard.ts'

export interface SettledOptions {
  /** The `belongsTo` column that leads to the row; the row itself if unsaid. */
  readonly of?: string
  /** SQL over the row `p`; `{table:name}` names tables of the database. */
  readonly condition: string
  readonly message: string
}

export function settled(name: string, options: SettledOptions): Feature<NoColumns> {
  const { of = 'id', condition, message } = options
  return defineFeature('settled', (table) => {
    const parent = of === 'id' ? '{table}' : `{table:${table.columns[of]?.link?.table ?? ''}}`
    const column = table.sql(of)
    return [
      {
        kind: 'routine',
        name: `settled_${name}`,
        security: 'definer',
        // A repeatable read would answer from before the lock.
        body: `declare
  asked uuid;
begin
  ${freshGuard}
  for asked in
    select distinct k.id from unnest(array[old.${column}, new.${column}]) k(id)
    where k.id is not null order by 1
  loop
    perform from ${parent} p where p.id = asked for no key update;
    if found and not exists (select from ${parent} p where p.id = asked and (${condition})) then
      raise exception using errcode = 'AV304', message = ${quoteLiteral(message)};
    end if;
  end loop;
  return null;
end`,
        triggers: (['insert', 'update', 'delete'] as const).map((event) => ({
          name: `settled_${name}_${event}`,
          when: 'after' as const,
          event,
          each: 'row' as const,
          deferred: true as const,
        })),
      },
    ]
  })
}
