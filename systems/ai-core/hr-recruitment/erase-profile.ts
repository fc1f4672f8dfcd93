// Who a candidate is goes in the statement that says that they are erased: there is no moment in between.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

export const eraseProfile: Feature = defineFeature('eraseProfile', () => [
  {
    kind: 'routine',
    name: 'erase_profile',
    // Who may write the date need not be able to see the profile.
    security: 'definer',
    body: `begin
  delete from {table:candidate_profiles} p
  where p.candidate_id in (select n.id from new_rows n where n.erased_at is not null);
  return null;
end`,
    triggers: [{ name: 'erase_profile', when: 'after', event: 'update', each: 'statement' }],
  },
])
