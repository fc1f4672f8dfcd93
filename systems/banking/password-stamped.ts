// passwordStamped: `password_updated_at` says when the password was last changed, whoever changed it.
import { defineFeature } from '../../kernel/index.ts'

export const passwordStamped = (column: string) =>
  defineFeature('passwordStamped', (table) => [
    {
      kind: 'routine',
      name: 'password',
      security: 'invoker',
      body: `begin
  if new.${table.sql(column)} is distinct from (case tg_op when 'UPDATE' then old.${table.sql(column)} end) then
    new.password_updated_at := acervo.now();
  end if;
  return new;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `password_${event}`,
        when: 'before',
        event,
        each: 'row',
      })),
    },
  ])
