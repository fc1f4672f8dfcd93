// What people look into. A machine may raise alerts and open cases; only a person decides one, another than who opened
// it, and says why: nothing is denied by a rule.
import {
  audited,
  check,
  counter,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { signed } from '../signed.ts'

export const fraudCases = defineTable(
  'fraud_cases',
  {
    number: varchar(60).immutable(),
    partyId: refersTo('global.party'),
    claimId: refersTo('insurance.claim').optional(),
    status: oneOf('OPEN', 'INVESTIGATING', 'CLEARED', 'CONFIRMED').default('OPEN'),
    openedBy: varchar(200).optional().maintained(),
    decidedBy: varchar(200).optional().maintained(),
    decidedAt: instant().optional(),
    reason: text().optional(),
    alertCount: counter(),
  },
  [
    unique(['number']),
    unique(['claimId'], {
      name: 'fraud_cases_one_open_key',
      where: "status in ('OPEN', 'INVESTIGATING')",
    }),
    signed('openedBy', 'true'),
    signed('decidedBy', "status in ('CLEARED', 'CONFIRMED')", { by: 'person' }),
    check('reason', "status not in ('CLEARED', 'CONFIRMED') or reason is not null"),
    check('four_eyes', "status <> 'CONFIRMED' or decided_by <> opened_by"),
    index(['partyId']),
    states('status', {
      next: {
        OPEN: ['INVESTIGATING'],
        INVESTIGATING: ['CLEARED', 'CONFIRMED'],
        CLEARED: [],
        CONFIRMED: [],
      },
      initial: ['OPEN'],
      stamps: { CLEARED: 'decidedAt', CONFIRMED: 'decidedAt' },
    }),
    frozen({
      when: "status in ('CLEARED', 'CONFIRMED')",
      except: ['alertCount'],
      message: 'a case that was decided stays as it is',
    }),
    withheld('delete'),
    emits('FraudCase', {
      FraudCaseDecided: {
        when: "status in ('CLEARED', 'CONFIRMED')",
        payload: { caseId: 'id', partyId: 'partyId', claimId: 'claimId', status: 'status' },
        required: ['caseId', 'status'],
      },
    }),
    audited({ personal: ['reason'], subject: 'partyId' }),
    timestamped(),
  ],
)
