// lapsing: what was held and not kept in time is cancelled by whoever wants the place next. Of two who do, one finds it
// done, and the exclusion lets one of them in.
import { defineFeature } from '../../kernel/index.ts'

export const lapsing = defineFeature('lapsing', () => [
  {
    kind: 'routine',
    name: 'lapse',
    security: 'invoker',
    body: `begin
  if tg_op = 'UPDATE' and old.held_until <= acervo.now() and old.status = 'SCHEDULED'
    and new.status <> 'CANCELLED' then
    raise exception using errcode = 'AV323', message = 'the hold has lapsed', hint = 'Choose a time again.';
  end if;
  update {table} a set status = 'CANCELLED', cancel_reason = 'HOLD_LAPSED'
    where a.module_id = new.module_id and a.status = 'SCHEDULED' and a.held_until <= acervo.now()
      and a.id <> new.id and tstzrange(a.starts_at, a.ends_at) && tstzrange(new.starts_at, new.ends_at);
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `lapse_${event}`,
      when: 'before',
      event,
      each: 'row',
    })),
  },
])
