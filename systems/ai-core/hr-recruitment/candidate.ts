// Somebody who applied, and how long we may know of it. Who they are stands apart, to be erased without their trace.
import {
  audited,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  timestamped,
} from '../../../kernel/index.ts'
import { eraseProfile } from './erase-profile.ts'

export const candidates = defineTable(
  'candidates',
  {
    source: oneOf('WEB', 'REFERRAL', 'AGENCY', 'DIRECT').default('WEB'),
    consentedAt: instant().defaultNow().immutable(),
    consentUntil: date(),
    erasedAt: instant().optional(),
  },
  [
    check('consent', "consent_until >= (consented_at at time zone 'UTC')::date"),
    // A year and a half at most, then they are asked again.
    check('consent_term', "consent_until <= (consented_at at time zone 'UTC')::date + 550"),
    frozen({ when: 'erased_at is not null', message: 'an erased candidate does not come back' }),
    eraseProfile,
    index(['consentUntil'], { where: 'erased_at is null' }),
    emits('Candidate', {
      CandidateErased: { when: 'erased_at is not null', payload: { candidateId: 'id' } },
    }),
    audited(),
    timestamped(),
  ],
)
