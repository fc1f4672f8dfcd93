// A call that comes without its cost takes it from the price list of its instant, and keeps it whatever prices do later.
// What has no price there is unknown: null, and not zero.
import { defineFeature } from '../../../kernel/index.ts'

const price = (dimension: string, tokens: string) => `(case when new.${tokens} = 0 then 0 else (
      select round(new.${tokens} * p.price / p.unit, 10) from {table:model_prices} p
      where p.model = new.model and p.dimension = '${dimension}'
        and new.timestamp >= p.valid_from and (p.valid_until is null or new.timestamp < p.valid_until)
    ) end)`

export const priced = defineFeature('priced', () => [
  {
    kind: 'routine',
    name: 'priced',
    // Who may write a call need not be let read prices.
    security: 'definer',
    underPolicies: true,
    body: `begin
  if new.cost_source = 'local_zero' then
    new.cost_input = 0; new.cost_output = 0; new.cost_cache = 0;
  elsif new.cost_input is null and new.cost_output is null then
    new.cost_source = 'price_list';
    new.cost_input = ${price('input', 'tokens_input')};
    new.cost_output = ${price('output', 'tokens_output')};
    new.cost_cache = ${price('cache_read', 'tokens_cache_read')}
      + ${price('cache_write', 'tokens_cache_write')};
  else
    new.cost_cache = coalesce(new.cost_cache, 0);
  end if;
  return new;
end`,
    triggers: [{ name: 'priced', when: 'before', event: 'insert', each: 'row' }],
  },
])
