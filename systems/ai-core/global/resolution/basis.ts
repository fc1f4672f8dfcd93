// What every resolution stands on: the secret of the keys and the newest model.
import { randomBytes } from 'node:crypto'
import type { Session, Statement } from '../../../../kernel/index.ts'
import { type MatchModel, priorModel } from '../matching/index.ts'
import { cell, defineStatement, type Row } from './statement.ts'

export interface Basis {
  readonly secret: Uint8Array
  readonly model: MatchModel
  /** The transaction's instant. */
  readonly now: string
}

// Estimates of set-based statements are high, and compiling them takes longer than running them. Nothing here reads a
// table whole; a plan made while the recent keys are few would, and would still do so when they are many.
const statement = defineStatement(
  'basis',
  `select encode(s.secret, 'hex'),
    (select m.id from sm_global.match_models m order by m.version desc limit 1),
    to_json(acervo.now() at time zone 'UTC') #>> '{}' || 'Z', set_config('jit', 'off', true),
    set_config('plan_cache_mode', $1, true), set_config('enable_seqscan', 'off', true)
  from (select true as single) one left join sm_global.match_secrets s using (single)`,
)
const addSecret = defineStatement(
  'add_secret',
  'insert into sm_global.match_secrets (secret) values ($1::bytea) on conflict do nothing',
)
const askModel = defineStatement(
  'model',
  'select parameters from sm_global.match_models where id = $1::uuid',
)

/** By the id of its row: a model never changes. */
const models = new Map<string, MatchModel>()
const modelsMax = 8

/** `isOne`: statements take one record or little more, so one plan fits all. */
export async function loadBasis(session: Session, isOne = false): Promise<Basis> {
  return readBasis(session, (await session.query(askBasis(isOne))).rows[0], isOne)
}

export function askBasis(isOne: boolean): Statement {
  return statement(isOne ? 'force_generic_plan' : 'auto')
}

export async function readBasis(
  session: Session,
  row: Row | undefined,
  isOne: boolean,
): Promise<Basis> {
  const secret = cell(row, 0)
  if (secret === '') {
    await session.query(addSecret(randomBytes(32)))
    return loadBasis(session, isOne)
  }
  const modelId = cell(row, 1)
  return {
    secret: toBytes(secret),
    model: modelId === '' ? priorModel : await loadModel(session, modelId),
    now: cell(row, 2),
  }
}

let lastText = ''
let last: Uint8Array | undefined

/** The same bytes for the same text: what hashes with them is prepared once. */
function toBytes(secret: string): Uint8Array {
  if (last === undefined || secret !== lastText) {
    last = Buffer.from(secret, 'hex')
    lastText = secret
  }
  return last
}

/** Of the database that this process asked last: most likely the one that it asks next, never taken as true. */
export function guessSecret(): Uint8Array | undefined {
  return last
}

const askNewest = defineStatement(
  'newest_model',
  'select id from sm_global.match_models order by version desc limit 1',
)

/** For those that only read: no secret is made. */
export async function loadNewestModel(session: Session): Promise<MatchModel> {
  const [row] = (await session.query(askNewest())).rows
  return row === undefined ? priorModel : loadModel(session, cell(row, 0))
}

async function loadModel(session: Session, id: string): Promise<MatchModel> {
  const known = models.get(id)
  if (known !== undefined) return known
  const [row] = (await session.query(askModel(id))).rows
  const model = JSON.parse(cell(row, 0)) as MatchModel
  if (models.size >= modelsMax) models.clear()
  models.set(id, model)
  return model
}
