// The closed list of what a declaration may contribute. A fact is a plain frozen value; stations fold
// facts and never ask which trait gave one. Adding a kind is a decision (docs/decisions/0002).
import type { CodecSpec, ColumnSpec, SealedCodec } from './column.ts'
import type { ActionOffer, Said } from './offer.ts'

/** Column names in facts are the TypeScript ones; SQL texts are written over SQL names. */
export type Fact =
  | ColumnFact
  | CodecFact
  | ConstraintFact
  | IndexFact
  | RoutineFact
  | PolicyFact
  | GrantFact
  | ObjectFact
  | StorageFact
  | KeepFact
  | ActionFact
  | EventFact
  | QualifierFact

export interface ColumnFact {
  readonly kind: 'column'
  readonly name: string
  readonly column: ColumnSpec
}

/** A column is kept in another form than clients see. What it holds, and of which words, folding adds. */
export interface CodecFact {
  readonly kind: 'codec'
  readonly column: string
  readonly codec: Omit<SealedCodec, 'of' | 'values'> | Exclude<CodecSpec, SealedCodec>
}

export interface ConstraintFact {
  readonly kind: 'constraint'
  /** SQL name; made from table and columns where it is left out. */
  readonly name?: string
  readonly constraint:
    | { readonly type: 'primary'; readonly columns: readonly string[] }
    | { readonly type: 'unique'; readonly columns: readonly string[]; readonly where?: string }
    | { readonly type: 'check'; readonly expression: string }
    | {
        readonly type: 'exclude'
        readonly using: 'gist'
        readonly elements: readonly { readonly expression: string; readonly operator: string }[]
        readonly where?: string
      }
}

export interface IndexFact {
  readonly kind: 'index'
  readonly name?: string
  readonly using: 'btree' | 'gin' | 'gist' | 'brin' | 'hnsw'
  readonly elements: readonly IndexElement[]
  readonly where?: string
  readonly include?: readonly string[]
  readonly with?: Readonly<Record<string, string | number>>
}

export interface IndexElement {
  /** A column (TypeScript name) or an SQL expression. */
  readonly column?: string
  readonly expression?: string
  readonly operatorClass?: string
  readonly direction?: 'asc' | 'desc'
}

/**
 * A trigger function and its triggers. In `body`, `{table}` and `{schema}` stand for the table's quoted
 * names, `{live:alias}` for the default filter read on `alias`, `{table:name}` for another table,
 * `{json:alias:column}` for a column's value as clients see it. Of whole rows, whatever features add to
 * them: `{key:alias}` the primary key as text, `{prefix:alias}` the key prefix or null, `{same:a:b}` whether
 * two have one key, `{row:alias:columns}` JSON of what is shown, `{unchanged:a:b:columns}` an array with the name of
 * each shown column that is the same in both and null for each other, `{changes:a:b:columns}` whether any of
 * them differs, what is encrypted too unless it is its key that was replaced, `{withheld:alias:columns}` and
 * `{withholds:a:b:columns}` names of what is set or differs and is not shown, `{rotated}` what to take from a row's
 * JSON while keys are replaced. `columns` is `a,b`, or `-a,b` for all but those, or nothing for all.
 */
export interface RoutineFact {
  readonly kind: 'routine'
  readonly name: string
  readonly security: 'definer' | 'invoker'
  /** It writes under the policies of its owner even in the migrator's session, where they are an error. */
  readonly underPolicies?: true
  /** plpgsql, from `begin` (or `declare`) to `end`. Statement triggers see `new_rows` and `old_rows`. */
  readonly body: string
  /**
   * Columns of other tables that it writes: they must exist and be `maintained`. `recount` is the value
   * each must have, over the row `p` of that table: it fills rows that stood before the routine did.
   */
  readonly maintains?: readonly {
    readonly table: string
    readonly column: string
    readonly recount: string
  }[]
  /** Rows of other tables that it adds: table and columns, by SQL name, must exist. */
  readonly writes?: readonly { readonly table: string; readonly columns: readonly string[] }[]
  readonly triggers: readonly {
    readonly name: string
    readonly when: 'before' | 'after'
    readonly event: 'insert' | 'update' | 'delete' | 'truncate'
    readonly each: 'row' | 'statement'
    /** It runs when the transaction commits: for what only all of its statements together make true. */
    readonly deferred?: true
  }[]
}

export interface PolicyFact {
  readonly kind: 'policy'
  readonly name: string
  readonly command: 'all' | 'select' | 'insert' | 'update' | 'delete'
  readonly restrictive: boolean
  readonly using?: string
  readonly check?: string
  /** The same without a sub-select, where a server takes none in a policy. */
  readonly inline?: { readonly using: string; readonly check: string }
}

/** What a runtime role may not do here, of what every table grants it. */
export interface GrantFact {
  readonly kind: 'grant'
  readonly role: 'app' | 'worker' | 'readonly'
  readonly revoke: readonly ('select' | 'insert' | 'update' | 'delete')[]
}

/** Something the whole target needs before any table: idempotent, lives in the kernel's schema. */
export interface ObjectFact {
  readonly kind: 'object'
  readonly object:
    | {
        readonly type: 'extension'
        readonly name: 'vector' | 'unaccent' | 'pg_trgm' | 'btree_gist'
      }
    | { readonly type: 'textSearch'; readonly name: string; readonly language: string }
}

export interface StorageFact {
  readonly kind: 'storage'
  readonly by: string
  readonly every: 'month'
  readonly ahead: number
}

