// Who sees a review: who wrote it, who runs the cycle, services of the platform, and whom it is about once the cycle
// is released. Held by a policy, so that no question and no report shows more.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

const actor = `nullif(current_setting('acervo.actor', true), '')`
const seen = `coalesce((select ${actor}) like 'service:%', false)
  or reviewer_user_id::text = (select substr(${actor}, 6))
  or exists (select from review_cycles c where c.id = cycle_id and (
    c.owner_user_id::text = (select substr(${actor}, 6))
    or c.phase = 'RELEASED' and reviewee_user_id::text = (select substr(${actor}, 6))))`
export const visibleByPhase: Feature = defineFeature('visibleByPhase', () => [
  {
    kind: 'policy',
    name: 'visible_by_phase',
    command: 'all',
    restrictive: false,
    using: seen,
    check: seen,
  },
])
