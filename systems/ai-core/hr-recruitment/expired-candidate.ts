// Candidates whose consent has run out and of whom we still know who they are.
import { date, defineView, uuid } from '../../../kernel/index.ts'

export const expiredCandidates = defineView(
  'expired_candidates',
  { id: uuid(), consentUntil: date() },
  `select id, consent_until from candidates
   where erased_at is null and consent_until < (acervo.now() at time zone 'Europe/Madrid')::date`,
  { key: ['id'] },
)
