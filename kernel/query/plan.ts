// A request value and the Model -> a checked Plan: statements whose values are texts already, and
// the function that reads their results. Pure: nothing here waits, and nothing after it can be
// misspelt.
import { randomBytes } from 'node:crypto'
import type { Model, TableModel } from '../model/model.ts'
import { assertRequest } from './assert-request.ts'
import { findTable } from './name.ts'
import { planAggregate, planCount, planGroupBy } from './plan-aggregate.ts'
import { planCreate, planCreateMany } from './plan-create.ts'
import { planDelete, planDeleteMany } from './plan-delete.ts'
import { planFind } from './plan-find.ts'
import { planShape } from './plan-shape.ts'
import { planUpdate, planUpdateMany } from './plan-update.ts'
import { planUpsert } from './plan-upsert.ts'
import type { Plan, Planned, Planning, PlanOptions } from './planning.ts'
import type { Request } from './request.ts'
import type { Markers } from './row-sql.ts'
import { openScope } from './scope.ts'
import { toShape } from './shape.ts'

const planners = {
  findMany: planFind,
  findFirst: planFind,
  findUnique: planFind,
  count: planCount,
  aggregate: planAggregate,
  groupBy: planGroupBy,
  create: planCreate,
  createMany: planCreateMany,
  update: planUpdate,
  updateMany: planUpdateMany,
  upsert: planUpsert,
  delete: planDelete,
  deleteMany: planDeleteMany,
} as const satisfies Record<Request['verb'], (planning: Planning) => Planned>

/** @throws ACV200-ACV211 and ACV305, before anything is sent. */
export function plan(model: Model, request: Request, options: PlanOptions = {}): Plan {
  assertRequest(request)
  const table = findTable(model, request.database, request.table)
  const shape = toShape(table, request, options)
  if (shape === undefined) return planAnew(model, table, request, options)
  const slotted = shape.where === undefined ? request : { ...request, where: shape.where }
  return planShape(table, shape, () => planAnew(model, table, slotted, options))
}

function planAnew(model: Model, table: TableModel, request: Request, options: PlanOptions): Plan {
  const markers = openMarkers()
  const scope = openScope(model)
  const planned = planners[request.verb]({ model, table, request, options, scope, markers })
  return Object.freeze({
    ...planned,
    table,
    references: markers.references,
    sealed: markers.sealed,
    brief: isBrief(table, request),
    nonce: markers.references.length === 0 ? '' : markers.nonce(),
  })
}

function isBrief({ columns }: TableModel, { verb, select = {}, include }: Request): boolean {
  return (
    verb === 'findUnique' &&
    include === undefined &&
    Object.keys(select).every((name) => columns.has(name))
  )
}

/** Random bytes cost more than the rest of a small plan: only a plan with references takes them. */
function openMarkers(): Markers {
  let nonce: string | undefined
  return {
    nonce: () => {
      nonce ??= randomBytes(12).toString('hex')
      return nonce
    },
    references: [],
    sealed: false,
  }
}
