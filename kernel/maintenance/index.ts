// The door of the maintenance room for the command line and for work.

export {
  type Blocked,
  type Holder,
  type LongTransaction,
  readBlocked,
  readHolders,
  readLongTransactions,
} from './activity.ts'
export {
  type AdviceOptions,
  adviseIndexes,
  type Evidence,
  type IndexAdvice,
} from './advise-indexes.ts'
export { type Bloat, type RelationBloat, readBloat } from './bloat.ts'
export {
  type CapacityPlan,
  type Growth,
  type Measured,
  planCapacity,
  type SplitAdvice,
} from './capacity.ts'
export { type IndexUse, type IndexUses, readIndexes } from './indexes.ts'
export { readSlowQueries, type SlowQuery } from './queries.ts'
export { type Reading, type Unknown, withDirect } from './reading.ts'
export { type Reindexed, type ReindexProgress, type ReindexWish, reindex } from './reindex.ts'
export { readSettings, type SettingAdvice } from './settings.ts'
export { readSizes, type Sizes, sampleSizes, type TableSize } from './sizes.ts'
export { readVacuum, type VacuumState, type VacuumWish, vacuumTable } from './vacuum.ts'
