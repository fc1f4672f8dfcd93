// A rule found something. It goes into a case or is dismissed by a person; it decides nothing.
import {
  audited,
  belongsTo,
  check,
  counted,
  decimal,
  defineTable,
  emits,
  index,
  instant,
  json,
  lockedBy,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { signed } from '../signed.ts'

export const fraudAlerts = defineTable(
  'fraud_alerts',
  {
    ruleId: belongsTo('fraud_rules', { inverse: 'alerts' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    claimId: refersTo('insurance.claim').optional().immutable(),
    /** What was found, as the rule saw it. */
    evidence: json().immutable(),
    score: decimal(5, 4).immutable(),
    caseId: belongsTo('fraud_cases', { inverse: 'alerts' }).optional(),
    status: oneOf('RAISED', 'IN_CASE', 'DISMISSED').default('RAISED'),
    dismissedBy: varchar(200).optional().maintained(),
    dismissalReason: text().optional(),
    raisedAt: instant().defaultNow().immutable(),
  },
  [
    // A rule tells a thing once.
    unique(['ruleId', 'partyId', 'claimId']),
    unique(['ruleId', 'partyId'], {
      name: 'fraud_alerts_without_claim_key',
      where: 'claim_id is null',
    }),
    check('score', 'score between 0 and 1'),
    check('case', "(status = 'IN_CASE') = (case_id is not null)"),
    check('dismissed', "(status = 'DISMISSED') = (dismissal_reason is not null)"),
    signed('dismissedBy', "status = 'DISMISSED'", { by: 'person' }),
    index(['partyId']),
    states('status', {
      next: { RAISED: ['IN_CASE', 'DISMISSED'], IN_CASE: [], DISMISSED: ['IN_CASE'] },
      initial: ['RAISED', 'IN_CASE'],
    }),
    counted('caseId', { into: 'alertCount' }),
    lockedBy('caseId', {
      when: "status not in ('OPEN', 'INVESTIGATING')",
      message: 'a case that was decided takes no alerts',
    }),
    emits('FraudAlert', {
      FraudAlertRaised: { payload: { alertId: 'id', partyId: 'partyId', score: 'score' } },
    }),
    audited(),
    timestamped(),
  ],
)
