// Who a candidate is, encrypted. It goes with the consent; an erased candidate never gets another one.
import {
  belongsTo,
  defineTable,
  encrypted,
  settled,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const candidateProfiles = defineTable(
  'candidate_profiles',
  {
    candidateId: belongsTo('candidates', { onDelete: 'cascade', inverse: 'profiles' }).immutable(),
    name: text(),
    email: varchar(320),
    phone: varchar(40).optional(),
    notes: text().optional(),
  },
  [
    unique(['candidateId']),
    encrypted({
      columns: ['name', 'email', 'phone', 'notes'],
      subject: 'candidateId',
      index: { email: ['trim', 'lower'] },
    }),
    settled('erased', {
      of: 'candidateId',
      condition: `p.erased_at is null or not exists (
        select from {table:candidate_profiles} c where c.candidate_id = p.id)`,
      message: 'the candidate is erased',
    }),
    timestamped(),
  ],
)
