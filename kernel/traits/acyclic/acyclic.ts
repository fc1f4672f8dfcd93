// acyclic: links of a table to itself, or the edges of a graph, never lead back to where they started. Two writers may
// close a circle of which each sees half: writers of links come one after the other.
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'
import { freshGuard } from '../fresh-guard.ts'

/** `acyclic('managerId')` on a tree; `acyclic('taskId', 'dependsOnId')` on a table of edges. */
export function acyclic(
  ...columns: readonly [string] | readonly [string, string]
): Feature<NoColumns> {
  return defineFeature('acyclic', (table) => {
    const [first, second] = columns
    const from = second === undefined ? 'id' : table.sql(first)
    const to = table.sql(second ?? first)
    const name = `acyclic_${second === undefined ? to : from}`
    return [
      {
        kind: 'routine',
        name,
        // Also of rows that the writer may not see.
        security: 'definer',
        // The lock comes before the question, which a repeatable read would answer from before the lock.
        body: `begin
  if not exists (select from new_rows n where n.${to} is not null) then
    return null;
  end if;
  ${freshGuard}
  perform pg_advisory_xact_lock(hashtextextended('{table}.${name}', 7411));
  if exists (
    with recursive way(start, here) as (
      select n.${from}, n.${to} from new_rows n where n.${to} is not null and {live:n}
      union
      select w.start, t.${to} from way w join {table} t on t.${from} = w.here
      where t.${to} is not null and {live:t}
    )
    select from way where start = here
  ) then
    raise exception using errcode = 'AV304', message = 'the links lead back to where they started';
  end if;
  return null;
end`,
        triggers: (['insert', 'update'] as const).map((event) => ({
          name: `${name}_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}
