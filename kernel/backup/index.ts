// The door of the room of backups: for the command line and the jobs of a running platform.
export { createBackup } from './create.ts'
export { type DrillOptions, drillBackup } from './drill.ts'
export { type DrillClockOptions, drillUndrilled, toDrillJob } from './drill-clock.ts'
export {
  type DrillCheck,
  type DrillRecord,
  type KeptDrill,
  listDrills,
} from './drill-records.ts'
export { openFolderStore } from './folder-store.ts'
export { findUndrilled, type ListedBackup, listBackups, type Undrilled } from './list.ts'
export type { BackupOptions, BackupProgress, BackupReport } from './making.ts'
export { databasesOf, type Manifest, readManifest } from './manifest.ts'
export { type BackupsReaderOptions, backupsReader } from './readings.ts'
export type { LooseReference } from './references.ts'
export { restoreBackup } from './restore.ts'
export type { RestoreOptions, RestoreProgress, RestoreReport } from './restoring.ts'
export { applyRetention, type Retention } from './retention.ts'
export { openS3Store, type S3StoreOptions } from './s3-store.ts'
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
export { type BackupSigner, openBackupSigner, readVerifier, type Signed } from './signing.ts'
export type { BackupStore } from './store.ts'
export { assertBackup, type VerifiedBackup, verifyBackup } from './verify.ts'
