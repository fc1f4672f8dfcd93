// What planning is given and what it gives: shapes only.
import type { Result, Statement } from '../database/target.ts'
import type { Model, TableModel } from '../model/model.ts'
import type { Answer, Request } from './request.ts'
import type { Markers } from './row-sql.ts'
import type { Scope } from './scope.ts'
import type { NestedSelection } from './selection.ts'

export interface PlanOptions {
  /** One row more than asked is read, and order keys come with each row. */
  readonly page?: boolean
  /** The version of each row comes with it. */
  readonly version?: boolean
  /** The asker's: whose rows are wanted may decide which index is walked. */
  readonly settings?: Readonly<Record<string, string>>
}

export interface Plan {
  readonly table: TableModel
  /** Sent as one group; the first error undoes them all. */
  readonly statements: readonly Statement[]
  readonly read: (results: readonly Result[]) => Answer
  /** What rows of other databases the answer waits for, by the number in their markers. */
  readonly references: readonly NestedSelection[]
  readonly nonce: string
  /** Rows hold encrypted values, between tabs. */
  readonly sealed: boolean
  /** One row by its key and nothing beside it. */
  readonly brief: boolean
}

/** What each verb's planner gets. */
export interface Planning {
  readonly model: Model
  readonly table: TableModel
  readonly request: Request
  readonly options: PlanOptions
  readonly scope: Scope
  readonly markers: Markers
}

export type Planned = Pick<Plan, 'statements' | 'read'>
