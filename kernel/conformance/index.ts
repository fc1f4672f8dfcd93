// The door of the conformance room: for the command line, the reference pages and tests.
export { differenceClasses } from '../table/specification.ts'
export {
  applyCompat,
  type CompatOptions,
  type CompatView,
  dropCompat,
  listCompatViews,
  renderCompat,
  toCompatSchema,
} from './compat.ts'
export {
  type Conformance,
  type ConformanceOptions,
  readConformance,
  readSpecified,
} from './conform.ts'
export type { ItemClass, JudgedDifference, JudgedItem } from './judge.ts'
export { renderSpecifications } from './reference.ts'
