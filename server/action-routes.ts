// The routes of actions, from what tables offer: a noun below the table's path. A read takes its input from
// the query string, an undoing too; a creation from a JSON body; what the path names comes from the path.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import {
  AcervoError,
  type ActionModel,
  type ActionOffer,
  type Model,
  pathInputs,
  readTexts,
  type TableModel,
} from '../kernel/index.ts'
import type { Admission } from './admission.ts'
import { answerAdmitted, bodyOf, refuseMethods, toAsking } from './asking.ts'
import { toTablePath } from './resource/address.ts'
import { assertRow, parseJson } from './resource/body.ts'
import { type Asking, type Edge, measured } from './resource/edge.ts'
import { toOnce } from './resource/once.ts'
import type { Outcome } from './resource/outcome.ts'
import { parsePairs } from './resource/query-string.ts'

export const methodOf = { read: 'GET', create: 'POST', undo: 'DELETE' } as const

export interface Offered {
  readonly table: TableModel
  readonly action: ActionModel
  readonly offer: ActionOffer
}

export interface ActionParts {
  readonly edge: Edge
  readonly admission: Admission
}

export function actionRoutes(app: FastifyInstance, { edge, admission }: ActionParts): void {
  const byUrl = Map.groupBy(listOffered(edge.acervo.served), toUrl)
  for (const [url, all] of byUrl) {
    for (const offered of all)
      app.route({
        method: methodOf[offered.offer.effect],
        url,
        handler: (request: FastifyRequest, reply: FastifyReply) =>
          answerAdmitted(admission, reply, () => answer(edge, offered, request)),
      })
    refuseMethods(
      app,
      url,
      all.map(({ offer }) => methodOf[offer.effect]),
    )
  }
}

export function listOffered(model: Model): readonly Offered[] {
  return [...model.databases.values()].flatMap(({ tables }) =>
    [...tables.values()].flatMap((table) =>
      [...table.actions.values()].flatMap((action) =>
        action.offer === undefined ? [] : [{ table, action, offer: action.offer }],
      ),
    ),
  )
}

/** Parameters by their place: two actions on one path may call them differently. */
function toUrl({ table, offer }: Offered): string {
  let at = 0
  return `${toTablePath(table)}/${offer.path.replace(/\{\w+\}/g, () => `:input${at++}`)}`
}

async function answer(edge: Edge, offered: Offered, request: FastifyRequest): Promise<Outcome> {
  const { table, action, offer } = offered
  const asking = toAsking(request, table)
  const bytes = offer.effect === 'create' ? bodyOf(request) : Buffer.alloc(0)
  const inPath = readPath(offer, request)
  const input = { ...(await readGiven(offer, asking, bytes)), ...inPath }
  const { principal, signal } = asking
  // The segment of a fingerprint is the last one only: the path as a whole says what is asked.
  const once =
    offer.effect === 'read'
      ? {}
      : toOnce({ ...asking, segment: JSON.stringify(inPath) }, toRoute(offered), bytes)
  const named = { database: table.database, table: table.name, action: action.name }
  const { output, replayed } = await measured(edge, table.database, action.name, () =>
    edge.acervo.act(
      principal,
      { ...named, input },
      { timeoutMs: edge.limits.requestTimeoutMs, signal, ...once },
    ),
  )
  return { status: offer.effect === 'create' ? 201 : 200, body: output, isReplayed: replayed }
}

function toRoute({ offer, action }: Offered): string {
  return `${methodOf[offer.effect]} ${action.name} of`
}

function readPath(offer: ActionOffer, { params }: FastifyRequest) {
  const values = Object.values(params as Readonly<Record<string, string>>)
  return readTexts(
    offer,
    pathInputs(offer.path).map((name, at) => [name, values[at] ?? ''] as const),
  )
}

async function readGiven(offer: ActionOffer, asking: Asking, bytes: Buffer) {
  const inPath = pathInputs(offer.path)
  if (offer.effect !== 'create') {
    const pairs = parsePairs(asking.query)
    assertNotInPath(
      inPath,
      pairs.map(([name]) => name),
    )
    return readTexts(offer, pairs)
  }
  if (asking.query !== '')
    throw new AcervoError('ACV200', 'this path takes no parameters', {
      details: 'Allowed: a JSON body.',
    })
  const isBare = Object.keys(offer.input).every(
    (name) => inPath.includes(name) || offer.input[name]?.isOptional === true,
  )
  if (isBare && bytes.length === 0) return {}
  const body = parseJson(bytes)
  assertRow(body)
  assertNotInPath(inPath, Object.keys(body))
  return body
}

function assertNotInPath(inPath: readonly string[], given: readonly string[]): void {
  const twice = given.find((name) => inPath.includes(name))
  if (twice === undefined) return
  throw new AcervoError('ACV200', `'${twice}' stands in the path`, {
    hint: 'Give it there alone.',
  })
}
