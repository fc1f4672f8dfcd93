// The Model: every declaration and every fact, folded once, frozen. Stations read it and nothing else.
import type { BackupSchedule } from '../table/backup.ts'
import type { ColumnSpec, DeleteRule } from '../table/column.ts'
import type { Consumer } from '../table/consumer.ts'
import type {
  AfterKeeping,
  IdentityPart,
  IndexFact,
  Metric,
  ObjectFact,
  PolicyFact,
  RoutineFact,
} from '../table/fact.ts'
import type { Job } from '../table/job.ts'
import type { JsonSchema } from '../table/json-schema.ts'
import type { ActionOffer, Said } from '../table/offer.ts'
import type { Saga } from '../table/saga.ts'

export interface Model {
  readonly systems: readonly SystemModel[]
  /** By short name. */
  readonly databases: ReadonlyMap<string, DatabaseModel>
  /** Changes whenever anything that a request may touch changes. */
  readonly hash: string
}

export interface SystemModel {
  readonly name: string
  readonly home: string | undefined
  readonly databases: readonly DatabaseModel[]
  /** Short names. */
  readonly together: readonly (readonly string[])[]
  readonly demo: unknown
  readonly consumers: readonly Consumer[]
  readonly jobs: readonly Job[]
  readonly sagas: readonly Saga[]
  readonly backups: readonly BackupSchedule[]
}

export interface DatabaseModel {
  readonly name: string
  readonly schema: string
  readonly system: string
  readonly area: string
  readonly purpose: string
  /** Where it is known from, where its system says so. */
  readonly origin?: string
  /** By model name, parents before children where links allow. */
  readonly tables: ReadonlyMap<string, TableModel>
  /** What the target needs before this database. */
  readonly objects: readonly ObjectFact['object'][]
  /** Where its events wait, and where those of others arrive. */
  readonly outbox?: TableModel
  readonly inbox?: TableModel
  /** Where it is kept who did what, and what of it may be erased. */
  readonly auditLog?: TableModel
  readonly auditDetails?: TableModel
  /** Where the checkpoints of all databases are copied to. */
  readonly auditCheckpoints?: TableModel
  /** By name. */
  readonly events: ReadonlyMap<string, EventModel>
}

export interface EventModel {
  readonly name: string
  readonly version: number
  readonly aggregate: string
  /** Model name of the table that emits it. */
  readonly table: string
  /** Of the payload. */
  readonly schema: JsonSchema
}

export interface TableModel {
  readonly kind: 'table' | 'view'
  /** Model name: `detectionEvent`. */
  readonly name: string
  /** `detection_events` */
  readonly sqlName: string
  /** `detection-events` */
  readonly pathName: string
  /** Short name of the database. */
  readonly database: string
  readonly schema: string
  readonly was?: string
  readonly file: string
  /** Names of what it was declared with, beside constraints and indexes: for people who read of it. */
  readonly features: readonly string[]
  readonly columns: ReadonlyMap<string, ColumnModel>
  readonly primaryKey: readonly ColumnModel[]
  readonly uniques: readonly UniqueModel[]
  readonly checks: readonly { readonly name: string; readonly expression: string }[]
  readonly exclusions: readonly ExclusionModel[]
  readonly foreignKeys: readonly ForeignKeyModel[]
  readonly indexes: readonly IndexModel[]
  readonly routines: readonly RoutineModel[]
  readonly policies: readonly PolicyFact[]
  readonly grants: readonly GrantModel[]
  readonly partition?: PartitionModel
  readonly retention?: RetentionModel
  readonly query?: string
  readonly relations: ReadonlyMap<string, RelationModel>
  readonly actions: ReadonlyMap<string, ActionModel>
  /** The tenant column, as `keyPrefix` qualifies it. */
  readonly keyPrefix?: ColumnModel
  /** The setting that names whose rows the asker sees. */
  readonly prefixSetting?: string
  /** SQL of that value. The column's default may be another: a table may declare its own. */
  readonly prefixFill?: string
  /** The parent whose value of it a new row takes where the asker's claim names several. */
  readonly prefixThrough?: PrefixThroughModel
  /** Ordinary reads see rows where this column is null. */
  readonly liveColumn?: ColumnModel
  /** `delete` writes this instead. */
  readonly deleteAsUpdate?: { readonly column: ColumnModel; readonly value: string }
  /** What is done to it is kept; `reads` too. */
  readonly audit?: { readonly reads: boolean; readonly purpose: 'optional' | 'required' }
  /** Only routines add its rows: what they hold by construction is not checked again row by row. */
  readonly appended?: true
  readonly search?: { readonly column: ColumnModel; readonly configuration: string }
  /** What `nearest` reads: the vectors that serve, then those of a model that is to follow. */
  readonly nearest?: readonly NearestModel[]
  readonly states?: StatesModel
  readonly identity?: IdentityModel
}

