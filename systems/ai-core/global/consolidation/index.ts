// The door of consolidation: what areas report becomes facts and features of people.
export { consolidate, type Handle } from './consolidate.ts'
export { energyContract, supplierSwitch } from './energy.ts'
export type { FeatureName, Features } from './feature-list.ts'
export { featuresAt, type Moment } from './features-at.ts'
export { claim, policy, receipt } from './insurance.ts'
