// accrued: agent, rate and amount of an entry are computed from the agreement and the collected premium, so that
// a statement can be made again from them at any time. It is settled with its own agent alone.
import { defineFeature } from '../../../kernel/index.ts'

export function accrued() {
  return defineFeature('accrued', () => [
    {
      kind: 'routine',
      name: 'accrue',
      security: 'definer',
      body: `declare
  agreement {table:agreements};
  collection {table:premium_collections};
  earned numeric;
begin
  select * into strict agreement from {table:agreements} where id = new.agreement_id;
  select * into strict collection from {table:premium_collections} where id = new.collection_id;
  new.agent_id = agreement.agent_id;
  new.rate = agreement.rate;
  new.currency = collection.currency;
  if new.kind = 'ACCRUAL' then
    if collection.collected_on < agreement.valid_from or collection.collected_on >= agreement.valid_to then
      raise exception 'the agreement was not in force when the premium was collected';
    end if;
    new.amount = round(collection.amount * new.rate / 100 * new.share, 2);
  else
    select e.amount into strict earned from {table:commission_entries} e
      where e.id = new.reverses_id and e.kind = 'ACCRUAL' and e.collection_id = new.collection_id;
    new.amount = - round(earned * (collection.period_end - collection.cancelled_on)
      / (collection.period_end - collection.period_start), 2);
  end if;
  return new;
end`,
      triggers: [{ name: 'accrue', when: 'before', event: 'insert', each: 'row' }],
    },
    {
      kind: 'routine',
      name: 'settle',
      security: 'definer',
      body: `begin
  if exists (
    select from new_rows n join {table:settlements} s on s.id = n.settlement_id
    where s.agent_id <> n.agent_id
  ) then
    raise exception 'a commission is settled with its own agent';
  end if;
  return null;
end`,
      triggers: (['insert', 'update'] as const).map((event) => ({
        name: `settle_${event}`,
        when: 'after' as const,
        event,
        each: 'statement' as const,
      })),
    },
  ])
}
