// A job that is done for a client, from the request to the end of the warranty: the same life at a home and in a
// workshop. What was approved is a quote of the job; without one nothing is begun and beyond it nothing is invoiced.
import {
  audited,
  check,
  counted,
  counter,
  date,
  decimal,
  emits,
  frozen,
  index,
  instant,
  integer,
  lockedBy,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../kernel/index.ts'
import { keptMoney, money } from './money.ts'
import { signed } from './signed.ts'

const words = [
  'REQUESTED',
  'TRIAGED',
  'ASSIGNED',
  'QUOTED',
  'APPROVED',
  'IN_PROGRESS',
  'DONE',
  'INVOICED',
  'IN_WARRANTY',
  'CLOSED',
  'CANCELLED',
] as const

export function serviceOrderColumns() {
  return {
    number: varchar(60).immutable(),
    partyId: refersTo('global.party'),
    /** The claim that pays for it, if one does. */
    claimId: refersTo('insurance.claim').optional(),
    description: text(),
    priority: oneOf('LOW', 'NORMAL', 'HIGH', 'URGENT').default('NORMAL'),
    status: oneOf(...words).default('REQUESTED'),
    requestedAt: instant().defaultNow().immutable(),
    /** The clock of the service level: when somebody must have come, and when somebody did. */
    respondBy: instant().optional(),
    respondedAt: instant().optional(),
    doneAt: instant().optional(),
    invoicedAmount: money().optional(),
    warrantyUntil: date().optional(),
    approvedCount: counter(),
    approvedAmount: keptMoney(),
  }
}

export function serviceOrderLife(aggregate: string) {
  const reported = { orderId: 'id', partyId: 'partyId', claimId: 'claimId', status: 'status' }
  return [
    unique(['number']),
    // Work waits for an approved quote, and costs no more than was approved.
    check('one_approved', 'approved_count between 0 and 1'),
    check(
      'approved',
      `status not in ('APPROVED', 'IN_PROGRESS', 'DONE', 'INVOICED', 'IN_WARRANTY', 'CLOSED')
        or approved_count = 1`,
    ),
    check('invoiced', 'invoiced_amount >= 0 and invoiced_amount <= approved_amount'),
    check(
      'invoice',
      "(status in ('INVOICED', 'IN_WARRANTY', 'CLOSED')) = (invoiced_amount is not null)",
    ),
    check('warranty', "status <> 'IN_WARRANTY' or warranty_until is not null"),
    check('respond', 'respond_by > requested_at'),
    index(['partyId', '-requestedAt']),
    index(['claimId'], { where: 'claim_id is not null' }),
    // What is late or about to be.
    index(['respondBy'], { where: 'responded_at is null' }),
    states<(typeof words)[number]>('status', {
      next: {
        REQUESTED: ['TRIAGED', 'CANCELLED'],
        TRIAGED: ['ASSIGNED', 'CANCELLED'],
        ASSIGNED: ['QUOTED', 'TRIAGED', 'CANCELLED'],
        QUOTED: ['APPROVED', 'ASSIGNED', 'CANCELLED'],
        APPROVED: ['IN_PROGRESS', 'CANCELLED'],
        IN_PROGRESS: ['DONE'],
        DONE: ['INVOICED', 'IN_PROGRESS'],
        INVOICED: ['IN_WARRANTY', 'CLOSED'],
        // A fault within the warranty is another job.
        IN_WARRANTY: ['CLOSED'],
        CLOSED: [],
        CANCELLED: [],
      },
      initial: ['REQUESTED'],
      stamps: { DONE: 'doneAt' },
    }),
    frozen({
      when: "status in ('INVOICED', 'IN_WARRANTY', 'CLOSED', 'CANCELLED')",
      except: ['status', 'warrantyUntil'],
      message: 'an order that was invoiced or cancelled stays as it is',
    }),
    withheld('delete'),
    emits(aggregate, {
      [`${aggregate}Requested`]: { payload: reported, required: ['orderId', 'partyId'] },
      [`${aggregate}Done`]: {
        when: "status = 'DONE'",
        payload: reported,
        required: ['orderId', 'partyId'],
      },
      [`${aggregate}Invoiced`]: {
        when: "status = 'INVOICED'",
        payload: { ...reported, amount: 'invoicedAmount' },
        required: ['orderId', 'partyId', 'amount'],
      },
    }),
    audited({ personal: ['description'], subject: 'partyId' }),
    timestamped(),
    searchable({ number: 'A', description: 'B' }, { language: 'spanish' }),
  ] as const
}

export function serviceQuoteColumns() {
  return {
    version: integer().immutable(),
    labour: money().immutable(),
    materials: money().immutable(),
    /** Percent. */
    tax: decimal(5, 2).default('21').immutable(),
    amount: money().generatedAs('round((labour + materials) * (1 + tax / 100), 2)'),
    status: oneOf('PROPOSED', 'APPROVED', 'REJECTED', 'WITHDRAWN').default('PROPOSED'),
    approvedBy: varchar(200).optional().maintained(),
    validUntil: date().optional(),
  }
}

/** A quote is approved once, by somebody who is named, and stays as it was then. */
export function serviceQuoteLife(aggregate: string) {
  return [
    unique(['orderId', 'version']),
    check('version', 'version >= 1'),
    check('amounts', 'labour >= 0 and materials >= 0 and tax between 0 and 100'),
    signed('approvedBy', "status = 'APPROVED'"),
    states('status', {
      next: {
        PROPOSED: ['APPROVED', 'REJECTED', 'WITHDRAWN'],
        APPROVED: ['WITHDRAWN'],
        REJECTED: [],
        WITHDRAWN: [],
      },
      initial: ['PROPOSED'],
    }),
    frozen({
      when: "status <> 'PROPOSED'",
      except: ['status', 'approvedBy'],
      message: 'a quote that was answered stays as it is',
    }),
    counted('orderId', { into: 'approvedCount', where: "r.status = 'APPROVED'" }),
    counted('orderId', { into: 'approvedAmount', sum: 'amount', where: "r.status = 'APPROVED'" }),
    // Once work has begun the price is agreed.
    lockedBy('orderId', {
      when: "status not in ('ASSIGNED', 'QUOTED', 'APPROVED')",
      message: 'once work has begun its quotes stay',
    }),
    emits(`${aggregate}Quote`, {
      [`${aggregate}QuoteApproved`]: {
        when: "status = 'APPROVED'",
        payload: { quoteId: 'id', orderId: 'orderId', amount: 'amount' },
      },
    }),
    audited(),
    timestamped(),
  ] as const
}
