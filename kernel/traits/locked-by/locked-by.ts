// lockedBy: below a closed parent no row is added, changed or removed. The parent is locked in share mode before it is
// asked: whoever closes it comes before or after, never in between.
import { quoteLiteral } from '../../database/sql.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

export interface LockedByOptions {
  /** SQL over the SQL names of the parent. */
  readonly when: string
  /** SQL over the SQL names of this table: which rows are held to it; all of them if unsaid. */
  readonly of?: string
  /** What a closed parent refuses; everything if unsaid. */
  readonly events?: readonly ('insert' | 'update' | 'delete')[]
  readonly message: string
}

/** `link` is the `belongsTo` column that leads to the parent. */
export function lockedBy(link: string, options: LockedByOptions): Feature<NoColumns> {
  return defineFeature('lockedBy', (table) => {
    const parent = table.columns[link]?.link?.table ?? ''
    const column = table.sql(link)
    const { of = 'true', events = ['insert', 'update', 'delete'] } = options
    // Locked and asked in two statements: PostgreSQL asks first where they are one.
    const refuseIf = (rows: string) => `perform from {table:${parent}} p where p.id in (${rows})
    order by p.id for share of p;
    if exists (
      select from {table:${parent}} p where p.id in (${rows}) and (${options.when})
    ) then
      raise exception using errcode = 'AV304', message = ${quoteLiteral(options.message)};
    end if;`
    const added = `select ${column} from new_rows where (${of})`
    const removed = `select ${column} from old_rows where (${of})`
    return [
      {
        kind: 'routine',
        name: `locked_by_${column}`,
        // A request's role may not lock what it may not write.
        security: 'definer',
        body: `begin
  if tg_op = 'INSERT' then
    ${refuseIf(added)}
  elsif tg_op = 'DELETE' then
    ${refuseIf(removed)}
  else
    ${refuseIf(`${added} union ${removed}`)}
  end if;
  return null;
end`,
        triggers: events.map((event) => ({
          // After 'count_...': a lock taken in share mode first would have to be raised.
          name: `locked_by_${column}_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}
