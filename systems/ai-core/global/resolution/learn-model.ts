// When there is much more to learn from than the newest model saw, the matcher learns again. A model that makes
// no sense is refused by the matcher, and the old one stays.
import type { Session } from '../../../../kernel/index.ts'
import { learn, normalise, normVersion, type PartyRecord } from '../matching/index.ts'
import { cell, defineStatement } from './statement.ts'
import type { Attributes } from './subject.ts'

/** Fewer say too little about how values are spread. */
export const learnMin = 500
/** More teach nothing new, and have to be held in memory. */
const learnMax = 200_000
const pageRows = 5000

const askState = defineStatement(
  'learn_state',
  `select (select count(*) from sm_global.source_records where current),
    coalesce(m.version, 0), coalesce(m.record_count, 0)
  from (select true) one
  left join (select version, record_count from sm_global.match_models
    order by version desc limit 1) m on true`,
)
const askPage = defineStatement(
  'learn_page',
  `select id, source, attributes from sm_global.source_records
  where current and id < $1::uuid order by id desc limit ${pageRows}`,
)
const addModel = defineStatement(
  'add_model',
  `insert into sm_global.match_models (version, norm_version, parameters, record_count)
  values ($1::int, $2::int, $3::jsonb, $4::int) on conflict (version) do nothing`,
)

export type Learned =
  | { readonly kind: 'not needed' }
  | { readonly kind: 'learned'; readonly version: number; readonly records: number }
  | { readonly kind: 'refused'; readonly reason: string }

export async function learnModel(session: Session): Promise<Learned> {
  const [row] = (await session.query(askState())).rows
  const [records, version, seen] = [0, 1, 2].map((at) => Number(cell(row, at))) as Counts
  if (records < learnMin || Math.min(records, learnMax) < 2 * seen) return { kind: 'not needed' }
  const taught = await loadRecords(session)
  try {
    const model = learn(taught, { version: version + 1 })
    await session.query(addModel(version + 1, normVersion, JSON.stringify(model), taught.length))
    return { kind: 'learned', version: version + 1, records: taught.length }
  } catch (error) {
    if (error instanceof Error && error.constructor === Error)
      return { kind: 'refused', reason: error.message }
    throw error
  }
}

type Counts = [records: number, version: number, seen: number]

/** The newest first come, the oldest first given: the order in which they arrived. */
async function loadRecords(session: Session): Promise<readonly PartyRecord[]> {
  const records: PartyRecord[] = []
  let before = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
  while (records.length < learnMax) {
    const { rows } = await session.query(askPage(before))
    for (const row of rows) {
      const fields = normalise(JSON.parse(cell(row, 2)) as Attributes)
      records.push({ id: cell(row, 0), source: cell(row, 1), fields })
    }
    before = cell(rows.at(-1), 0)
    if (rows.length < pageRows) break
  }
  return records.reverse()
}
