// The life of a policy from its quote to its end. What it covered on a day is in its terms; the core record
// of the area is `insurance.policy`.
import {
  audited,
  boolean,
  check,
  date,
  defineTable,
  emits,
  frozen,
  index,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { policyStatuses } from '../insurance/policy-status.ts'

const reported = { policyId: 'policyId', partyId: 'partyId', status: 'status' }

export const managedPolicies = defineTable(
  'managed_policies',
  {
    policyId: refersTo('insurance.policy').immutable(),
    partyId: refersTo('global.party'),
    status: oneOf(...policyStatuses).default('QUOTED'),
    startsOn: date(),
    endsOn: date(),
    /** Goes on for another year unless somebody gives notice in time. */
    renewsTacitly: boolean().default(true),
    statusReason: text().optional(),
  },
  [
    unique(['policyId']),
    check('term', 'ends_on > starts_on'),
    check(
      'reason',
      "status not in ('CANCELLED', 'SUSPENDED', 'LAPSED') or status_reason is not null",
    ),
    index(['partyId', '-startsOn']),
    index(['status', 'endsOn']),
    states('status', {
      next: {
        QUOTED: ['ISSUED', 'CANCELLED'],
        ISSUED: ['IN_FORCE', 'CANCELLED'],
        IN_FORCE: ['SUSPENDED', 'LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED'],
        // An unpaid receipt suspends; paid, it revives; six months later it is over.
        SUSPENDED: ['IN_FORCE', 'LAPSED', 'CANCELLED'],
        LAPSED: [],
        CANCELLED: [],
        EXPIRED: [],
        RENEWED: [],
      },
      initial: ['QUOTED', 'ISSUED', 'IN_FORCE'],
    }),
    frozen({
      when: "status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')",
      except: ['statusReason'],
      message: 'a policy that ended stays as it is',
    }),
    emits('ManagedPolicy', {
      PolicyWentInForce: { when: "status = 'IN_FORCE'", payload: reported },
      PolicySuspended: { when: "status = 'SUSPENDED'", payload: reported },
      PolicyEnded: {
        when: "status in ('LAPSED', 'CANCELLED', 'EXPIRED', 'RENEWED')",
        payload: { ...reported, reason: 'statusReason' },
        required: ['policyId'],
      },
    }),
    audited(),
    timestamped(),
  ],
)