/** How long rows are kept, and what then. */
export interface KeepFact {
  readonly kind: 'keep'
  /** Instants; of several the earliest counts. A row without any stays. */
  readonly by: readonly string[]
  /** `90 days`, `1 year`. */
  readonly keep: string
  /** For how long they are asked for most. */
  readonly hot?: string
  readonly after: AfterKeeping
}

/** `keep`: nothing of it ever goes; the time said is the least. */
export type AfterKeeping = 'delete' | 'archive' | 'keep'

/**
 * A domain verb on a noun; the handler is the system's own function. What is offered, cli and server render;
 * without an offer the kernel calls it by its name (`import`).
 */
export interface ActionFact {
  readonly kind: 'action'
  readonly name: string
  readonly summary: Said
  readonly handler: unknown
  readonly offer?: ActionOffer
}

/** What the table tells others; a routine of the same feature writes it. */
export interface EventFact {
  readonly kind: 'event'
  /** `PolicyIssued` */
  readonly name: string
  readonly version: number
  /** `Policy`: events of one aggregate keep their order. */
  readonly aggregate: string
  /** Name in the payload -> column. */
  readonly payload: Readonly<Record<string, string>>
  /** What a payload written by hand must hold too. */
  readonly required: readonly string[]
}

/** How other facts are read: folded in the order of `qualifierOrder`, two values of one are an error. */
export interface QualifierFact {
  readonly kind: 'qualifier'
  readonly qualifier: Qualifier
}

export type Qualifier =
  /** Uniques hold only where this is true (SQL over SQL names). */
  | { readonly type: 'uniquePredicate'; readonly where: string }
  /**
   * Uniques and links within the database carry this column; `fill` (SQL) is its default; it never changes.
   * Policies let through the rows of those that `setting` names, one or several with commas. Where several
   * are named a new row takes the value of the parent that the link `through` leads to.
   */
  | {
      readonly type: 'keyPrefix'
      readonly column: string
      readonly fill: string
      readonly setting: string
      readonly through?: string
    }
  /** Ordinary reads see only rows where `column` is null; `name` asks for all: `{ [name]: false }`. */
  | { readonly type: 'defaultFilter'; readonly column: string }
  /** `delete` sets `column` to `value` (SQL) instead. */
  | { readonly type: 'deleteAsUpdate'; readonly column: string; readonly value: string }
  /** `q=` matches `column` (a search vector) under a text-search configuration. */
  | { readonly type: 'search'; readonly column: string; readonly configuration: string }
  /** `nearest` orders by distance to `column`. */
  | {
      readonly type: 'nearest'
      readonly column: string
      readonly model: string
      readonly metric: Metric
      /** Rows up to which they are compared one by one; unset where there is no index to walk. */
      readonly exactRowsMax?: number
      /** The columns that the vector stands for, where they are said. */
      readonly of?: readonly string[]
      /** Vectors of the model that is to follow: read where a request names it. */
      readonly next?: {
        readonly column: string
        readonly model: string
        readonly metric: Metric
        readonly exactRowsMax?: number
      }
    }
  /** The machine that a routine of the same feature holds: for whoever shows it. */
  | {
      readonly type: 'states'
      readonly column: string
      readonly next: Readonly<Record<string, readonly string[]>>
      /** In which a row may begin; any where it is left out. */
      readonly initial?: readonly string[]
    }
  /** Where its database's events wait for the relay. */
  | { readonly type: 'outbox' }
  /** Where events of other databases arrive. */
  | { readonly type: 'inbox' }
  /** Where its database keeps who did what; and what of it is about a person and may be erased. */
  | { readonly type: 'auditLog' }
  | { readonly type: 'auditDetails' }
  /** Where the signed checkpoints of all databases are copied to. */
  | { readonly type: 'auditCheckpoints' }
  /** What is done to it is kept there: `details` apart, `reads` too. */
  | {
      readonly type: 'audited'
      readonly details: boolean
      readonly reads: boolean
      readonly purpose: 'optional' | 'required'
    }
  /** Part of the system's identity store: what each of its columns is for. */
  | IdentityQualifier

/** `settings` say how the part behaves: how long a session lasts, what a role may do. */
export interface IdentityQualifier {
  readonly type: 'identity'
  readonly part: IdentityPart
  /** Field of the part -> column. */
  readonly columns: Readonly<Record<string, string>>
  /** Columns that no request may name: hashes of passwords and tokens. */
  readonly secrets: readonly string[]
  readonly settings: Readonly<Record<string, unknown>>
}

export type IdentityPart =
  | 'user'
  | 'session'
  | 'account'
  | 'token'
  | 'invitation'
  | 'role'
  | 'permission'
  | 'rolePermission'
  | 'userRole'
  | 'userPermission'
  | 'serviceAccount'
  | 'apiKey'

export type Metric = 'cosine' | 'l2' | 'inner product'

export const qualifierOrder = [
  'keyPrefix',
  'uniquePredicate',
  'defaultFilter',
  'deleteAsUpdate',
  'search',
  'nearest',
  'states',
  'outbox',
  'inbox',
  'auditLog',
  'auditDetails',
  'auditCheckpoints',
  'audited',
  'identity',
] as const satisfies readonly Qualifier['type'][]

export const factKinds = [
  'column',
  'codec',
  'constraint',
  'index',
  'routine',
  'policy',
  'grant',
  'object',
  'storage',
  'keep',
  'action',
  'event',
  'qualifier',
] as const satisfies readonly Fact['kind'][]