/** From each state the states that may follow; none after a last one. */
export interface StatesModel {
  readonly column: ColumnModel
  readonly next: Readonly<Record<string, readonly string[]>>
  /** In which a row may begin; any where it is left out. */
  readonly initial?: readonly string[]
}

/** The vectors of one model. */
export interface NearestModel {
  readonly column: ColumnModel
  readonly model: string
  readonly metric: Metric
  /** Rows up to which they are compared one by one; unset where there is no index to walk. */
  readonly exactRowsMax?: number
}

/** What the table is in its system's identity store. */
export interface IdentityModel {
  readonly part: IdentityPart
  /** Field of the part -> column. */
  readonly columns: ReadonlyMap<string, ColumnModel>
  /** Names of columns that no request may name. */
  readonly secrets: ReadonlySet<string>
  readonly settings: Readonly<Record<string, unknown>>
}

export interface ColumnModel {
  readonly name: string
  readonly sqlName: string
  readonly spec: ColumnSpec
  /** A request may give it at insert / at update. */
  readonly insertable: boolean
  readonly updatable: boolean
}

/** With `where` it is a unique index, otherwise a constraint. */
export interface UniqueModel {
  readonly name: string
  readonly columns: readonly ColumnModel[]
  readonly where?: string
}

export interface ExclusionModel {
  readonly name: string
  readonly elements: readonly { readonly expression: string; readonly operator: string }[]
  readonly where?: string
}

/** SQL names. `setNull` are the columns that `set null` clears. */
export interface ForeignKeyModel {
  readonly name: string
  readonly columns: readonly string[]
  readonly references: string
  readonly referencedColumns: readonly string[]
  readonly onDelete: DeleteRule
  readonly setNull?: readonly string[]
}

export interface IndexModel {
  readonly name: string
  readonly using: IndexFact['using']
  /** SQL, with operator class and direction. */
  readonly elements: readonly string[]
  readonly include: readonly string[]
  readonly where?: string
  readonly with?: Readonly<Record<string, string | number>>
}

export interface RoutineModel {
  /** SQL name of the function, unique in its database. */
  readonly name: string
  readonly security: RoutineFact['security']
  readonly underPolicies?: true
  readonly body: string
  readonly triggers: RoutineFact['triggers']
  /** SQL names. */
  readonly maintains: readonly {
    readonly table: string
    readonly column: string
    readonly recount: string
  }[]
}

export interface GrantModel {
  readonly role: 'app' | 'worker' | 'readonly'
  readonly privileges: readonly ('select' | 'insert' | 'update' | 'delete')[]
}

export interface PartitionModel {
  readonly by: ColumnModel
  readonly every: 'month'
  readonly ahead: number
}

export interface RetentionModel {
  /** Of several the earliest counts. */
  readonly by: readonly ColumnModel[]
  /** `90 days` */
  readonly keep: string
  readonly hot?: string
  readonly after: AfterKeeping
}

export interface PrefixThroughModel {
  /** SQL names: of the parent, and of its prefix column. */
  readonly table: string
  readonly column: string
  /** Which row of it: the column here, the SQL name of the column there. */
  readonly on: readonly (readonly [ColumnModel, string])[]
}

/** `one` and `many` are read in the same statement; `reference` costs one more round trip. */
export interface RelationModel {
  readonly name: string
  readonly kind: 'one' | 'many' | 'reference'
  /** Short name of the database and model name of the table it leads to. */
  readonly database: string
  readonly table: string
  /** Pairs of column names: here, there. */
  readonly on: readonly (readonly [string, string])[]
  readonly optional: boolean
}

export interface ActionModel {
  readonly name: string
  readonly summary: Said
  readonly handler: unknown
  readonly offer?: ActionOffer
}
