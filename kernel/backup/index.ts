// The door of the room of backups: for the command line and the jobs of a running platform.
export { createBackup } from './create.ts'
export { type DrillOptions, drillBackup } from './drill.ts'
export { openFolderStore } from './folder-store.ts'
export { type DrillCheck, type DrillRecord, type ListedBackup, listBackups } from './list.ts'
export type { BackupOptions, BackupProgress, BackupReport } from './making.ts'
export { databasesOf, type Manifest, readManifest } from './manifest.ts'
export type { LooseReference } from './references.ts'
export { restoreBackup } from './restore.ts'
export type { RestoreOptions, RestoreProgress, RestoreReport } from './restoring.ts'
export { applyRetention, type Retention } from './retention.ts'
export {
  findSchedule,
  makeScheduled,
  type NamedSchedule,
  schedulesOf,
  toBackupJobs,
} from './schedules.ts'
export {
  makeIdentity,
  type Opener,
  readIdentity,
  type Sealer,
  toOpener,
  toSealer,
  unsealed,
} from './sealing.ts'
export type { TableWish } from './selection.ts'
export type { BackupStore } from './store.ts'
export { assertBackup, type VerifiedBackup, verifyBackup } from './verify.ts'
