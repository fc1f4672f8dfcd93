// sm_hr_recruitment: places to fill, who asks for them, and how long we may know who that is.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { applications } from './application.ts'
import { candidates } from './candidate.ts'
import { candidateProfiles } from './candidate-profile.ts'
import { expiredCandidates } from './expired-candidate.ts'
import { vacancies } from './vacancy.ts'

export const hrRecruitment = defineDatabase({
  schema: 'sm_hr_recruitment',
  name: 'hrRecruitment',
  area: 'hr',
  purpose: 'Vacancies, candidates and applications',
  tables: {
    vacancy: vacancies,
    candidate: candidates,
    candidateProfile: candidateProfiles,
    application: applications,
    expiredCandidate: expiredCandidates,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
