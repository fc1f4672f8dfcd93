// signed: the database writes who did it into a column when a row comes to a state, so that nobody signs for
// somebody else. A machine may be kept from signing at all.
import { defineFeature } from '../../kernel/index.ts'

interface Options {
  /** Only a user may, and no agent in a user's name. */
  readonly by?: 'person'
}

/** `column` is `maintained()`; `when` is SQL over SQL names, over the row as it becomes. */
export function signed(column: string, when: string, options: Options = {}) {
  return defineFeature('signed', (table) => {
    const name = table.sql(column)
    const person = `
    if actor not like 'user:%' or nullif(current_setting('acervo.agent', true), '') is not null then
      raise exception using errcode = 'AV306', message = 'this takes a person';
    end if;`
    return [
      {
        kind: 'routine',
        name: `sign_${name}`,
        security: 'invoker',
        body: `declare
  actor text := nullif(current_setting('acervo.actor', true), '');
begin
  if not exists (select from (select new.*) r where (${when})) then
    new.${name} = null;
  elsif tg_op = 'UPDATE' and exists (select from (select old.*) r where (${when})) then
    new.${name} = old.${name};
  else
    if actor is null then
      raise exception using errcode = 'AV340', message = 'nobody is named who does this';
    end if;${options.by === 'person' ? person : ''}
    new.${name} = actor;
  end if;
  return new;
end`,
        triggers: (['insert', 'update'] as const).map((event) => ({
          name: `sign_${name}_${event}`,
          when: 'before' as const,
          event,
          each: 'row' as const,
        })),
      },
    ]
  })
}
