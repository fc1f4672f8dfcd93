// The door of the database room for server, console and cli; the kernel's own rooms import the files they need.

// embedded
export { findLockOwner, type LockOwner } from './embedded/directory-lock.ts'
export { type ExtensionName, extensionNames } from './embedded/extensions.ts'
export { type EmbeddedOptions, openEmbedded, type ReadyTarget } from './embedded/open.ts'
export { isOutcomeUnknown } from './outcome.ts'
// placement
export { type Place, type Placement, parsePlacement, readPlacement } from './placement.ts'
// roles
export {
  admitRuntimeLogin,
  assertMigratorRole,
  assertRuntimeRole,
  createRuntimeLogin,
  ownerRole,
  renderRoles,
  runtimeRoles,
} from './roles.ts'
// sql
export {
  identifier,
  join,
  quoteIdentifier,
  quoteLiteral,
  raw,
  type Sql,
  sql,
  toStatement,
} from './sql.ts'
export type {
  Context,
  Direct,
  Engine,
  GroupOptions,
  Result,
  RuntimeRole,
  Session,
  Statement,
  Target,
  TransactionOptions,
} from './target.ts'
// targets
export {
  openMigrator,
  openTargets,
  type Places,
  type Targets,
  type TargetsOptions,
} from './targets.ts'
