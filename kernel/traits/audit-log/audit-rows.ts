// What the tables of an audit share: whose rows are seen, and that none of them is ever changed.
import type { Fact, GrantFact } from '../../table/fact.ts'

// After SET LOCAL ends a setting reads '' and not NULL.
const claimed = `nullif(current_setting('acervo.tenant', true), '')`

/**
 * A tenant sees its own rows and no other; who claims none sees those of no tenant. The platform's own worker seals
 * them all. Adding them is the owner's, whom FORCE binds too: nobody else has the privilege.
 */
export const ownRows: readonly Fact[] = [
  {
    kind: 'policy',
    name: 'own',
    command: 'select',
    restrictive: false,
    using:
      `current_user = 'acervo_worker' or coalesce(tenant_id = any ((select string_to_array(${claimed}, ',')::uuid[])::uuid[]), ` +
      `tenant_id is null and (select ${claimed}) is null)`,
  },
  { kind: 'policy', name: 'added', command: 'insert', restrictive: false, check: 'true' },
]

/** Privileges withheld, and a TRUNCATE refused to those who have every privilege. */
export function appendOnly(
  roles: readonly GrantFact['role'][],
  revoke: GrantFact['revoke'],
): readonly Fact[] {
  return [...roles.map((role): Fact => ({ kind: 'grant', role, revoke })), refuseTruncate]
}

export const refuseTruncate: Fact = {
  kind: 'routine',
  name: 'keep',
  security: 'invoker',
  body: `begin
  raise exception using errcode = 'AV341',
    message = format('%I.%I is audited and cannot be emptied by TRUNCATE', tg_table_schema, tg_table_name),
    hint = 'Delete its rows: each deletion is kept.';
end`,
  triggers: [{ name: 'keep', when: 'before', event: 'truncate', each: 'statement' }],
}
