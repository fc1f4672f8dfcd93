// What the insurance area's subjects mean to a person.
import { isRemoved, parentBy, type State, type SubjectKind } from './subject.ts'

const inForce: readonly unknown[] = ['ISSUED', 'IN_FORCE']
const unpaid: readonly unknown[] = ['PENDING', 'RETURNED']
const settled: readonly unknown[] = ['PAID', 'REJECTED', 'CLOSED']

export const policy: SubjectKind = {
  type: 'Policy',
  adds: (state) => {
    if (!isInForce(state)) return {}
    const { premium, currency } = state.fields
    const isKnown = typeof premium === 'string' && typeof currency === 'string'
    return { policiesInForce: 1, ...(isKnown ? { premiumYear: { [currency]: premium } } : {}) }
  },
}

/** An event written by hand may say no more than that a policy was issued. */
function isInForce(state: State): boolean {
  if (isRemoved(state)) return false
  const { status } = state.fields
  return status === undefined ? state.kind === 'PolicyIssued' : inForce.includes(status)
}

export const receipt: SubjectKind = {
  type: 'Receipt',
  parentIn: parentBy('Policy', 'policyId'),
  adds: (state) => {
    const { status = statusByKind[state.kind] } = state.fields
    return !isRemoved(state) && unpaid.includes(status) ? { unpaidReceipts: 1 } : {}
  },
}

const statusByKind: Readonly<Record<string, string>> = {
  ReceiptIssued: 'PENDING',
  ReceiptPaid: 'PAID',
  ReceiptReturned: 'RETURNED',
  ReceiptWrittenOff: 'WRITTEN_OFF',
}

export const claim: SubjectKind = {
  type: 'Claim',
  parentIn: parentBy('Policy', 'policyId'),
  adds: (state) => {
    const { status = state.kind === 'ClaimClosed' ? 'CLOSED' : 'OPENED' } = state.fields
    return isRemoved(state) || settled.includes(status) ? {} : { openClaims: 1 }
  },
}
