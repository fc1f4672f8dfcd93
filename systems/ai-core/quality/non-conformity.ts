// Something that is not as it should be. Who is responsible puts it right; somebody else verifies it, and it is never
// closed by who was responsible. The database signs, so nobody closes in another's name.
import {
  audited,
  belongsTo,
  check,
  counted,
  counter,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { signed } from '../signed.ts'

export const nonConformities = defineTable(
  'non_conformities',
  {
    number: varchar(60).immutable(),
    auditId: belongsTo('quality_audits', { inverse: 'nonConformities' }).optional(),
    description: text(),
    severity: oneOf('OBSERVATION', 'MINOR', 'MAJOR').default('MINOR'),
    /** `user:<id>`, as the session names its actor. */
    responsible: varchar(200),
    dueOn: date(),
    rootCause: text().optional(),
    status: oneOf('OPEN', 'ACTION', 'VERIFIED', 'CLOSED').default('OPEN'),
    verifiedBy: varchar(200).optional().maintained(),
    closedBy: varchar(200).optional().maintained(),
    closedAt: instant().optional(),
    actionCount: counter(),
    effectiveActionCount: counter(),
  },
  [
    unique(['number']),
    check('responsible', "responsible like 'user:%'"),
    check('cause', "status = 'OPEN' or root_cause is not null"),
    check(
      'verified',
      "status not in ('VERIFIED', 'CLOSED') or effective_action_count = action_count",
    ),
    check('acted', "status not in ('VERIFIED', 'CLOSED') or action_count > 0"),
    signed('verifiedBy', "status in ('VERIFIED', 'CLOSED')", { by: 'person' }),
    signed('closedBy', "status = 'CLOSED'", { by: 'person' }),
    check('verifier', 'verified_by <> responsible'),
    check('closer', 'closed_by <> responsible'),
    index(['status', 'dueOn']),
    index(['responsible'], { where: "status <> 'CLOSED'" }),
    states('status', {
      next: {
        OPEN: ['ACTION'],
        ACTION: ['VERIFIED', 'OPEN'],
        VERIFIED: ['CLOSED', 'ACTION'],
        CLOSED: [],
      },
      initial: ['OPEN'],
      stamps: { CLOSED: 'closedAt' },
      // Who is to close it cannot be made to fit afterwards.
      fixed: { VERIFIED: ['responsible'], CLOSED: '*' },
    }),
    frozen({ when: "status = 'CLOSED'", message: 'what was closed stays as it is' }),
    counted('auditId', { into: 'openCount', where: "r.status <> 'CLOSED'" }),
    withheld('delete'),
    emits('NonConformity', {
      NonConformityOpened: { payload: { id: 'id', number: 'number', severity: 'severity' } },
      NonConformityClosed: { when: "status = 'CLOSED'", payload: { id: 'id', number: 'number' } },
    }),
    audited(),
    timestamped(),
    searchable({ number: 'A', description: 'B', rootCause: 'C' }, { language: 'spanish' }),
  ],
)
