// Filters of a URL or of a search body -> the where of a request. Only the words are translated: whether
// a column exists and a value fits is the plan's business.
import { AcervoError, nearestHint } from '../../kernel/index.ts'
import { limits } from './limits.ts'

/** REST's word -> the request's. */
export const filterOperators = Object.freeze({
  eq: 'equals',
  ne: 'not',
  gt: 'gt',
  gte: 'gte',
  lt: 'lt',
  lte: 'lte',
  in: 'in',
  contains: 'contains',
  startsWith: 'startsWith',
  isNull: 'isNull',
})

export type FilterOperator = keyof typeof filterOperators
type Conditions = Record<string, unknown>

export interface FilterBuilder {
  add(path: string, operator: string, value: unknown): void
  where(): Conditions | undefined
}

/** Conditions are joined by AND. `path` is a column, or `client.name` over to-one relations. */
export function filterBuilder(): FilterBuilder {
  const where: Conditions = Object.create(null)
  let count = 0
  return Object.freeze({
    add(path: string, operator: string, value: unknown) {
      const conditions = at(where, splitPath(path, 'filter'))
      const [word, wanted] = toCondition(path, operator, value)
      if (word in conditions)
        throw new AcervoError('ACV200', `the filter '${path}' holds '${operator}' twice`, {
          hint: "Several values of one column are asked for with 'in'.",
        })
      conditions[word] = wanted
      count++
    },
    where: () => (count === 0 ? undefined : where),
  })
}

export function splitPath(path: string, parameter: string): readonly string[] {
  const parts = path.split('.')
  if (parts.some((part) => part === ''))
    throw new AcervoError('ACV200', `'${path}' in '${parameter}' is not a name`, {
      details: 'Allowed: a name, or names joined by points.',
    })
  if (parts.length > limits.pathDepthMax)
    throw new AcervoError('ACV206', `'${path}' in '${parameter}' follows too many relations`, {
      details: `Given: ${parts.length} levels. Allowed: ${limits.pathDepthMax}.`,
    })
  return parts
}

function at(where: Conditions, path: readonly string[]): Conditions {
  let node = where
  for (const name of path) {
    if (!(name in node)) node[name] = Object.create(null)
    const next = node[name]
    if (!isLevel(next))
      throw new AcervoError('ACV200', `the filter '${path.join('.')}' goes through a value`, {
        details: `'${name}' is an operator that another filter has given already.`,
      })
    node = next
  }
  return node
}

/** Made by `at`; a value of the request never has no prototype. */
function isLevel(value: unknown): value is Conditions {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === null
}

function toCondition(path: string, operator: string, value: unknown): [string, unknown] {
  if (!Object.hasOwn(filterOperators, operator)) throw unknownOperator(path, operator)
  const word = operator as FilterOperator
  if (word !== 'isNull') return [filterOperators[word], value]
  if (value === true || value === 'true') return ['equals', null]
  if (value === false || value === 'false') return ['not', null]
  throw new AcervoError('ACV205', `'isNull' of '${path}' is neither true nor false`, {
    details: 'Allowed: true, false.',
  })
}

function unknownOperator(path: string, operator: string): AcervoError {
  const known = Object.keys(filterOperators)
  return new AcervoError('ACV204', `the filter '${path}' has no operator '${operator}'`, {
    details: `Allowed: ${known.join(', ')}.`,
    hint: nearestHint(operator, known),
  })
}
