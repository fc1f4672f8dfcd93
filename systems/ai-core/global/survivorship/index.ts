// The door of survivorship: which value of several a party shows, and why.
export { type Attribute, attributes } from './attribute.ts'
export { rules, type SurvivorshipRules, stewardSource, type Trust } from './rules.ts'
export {
  type Criterion,
  criteria,
  type Golden,
  type GoldenValue,
  type LosingValue,
  survive,
  type Voice,
} from './survive.ts'
