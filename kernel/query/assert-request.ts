// The keys of a request, by verb. A misspelt key is refused: `deleteMany({ wher: … })` would delete all.
import { AcervoError } from '../errors/index.ts'
import { describe } from './misfit.ts'
import { unknown } from './name.ts'
import { type Request, type Verb, verbs } from './request.ts'

const address = ['database', 'table', 'verb']
const shape = ['select', 'include']
const list = ['where', 'live', 'q', 'orderBy', 'take', 'skip', 'cursor', 'after', 'nearest']
const measured = ['where', 'live', 'q', '_count', '_sum', '_avg', '_min', '_max']

const keys: Readonly<Record<Verb, ReadonlySet<string>>> = {
  findMany: new Set([...address, ...shape, ...list]),
  findFirst: new Set([...address, ...shape, ...list]),
  findUnique: new Set([...address, ...shape, 'where', 'live']),
  count: new Set([...address, 'where', 'live', 'q']),
  aggregate: new Set([...address, ...measured]),
  groupBy: new Set([...address, ...measured, 'by', 'having', 'orderBy', 'take', 'skip']),
  create: new Set([...address, ...shape, 'data']),
  createMany: new Set([...address, 'data', 'skipDuplicates']),
  update: new Set([...address, ...shape, 'where', 'live', 'data', 'version']),
  updateMany: new Set([...address, 'where', 'live', 'data']),
  upsert: new Set([...address, ...shape, 'where', 'live', 'create', 'update']),
  delete: new Set([...address, ...shape, 'where', 'live', 'version']),
  deleteMany: new Set([...address, 'where', 'live']),
}

/** @throws ACV200 with the nearest key. A key whose value is undefined counts as absent. */
export function assertRequest(request: Request): void {
  const { verb } = request
  if (!verbs.includes(verb))
    throw unknown('ACV200', `the verb is ${describe(verb)}`, String(verb), verbs)
  const allowed = keys[verb]
  for (const key of Object.keys(request)) {
    if (allowed.has(key) || request[key as keyof Request] === undefined) continue
    const known = [...allowed].filter((name) => !address.includes(name))
    throw unknown('ACV200', `'${verb}' takes no '${key}'`, key, known)
  }
  if (request.cursor !== undefined && request.after !== undefined)
    throw new AcervoError('ACV200', "the request holds both 'cursor' and 'after'")
}
