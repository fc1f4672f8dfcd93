// frozen: from a certain state on a row stays as it is, whoever writes. What was issued, posted or published is
// corrected by a new row, never by another value in the old one.
import { quoteLiteral } from '../../database/sql.ts'
import { toSqlName } from '../../table/name.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

export interface FrozenOptions {
  /** SQL over SQL names: since when; a row that never changes if unsaid. */
  readonly when?: string
  /** Columns that go on changing. */
  readonly except?: readonly string[]
  readonly message: string
}

export function frozen({ when = 'true', except = [], message }: FrozenOptions): Feature<NoColumns> {
  return defineFeature('frozen', (table) => {
    const names = [...except, 'updatedAt'].map((name) =>
      quoteLiteral(table.columns[name]?.sqlName ?? toSqlName(name)),
    )
    // Another key changes the cell of what is encrypted, not what it says.
    const rest = (alias: string) => `to_jsonb(${alias}) - array[${names.join(', ')}]{rotated}`
    const refuse = `raise exception using errcode = 'AV304', message = ${quoteLiteral(message)};`
    return [
      {
        kind: 'routine',
        name: 'frozen',
        security: 'invoker',
        // After the statement: before it generated columns are not there yet.
        body: `begin
  if tg_op = 'DELETE' then
    if exists (select from old_rows where (${when})) then
      ${refuse}
    end if;
  elsif exists (
    select from (select * from old_rows where (${when})) o left join new_rows n on {same:o:n}
    where ${rest('o')} is distinct from ${rest('n')}
  ) then
    ${refuse}
  end if;
  return null;
end`,
        triggers: (['update', 'delete'] as const).map((event) => ({
          name: `frozen_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}
