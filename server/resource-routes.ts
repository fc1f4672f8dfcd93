// The resource routes. A request reads as a recipe: admitted, who asks, parsed and run by its handler,
// answered in one place.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Admission } from './admission.ts'
import { answerAdmitted, bodyOf, isLines, refuseMethods, toAsking } from './asking.ts'
import { readBulk } from './bulk-body.ts'
import type { Addresses } from './resource/address.ts'
import { createFromLines } from './resource/bulk.ts'
import type { Asking, Edge } from './resource/edge.ts'
import type { Outcome } from './resource/outcome.ts'
import { listRows, readRow } from './resource/read.ts'
import { searchRows } from './resource/search.ts'
import { createRows, deleteRow, updateRow } from './resource/write.ts'

interface Path {
  readonly database: string
  readonly table: string
}
type ResourceRequest = FastifyRequest<{ Params: Path }>
type Work = (edge: Edge, asking: Asking, request: ResourceRequest) => Promise<Outcome>

export interface ResourceParts {
  readonly edge: Edge
  readonly addresses: Addresses
  readonly admission: Admission
  /** How many bulk bodies may be held at once. */
  readonly bulk: Admission
}

export function resourceRoutes(app: FastifyInstance, parts: ResourceParts): void {
  const recipe = (work: Work) => (request: ResourceRequest, reply: FastifyReply) =>
    answer(parts, work, request, reply)
  const collection = '/v1/:database/:table'
  const row = '/v1/:database/:table/:id'
  app.get<{ Params: Path }>(collection, recipe(listRows))
  app.post<{ Params: Path }>(collection, recipe(create(parts.bulk)))
  app.get<{ Params: Path }>(row, recipe(readRow))
  app.patch<{ Params: Path }>(
    row,
    recipe((edge, asking, r) => updateRow(edge, asking, bodyOf(r))),
  )
  app.delete<{ Params: Path }>(row, recipe(deleteRow))
  app.post<{ Params: Path }>(
    `${collection}/search`,
    recipe((edge, asking, r) => searchRows(edge, asking, bodyOf(r))),
  )
  refuseMethods(app, collection, ['GET', 'POST'])
  refuseMethods(app, row, ['GET', 'PATCH', 'DELETE'])
}

async function answer(
  { edge, addresses, admission }: ResourceParts,
  work: Work,
  request: ResourceRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  return answerAdmitted(admission, reply, async () => {
    const { database, table } = request.params
    return work(edge, toAsking(request, addresses.find(database, table)), request)
  })
}

function create(bulk: Admission): Work {
  return async (edge, asking, request) => {
    if (!isLines(request)) return createRows(edge, asking, bodyOf(request))
    const waiting = bulk.enter()
    if (waiting !== undefined) await waiting
    try {
      return await createFromLines(edge, asking, await readBulk(request.raw, edge.limits))
    } finally {
      bulk.leave()
    }
  }
}
