// A mortgage or a loan that the group brokers. Its schedule follows from its terms, from what was paid early and from
// revisions of its rate; what is derived nobody types.
import {
  audited,
  check,
  counter,
  date,
  decimal,
  defineTable,
  emits,
  frozen,
  index,
  integer,
  oneOf,
  refersTo,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { keptMoney, money } from '../money.ts'
import { scheduled } from './scheduled.ts'

export const loans = defineTable(
  'loans',
  {
    number: varchar(60).immutable(),
    partyId: refersTo('global.party'),
    product: oneOf('MORTGAGE', 'PERSONAL'),
    lender: varchar(200).default('Eurocaja Rural'),
    principal: money(),
    /** Nominal, percent a year. */
    annualRate: decimal(9, 6),
    index: oneOf('FIXED', 'EURIBOR_12M').default('FIXED'),
    /** Percentage points over the index. */
    spread: decimal(9, 6).default('0'),
    months: integer(),
    firstDueOn: date(),
    openingFee: money().default('0'),
    propertyValue: money().optional(),
    monthlyIncome: money().optional(),
    otherMonthlyDebt: money().default('0'),
    status: oneOf(
      'REQUESTED',
      'IN_STUDY',
      'OFFERED',
      'ACTIVE',
      'SETTLED',
      'REJECTED',
      'WITHDRAWN',
    ).default('REQUESTED'),
    rejectionReason: text().optional(),
    /** Loan to value, percent; of a loan on no property none. */
    ltv: decimal(9, 4).optional().generatedAs('round(principal / property_value * 100, 4)'),
    /** Debt to income, percent, with this loan's first instalment; none where the income is not known. */
    dti: decimal(9, 4)
      .optional()
      .generatedAs('round((other_monthly_debt + instalment) / monthly_income * 100, 4)'),
    /** The first instalment. */
    instalment: keptMoney(),
    /** TAE: what the loan costs a year with its fee, percent. */
    tae: decimal(9, 4).optional().maintained(),
    repaidPrincipal: keptMoney(),
    earlyPrincipal: keptMoney(),
    revision: counter(),
  },
  [
    unique(['number']),
    check('principal', 'principal > 0 and principal = round(principal, 2)'),
    check('rate', 'annual_rate between 0 and 100'),
    check('months', 'months between 1 and 480'),
    check('fee', 'opening_fee >= 0 and opening_fee < principal'),
    check('income', 'monthly_income > 0 and property_value > 0 and other_monthly_debt >= 0'),
    check('rejected', "(status = 'REJECTED') = (rejection_reason is not null)"),
    check('repaid', 'repaid_principal + early_principal <= principal'),
    check('settled', "status <> 'SETTLED' or repaid_principal + early_principal = principal"),
    index(['partyId']),
    index(['status', 'createdAt']),
    states('status', {
      next: {
        REQUESTED: ['IN_STUDY', 'REJECTED', 'WITHDRAWN'],
        IN_STUDY: ['OFFERED', 'REJECTED', 'WITHDRAWN'],
        OFFERED: ['ACTIVE', 'WITHDRAWN'],
        ACTIVE: ['SETTLED'],
        SETTLED: [],
        REJECTED: [],
        WITHDRAWN: [],
      },
      initial: ['REQUESTED', 'IN_STUDY'],
    }),
    // What was signed is not rewritten; it is revised.
    frozen({
      when: "status in ('ACTIVE', 'SETTLED')",
      except: [
        'status',
        'partyId',
        'otherMonthlyDebt',
        'monthlyIncome',
        'dti',
        'instalment',
        'tae',
        'repaidPrincipal',
        'earlyPrincipal',
        'revision',
      ],
      message: 'what was signed stays as it is',
    }),
    scheduled('loans'),
    withheld('delete'),
    emits('Loan', {
      LoanRequested: { payload: { loanId: 'id', partyId: 'partyId', product: 'product' } },
      LoanActivated: {
        when: "status = 'ACTIVE'",
        payload: { loanId: 'id', partyId: 'partyId', principal: 'principal' },
      },
      LoanEnded: {
        when: "status in ('SETTLED', 'REJECTED', 'WITHDRAWN')",
        payload: { loanId: 'id', partyId: 'partyId', status: 'status' },
      },
    }),
    audited({
      personal: ['monthlyIncome', 'otherMonthlyDebt', 'propertyValue'],
      subject: 'partyId',
    }),
    timestamped(),
  ],
)
