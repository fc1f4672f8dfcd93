// The door of the key room.
export { type KeyFile, openKeyFile, openKeysInMemory } from './key-file.ts'
export type { Kms, Tombstone, Wrapped } from './kms.ts'
export { openVault, type VaultOptions } from './open-vault.ts'
export { type DataRotation, type DataRotationOptions, rotateData } from './rotate-data.ts'
export { type KekRotation, type RotationOptions, rotateKek } from './rotate-kek.ts'
export { clearBlindIndexes, replayTombstones, type Shredded, shred } from './shred.ts'
export { type KeyStatus, readStatus } from './status.ts'
export { Vault } from './vault.ts'
