// What a specification from outside says of a system's tables, and how the system answers it: the names that stand
// for its names, and each difference on record with its reason. kernel/conformance reads both against a live catalog.

/** What a specification says, in its own names and its own SQL. What it leaves open is left out. */
export interface Specified {
  readonly number: string
  readonly title: string
  /** Logical databases that it names. */
  readonly databases?: readonly SpecifiedDatabase[]
  /** Native enumerations: name -> values. */
  readonly enums?: Readonly<Record<string, readonly string[]>>
  readonly tables: readonly SpecifiedTable[]
  readonly views?: readonly { readonly name: string; readonly definition: string }[]
  readonly triggers?: readonly SpecifiedTrigger[]
  readonly functions?: readonly { readonly name: string; readonly body: string }[]
  readonly policies?: readonly SpecifiedPolicy[]
}

export interface SpecifiedDatabase {
  readonly code: string
  readonly area: string
  readonly purpose: string
}

export interface SpecifiedTable {
  readonly name: string
  /** Schemas of the databases that have it, where the specification names them. */
  readonly databases?: readonly string[]
  /** Only named, or known by what links to it. */
  readonly implied?: true
  readonly columns: Readonly<Record<string, SpecifiedColumn>>
  readonly key: readonly string[]
  readonly uniques?: readonly (readonly string[])[]
  readonly checks?: readonly SpecifiedCheck[]
  readonly indexes?: readonly SpecifiedIndex[]
}

export interface SpecifiedColumn {
  /** Absent where it is not said. */
  readonly type?: string
  readonly null?: boolean
  readonly default?: string
  /** `table.column`, with `onDelete` where it is said; in another database `schema.table.column`. */
  readonly references?: string
  readonly onDelete?: string
  /** Values that its text lists without a check. */
  readonly documented?: readonly string[]
}

export type SpecifiedCheck =
  | { readonly column: string; readonly values: readonly string[] }
  | { readonly column: string; readonly expression: string }

export interface SpecifiedIndex {
  readonly name: string
  /** With direction: `created_at DESC`. */
  readonly columns: readonly string[]
  readonly expression?: string
  readonly unique?: true
  readonly method?: string
  readonly operatorClass?: string
  readonly with?: Readonly<Record<string, string | number>>
  readonly where?: string
}

export interface SpecifiedTrigger {
  readonly name: string
  readonly table: string
  /** `BEFORE INSERT OR UPDATE` */
  readonly timing: string
  readonly function: string
}

export interface SpecifiedPolicy {
  readonly name: string
  readonly table: string
  readonly using: string
}

export const differenceClasses = ['corrected', 'renamed', 'retyped', 'missing'] as const
export type DifferenceClass = (typeof differenceClasses)[number]

/** A difference on record: its class, and an oddity of the specification (`O1-08`, `D10`) or a line that says why. */
export interface Recorded {
  readonly class: DifferenceClass
  readonly because: string
}

export const corrected = (because: string): Recorded => record('corrected', because)
export const renamed = (because: string): Recorded => record('renamed', because)
export const retyped = (because: string): Recorded => record('retyped', because)
export const missing = (because: string): Recorded => record('missing', because)

/** Which table stands for one of the specification. */
export interface TableReading {
  /** `database.model`. */
  readonly is?: string
  /** Column of the specification -> column here, by its TypeScript name. */
  readonly columns?: Readonly<Record<string, string>>
  /** Column of the specification -> its value -> the value here. */
  readonly values?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface Specification {
  /** The file of what it says (`Specified` as JSON). */
  readonly says: URL
  /** The database of tables whose reading names none. */
  readonly database?: string
  /** By the specification's name; what has the same name (or its snake_case, or its model name) needs no line. */
  readonly tables: Readonly<Record<string, string | TableReading>>
  /** `trigger x`, `function x`, `policy x`, `view x` -> what stands for it; `*` takes the place of any letters. */
  readonly stands: Readonly<Record<string, string>>
  /** What the rules that hold everywhere answer here: rule -> oddity. */
  readonly answers: Readonly<Record<string, string>>
  /** By the key that `acervo conformance` prints; `*` takes the place of any letters. */
  readonly differences: Readonly<Record<string, Recorded>>
}

export function defineSpecification(definition: {
  readonly says: URL
  readonly database?: string
  readonly tables?: Specification['tables']
  readonly stands?: Specification['stands']
  readonly answers?: Specification['answers']
  readonly differences?: Specification['differences']
}): Specification {
  return Object.freeze({
    says: definition.says,
    ...(definition.database === undefined ? {} : { database: definition.database }),
    tables: Object.freeze(definition.tables ?? {}),
    stands: Object.freeze(definition.stands ?? {}),
    answers: Object.freeze(definition.answers ?? {}),
    differences: Object.freeze(definition.differences ?? {}),
  })
}

function record(kind: DifferenceClass, because: string): Recorded {
  return Object.freeze({ class: kind, because })
}
