// The door of the migrate room: for the process that starts, the command line and tests.

export type { ApplyProgress } from './apply.ts'
// targets
export { applyModel } from './apply-model.ts'
export { type Difference, describeDifference } from './compare.ts'
// files
export {
  type FileBody,
  type Lock,
  type MigrationFile,
  renderFile,
  renderLocks,
  type Step,
} from './file.ts'
export { readFiles, toFolder } from './files.ts'
export { type Finding, lintFiles } from './lint.ts'
export { lintCitus } from './lint-citus.ts'
export { makeAhead } from './make-ahead.ts'
// operate
export {
  applyPending,
  type DatabaseDrift,
  type DatabasePlan,
  type DatabaseStatus,
  migrateFleet,
  planChanges,
  readDrift,
  readStatus,
} from './operations.ts'
export { assertDone, type DatabaseOutcome } from './outcome.ts'
export { makePartitions, type PartitionOptions } from './partitions.ts'
export type { MigrateOptions } from './placed.ts'
export { type SetUpOptions, setUpTarget } from './set-up-target.ts'
// start
export {
  migrateAtStart,
  type StartOptions,
  type StartReport,
  toStartDigest,
} from './start.ts'
export { type WriteOptions, writeMigration } from './write.ts'
