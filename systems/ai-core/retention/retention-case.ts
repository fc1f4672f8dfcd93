// One policy in a campaign: in the treated or in the control arm, drawn once, and what became of it. What the campaign
// did is the difference of its four counters.
import {
  audited,
  belongsTo,
  check,
  counted,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  lockedBy,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

export const retentionCases = defineTable(
  'retention_cases',
  {
    campaignId: belongsTo('retention_campaigns', { inverse: 'cases' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    policyId: refersTo('insurance.policy').immutable(),
    arm: oneOf('TREATED', 'CONTROL').immutable(),
    status: oneOf('OPEN', 'CONTACTED', 'RETAINED', 'LOST').default('OPEN'),
    contactedAt: instant().optional(),
    outcomeOn: date().optional(),
    lostReason: text().optional(),
  },
  [
    unique(['campaignId', 'policyId']),
    // Nobody is called by two campaigns about one policy.
    unique(['policyId'], {
      name: 'retention_cases_one_open_key',
      where: "status in ('OPEN', 'CONTACTED')",
    }),
    check('control', "arm = 'TREATED' or (contacted_at is null and status <> 'CONTACTED')"),
    check('outcome', "(status in ('RETAINED', 'LOST')) = (outcome_on is not null)"),
    check('lost', "status = 'LOST' or lost_reason is null"),
    index(['partyId']),
    states('status', {
      next: {
        OPEN: ['CONTACTED', 'RETAINED', 'LOST'],
        CONTACTED: ['RETAINED', 'LOST'],
        RETAINED: [],
        LOST: [],
      },
      initial: ['OPEN'],
      stamps: { CONTACTED: 'contactedAt' },
    }),
    lockedBy('campaignId', {
      when: "status <> 'RUNNING'",
      events: ['insert', 'delete'],
      message: 'a campaign that does not run takes no cases',
    }),
    counted('campaignId', { into: 'treatedCount', where: "r.arm = 'TREATED'" }),
    counted('campaignId', { into: 'controlCount', where: "r.arm = 'CONTROL'" }),
    counted('campaignId', {
      into: 'treatedKeptCount',
      where: "r.arm = 'TREATED' and r.status = 'RETAINED'",
    }),
    counted('campaignId', {
      into: 'controlKeptCount',
      where: "r.arm = 'CONTROL' and r.status = 'RETAINED'",
    }),
    // An outcome is measured once.
    frozen({ when: "status in ('RETAINED', 'LOST')", message: 'an outcome is measured once' }),
    emits('RetentionCase', {
      ClientRetained: {
        when: "status = 'RETAINED'",
        payload: { caseId: 'id', partyId: 'partyId', policyId: 'policyId' },
      },
      ClientLost: {
        when: "status = 'LOST'",
        payload: { caseId: 'id', partyId: 'partyId', policyId: 'policyId' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
