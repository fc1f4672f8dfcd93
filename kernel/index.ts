// The door of the kernel: what a declaration, an edge or a user's project may import.

export type {
  Acervo,
  DatabaseHealth,
  DatabasesOf,
  Db,
  Once,
  Ran,
  RunOptions,
} from './client/acervo.ts'
export type { AcervoOptions, StartProgress } from './client/acervo-options.ts'
// Platform
export type { Acted, ActionOptions, ActionRequest } from './client/act.ts'
export { readTexts, toInputSchema } from './client/action-input.ts'
export { createAcervo } from './client/create-acervo.ts'
export { defineConfig, type ProjectConfig } from './client/define-config.ts'
export type { Elevated, Elevation, ElevationWish } from './client/elevation/elevation.ts'
export { isPermitted, permissionForm } from './client/permission.ts'
export { type Principal, systemPrincipal, toContext } from './client/principal.ts'
export type { CreateData, Row, UpdateData } from './client/row.ts'
export { targetScripts } from './client/target-scripts.ts'
export { isPlacedWhole } from './client/together.ts'
// Database: of code that needs SQL which no request says
export { quoteLiteral } from './database/sql.ts'
export type { Result, Session, Statement } from './database/target.ts'
// Errors
export {
  AcervoError,
  catalogue,
  type ErrorCode,
  isAcervoError,
  nearestHint,
} from './errors/index.ts'
// Model
export { pathInputs } from './model/action.ts'
export { plainColumn } from './model/coded.ts'
export { toColumnSchema } from './model/column-schema.ts'
export { defineModel } from './model/define-model.ts'
export type {
  ActionModel,
  ColumnModel,
  DatabaseModel,
  EventModel,
  Model,
  RelationModel,
  TableModel,
} from './model/model.ts'
// Requests
export { assertNewRow } from './query/data.ts'
export type { Answer, Request, Verb } from './query/request.ts'
// Declarations
export { type ActionContext, defineAction } from './table/action.ts'
export { type BackupSchedule, defineBackup } from './table/backup.ts'
export {
  array,
  belongsTo,
  bigint,
  boolean,
  bytes,
  type Column,
  counter,
  date,
  decimal,
  double,
  id,
  inet,
  instant,
  integer,
  json,
  oneOf,
  real,
  refersTo,
  text,
  time,
  uuid,
  varchar,
  vector,
} from './table/column.ts'
export { check, exclude, index, primaryKey, unique } from './table/constraint.ts'
export {
  type Consumer,
  type ConsumerContext,
  defineConsumer,
  type ReceivedEvent,
} from './table/consumer.ts'
export { type Database, defineDatabase, defineSystem, type System } from './table/database.ts'
export type { Fact } from './table/fact.ts'
export { defineJob, type Job, type JobContext } from './table/job.ts'
export type { JsonSchema } from './table/json-schema.ts'
export type {
  ActionCommand,
  ActionInput,
  ActionOffer,
  ActionPage,
  Cell,
  RichCell,
  Said,
  Sheet,
  SpokenLanguage,
} from './table/offer.ts'
export { defineSaga, type Saga, type SagaStep, type StepContext } from './table/saga.ts'
export {
  corrected,
  defineSpecification,
  missing,
  renamed,
  retyped,
  type Specification,
  type Specified,
} from './table/specification.ts'
export { defineFeature, defineTable, defineView, type Feature, type Table } from './table/table.ts'
// Traits
export {
  type AuditedOptions,
  acyclic,
  auditCheckpoints,
  auditDetails,
  audited,
  auditLog,
  counted,
  type EmbeddedOptions,
  type Emission,
  embedded,
  emits,
  encrypted,
  freshGuard,
  frozen,
  hashed,
  identity,
  inbox,
  kept,
  lockedBy,
  outbox,
  partitioned,
  retained,
  searchable,
  settled,
  softDeleted,
  states,
  tenant,
  timestamped,
  transitions,
  withheld,
} from './traits/index.ts'
// Events
export { deriveId } from './work/inbox/derived-id.ts'
export { readSaga, resumeSagas, runSaga, type SagaRow } from './work/saga/index.ts'
