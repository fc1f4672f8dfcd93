// Actions of a table -> their paths in OpenAPI: path and query parameters, bodies and answers from what the
// actions say of themselves.
import {
  type ActionModel,
  type ActionOffer,
  pathInputs,
  type TableModel,
  toInputSchema,
} from '../../kernel/index.ts'
import { toTablePath } from '../resource/address.ts'
import { type ParameterName, refusals, toParameterReference } from './parameters.ts'

type Operation = Readonly<Record<string, unknown>>

const methods = { read: 'get', create: 'post', undo: 'delete' } as const

export function toActionPaths(table: TableModel): Record<string, Operation> {
  const paths: Record<string, Operation> = {}
  for (const action of table.actions.values()) {
    const { offer } = action
    if (offer === undefined) continue
    const path = `${toTablePath(table)}/${offer.path}`
    const names = pathInputs(offer.path)
    paths[path] = {
      ...(names.length === 0
        ? {}
        : { parameters: names.map((name) => toParameter(offer, name, 'path')) }),
      ...paths[path],
      [methods[offer.effect]]: toOperation(table, action, offer),
    }
  }
  return paths
}

function toOperation(table: TableModel, action: ActionModel, offer: ActionOffer): Operation {
  const inPath = pathInputs(offer.path)
  const others = Object.keys(offer.input).filter((name) => !inPath.includes(name))
  const isCreated = offer.effect === 'create'
  const shared: readonly ParameterName[] =
    offer.effect === 'read' ? ['claims'] : ['idempotencyKey', 'claims']
  const body = { content: { 'application/json': { schema: toInputSchema(offer, inPath) } } }
  const answer = { content: { 'application/json': { schema: offer.output } } }
  const summary = `${action.summary.en.charAt(0).toUpperCase()}${action.summary.en.slice(1)}`
  return {
    operationId: `${table.database}.${table.name}.${action.name}`,
    tags: [table.database],
    summary,
    parameters: [
      ...(isCreated ? [] : others.map((name) => toParameter(offer, name, 'query'))),
      ...shared.map(toParameterReference),
    ],
    ...(isCreated && others.length > 0 ? { requestBody: { required: true, ...body } } : {}),
    responses: { [isCreated ? 201 : 200]: { description: `${summary}.`, ...answer }, ...refusals },
  }
}

function toParameter({ input }: ActionOffer, name: string, place: 'path' | 'query') {
  return {
    name,
    in: place,
    required: place === 'path' || input[name]?.isOptional !== true,
    schema: input[name]?.schema ?? {},
    description: input[name]?.meaning.en ?? name,
  }
}
