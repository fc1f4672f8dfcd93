// The tier of a quota is that of its user, whoever of the two is written last. A new quota holds its user's row while it
// reads it: a change of tier comes before it or finds it.
import { defineFeature } from '../../../kernel/index.ts'

/** On quotas. */
export const tierTaken = defineFeature('tierTaken', () => [
  {
    kind: 'routine',
    name: 'take_tier',
    // Holding the user's row needs a privilege that a request lacks.
    security: 'definer',
    underPolicies: true,
    body: `begin
  select u.subscription_tier into new.subscription_tier from {table:users} u
    where u.id = new.user_id for share;
  return new;
end`,
    triggers: [{ name: 'take_tier', when: 'before', event: 'insert', each: 'row' }],
  },
])

/** On users. */
export const tierGiven = defineFeature('tierGiven', () => [
  {
    kind: 'routine',
    name: 'give_tier',
    security: 'definer',
    underPolicies: true,
    body: `begin
  update {table:storage_quotas} q set subscription_tier = n.subscription_tier
    from new_rows n join old_rows o on o.id = n.id
    where q.user_id = n.id and n.subscription_tier <> o.subscription_tier;
  return null;
end`,
    triggers: [{ name: 'give_tier', when: 'after', event: 'update', each: 'statement' }],
  },
])
