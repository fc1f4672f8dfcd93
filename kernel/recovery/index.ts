// The door of the room of recovery: whole servers, and the moments between their backups.
export { createBase, type MadeBase } from './base.ts'
export type { Moment } from './choose.ts'
export { drillServer } from './drill.ts'
export { backUpStanza, listStanza, restoreStanza, type Stanza, verifyStanza } from './pgbackrest.ts'
export { type ReceiveTick, receiveWal } from './receive.ts'
export { type RestoredServer, type RestoreStep, restoreServer } from './restore.ts'
export { type ArchiveState, readArchives, removeUnneededWal } from './state.ts'
export { verifyServer } from './verify.ts'
