// A transfer is written with both of its accounts. A check cannot say so: it would keep an account from being deleted,
// and the links and the type never change otherwise.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

export const transferAccounts: Feature = defineFeature('transferAccounts', () => [
  {
    kind: 'routine',
    name: 'transfer_accounts',
    security: 'invoker',
    body: `begin
  if exists (select from new_rows n where n.type = 'transfer'
      and (n.from_account_id is null or n.to_account_id is null)) then
    raise exception 'a transfer needs the account that it comes from and the one that it goes to'
      using errcode = 'AV304';
  end if;
  return null;
end`,
    triggers: [{ name: 'transfer_accounts', when: 'after', event: 'insert', each: 'statement' }],
  },
])
