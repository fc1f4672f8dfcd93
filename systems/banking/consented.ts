// No template without a consent in force, and none after it: the row of the consent orders the two. Who adds a template
// changes its count, who takes it back changes its end.
import { counted, defineFeature } from '../../kernel/index.ts'

/** On the consent. */
export const withdrawn = defineFeature('withdrawn', () => [
  {
    kind: 'routine',
    name: 'withdraw',
    // To take a consent back is to need no other right.
    security: 'definer',
    underPolicies: true,
    body: `begin
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where o.withdrawn_at is not null and n.withdrawn_at is distinct from o.withdrawn_at) then
    raise exception using errcode = 'AV323', message = 'a consent that was taken back stays so',
      hint = 'Ask for a new one.';
  end if;
  -- The count that follows comes back here, and finds nothing taken back.
  if exists (select from new_rows n join old_rows o on o.id = n.id
    where n.withdrawn_at is not null and o.withdrawn_at is null) then
    delete from {table:facial_profiles} p using new_rows n
      where p.consent_id = n.id and n.withdrawn_at is not null;
  end if;
  return null;
end`,
    triggers: [{ name: 'withdraw', when: 'after', event: 'update', each: 'statement' }],
  },
])

/** On the template. */
export const consented = [
  counted('consentId', { into: 'profileCount' }),
  defineFeature('consented', () => [
    {
      kind: 'routine',
      name: 'consent',
      security: 'definer',
      underPolicies: true,
      body: `begin
  perform from {table:biometric_consents} c where c.id in (select n.consent_id from new_rows n)
    order by c.id for no key update;
  if exists (select from new_rows n where not exists (select from {table:biometric_consents} c
    where c.id = n.consent_id and c.client_id = n.client_id and c.withdrawn_at is null)) then
    raise exception using errcode = 'AV304', table = 'facial_profiles',
      message = 'no consent of the client is in force', hint = 'Ask for one, or offer another way.';
  end if;
  return null;
end`,
      // Client and consent of a template never change.
      triggers: [{ name: 'consent', when: 'after', event: 'insert', each: 'statement' }],
    },
  ]),
] as const
