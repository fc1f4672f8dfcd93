// historied: every value that some columns of a row ever had stands in a table of its own, from when until when
// and by whom, written by the database with the change. What was known at an instant is a plain question.
import { defineFeature } from '../../kernel/index.ts'

/** `into` is the SQL name of the history; `link` its SQL column that names the row; `columns` are kept there, too. */
export function historied(columns: readonly string[], options: { into: string; link: string }) {
  const { into, link } = options
  return defineFeature('historied', (table) => {
    const names = columns.map((column) => table.sql(column))
    const list = (alias: string) => names.map((name) => `${alias}.${name}`).join(', ')
    const differs = `select n.id from new_rows n join old_rows o on o.id = n.id
      where (${list('n')}) is distinct from (${list('o')})`
    const write = (rows: string) => `insert into {table:${into}}
      (${link}, ${names.join(', ')}, changed_by, valid_from)
    select n.id, ${list('n')}, nullif(current_setting('acervo.actor', true), ''), at
    from ${rows} n;`
    return [
      {
        kind: 'routine',
        name: 'keep_history',
        // The request's role may not write history.
        security: 'definer',
        body: `declare
  at timestamptz(6) := acervo.clock();
begin
  if tg_op = 'INSERT' then
    ${write('new_rows')}
  else
    update {table:${into}} h set valid_to = greatest(at, h.valid_from)
    where h.valid_to is null and h.${link} in (${differs});
    ${write(`(select * from new_rows where id in (${differs}))`)}
  end if;
  return null;
end`,
        triggers: (['insert', 'update'] as const).map((event) => ({
          name: `keep_history_${event}`,
          when: 'after' as const,
          event,
          each: 'statement' as const,
        })),
      },
    ]
  })
}
