// defineDatabase and defineSystem: which tables are placed and moved as one, and which databases a
// system owns. Names are written, never derived.
import type { BackupSchedule } from './backup.ts'
import type { Consumer } from './consumer.ts'
import type { Job } from './job.ts'
import type { Saga } from './saga.ts'
import type { Specification } from './specification.ts'
import type { Table } from './table.ts'

export type Tables = Readonly<Record<string, Table>>

export interface Database<Name extends string = string, T extends Tables = Tables> {
  /** The schema, which is also the name of the logical database: `ss_insurance`. */
  readonly schema: string
  /** The short name in the client and in REST: `insurance`. */
  readonly name: Name
  readonly area: string
  readonly purpose: string
  /** By model name, singular: `{ policy: policies }`. */
  readonly tables: T
}

export function defineDatabase<const Name extends string, const T extends Tables>(definition: {
  readonly schema: string
  readonly name: Name
  readonly area?: string
  readonly purpose?: string
  readonly tables: T
}): Database<Name, T> {
  return Object.freeze({
    schema: definition.schema,
    name: definition.name,
    area: definition.area ?? '',
    purpose: definition.purpose ?? '',
    tables: Object.freeze(definition.tables),
  })
}

export interface System<
  Name extends string = string,
  D extends readonly Database[] = readonly Database[],
> {
  readonly name: Name
  readonly databases: D
  /** Schemas that must share a target, so that one transaction may span them. */
  readonly together: readonly (readonly string[])[]
  /** Schema -> where its database is known from, in a word: shown to whoever lists them. */
  readonly origins: Readonly<Record<string, string>>
  /** The folder that holds `migrations/`; the working directory where it is not said. */
  readonly home: string | undefined
  /** Loads demonstration data through the client; runs once per platform, never with `--no-demo`. */
  readonly demo: unknown
  /** What reacts to events of other databases. */
  readonly consumers: readonly Consumer[]
  readonly jobs: readonly Job[]
  /** Those left open by a process that ended are gone on with by another one. */
  readonly sagas: readonly Saga[]
  /** Made by the clock where the operator says where to. */
  readonly backups: readonly BackupSchedule[]
  /** What it answers, loaded where conformance is asked. */
  readonly specification: (() => Promise<Specification>) | undefined
}

export function defineSystem<
  const Name extends string,
  const D extends readonly Database[],
>(definition: {
  readonly name: Name
  readonly databases: D
  readonly together?: readonly (readonly string[])[]
  readonly origins?: Readonly<Record<string, string>>
  readonly home?: string
  readonly demo?: unknown
  readonly consumers?: readonly Consumer[]
  readonly jobs?: readonly Job[]
  readonly sagas?: readonly Saga[]
  readonly backups?: readonly BackupSchedule[]
  readonly specification?: () => Promise<Specification>
}): System<Name, D> {
  return Object.freeze({
    name: definition.name,
    databases: Object.freeze(definition.databases) as D,
    together: Object.freeze(definition.together ?? []),
    origins: Object.freeze(definition.origins ?? {}),
    home: definition.home,
    demo: definition.demo,
    consumers: Object.freeze(definition.consumers ?? []),
    jobs: Object.freeze(definition.jobs ?? []),
    sagas: Object.freeze(definition.sagas ?? []),
    backups: Object.freeze(definition.backups ?? []),
    specification: definition.specification,
  })
}
