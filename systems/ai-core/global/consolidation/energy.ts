// What the energy area's subjects mean to a person.
import { isRemoved, parentBy, type SubjectKind } from './subject.ts'

export const energyContract: SubjectKind = {
  type: 'EnergyContract',
  adds: (state) => {
    const { status = state.kind === 'ContractActivated' ? 'ACTIVATED' : undefined } = state.fields
    return !isRemoved(state) && status === 'ACTIVATED' ? { energyContracts: 1 } : {}
  },
}

/** A change of supplier adds no figure of its own: it is a fact, and a contact. */
export const supplierSwitch: SubjectKind = {
  type: 'Switch',
  parentIn: parentBy('EnergyContract', 'contractId'),
  adds: () => ({}),
}
