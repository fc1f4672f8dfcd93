// The log of decisions from zero -> who belongs where: the proof that links are nothing but a reading of it.
import type { Session } from '../../../../kernel/index.ts'
import { cell, defineStatement } from './statement.ts'

const askLog = defineStatement(
  'log',
  `select id, kind, record_id, party_id, other_party_id, undoes_id from sm_global.match_decisions
  where kind in ('MERGE', 'UNMERGE', 'UNLINK') order by decided_at, id`,
)
const askBirths = defineStatement(
  'births',
  'select id, origin_id from sm_global.source_records order by id',
)

/** Record id -> party id. */
export async function replay(session: Session): Promise<ReadonlyMap<string, string>> {
  const [births, log] = await session.group([askBirths(), askLog()])
  const origins = new Map((births?.rows ?? []).map((row) => [cell(row, 0), cell(row, 1)]))
  const into = new Map<string, string>()
  const merges = new Map<string, string>()
  for (const row of log?.rows ?? []) {
    const [id, kind, recordId, partyId, otherId, undoesId] = row.map((_, at) =>
      cell(row, at),
    ) as Line
    if (kind === 'MERGE') {
      into.set(partyId, otherId)
      merges.set(id, partyId)
    } else if (kind === 'UNMERGE') into.delete(merges.get(undoesId) ?? '')
    else origins.set(recordId, partyId)
  }
  const rootOf = (id: string): string => {
    const next = into.get(id)
    return next === undefined ? id : rootOf(next)
  }
  return new Map([...origins].map(([record, party]) => [record, rootOf(party)]))
}

type Line = [string, string, string, string, string, string]
