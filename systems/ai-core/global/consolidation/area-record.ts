// The record under which an area reports about a person: its source is the area, its key the party as the area
// knows it. It is made at the first report and belongs to whoever that party's records belong to.
import { deriveId, type Session } from '../../../../kernel/index.ts'
import { toDigest } from '../digest.ts'
import { addRecord, lockParty, recordOfParty } from './statements.ts'

const mergesMax = 1000

/** Undefined where master data has no such party. */
export async function ensureRecord(
  session: Session,
  area: string,
  partyId: string,
): Promise<string | undefined> {
  const home = await findHome(session, partyId)
  if (home === undefined) return undefined
  const id = deriveId(`${area}/${partyId}`, 'source-record')
  await session.query(addRecord(id, area, partyId, toDigest({}), home))
  // Somebody may have been first, under another id.
  const { rows } = await session.query(recordOfParty(area, partyId))
  return rows[0]?.[0] ?? undefined
}

/** Where merges lead from a party; all on the way are held still. */
async function findHome(session: Session, partyId: string): Promise<string | undefined> {
  let at = partyId
  for (let step = 0; step < mergesMax; step++) {
    const { rows } = await session.query(lockParty(at))
    const [row] = rows
    if (row === undefined) return undefined
    const [id, into] = row
    if (into === null || into === undefined) return id ?? undefined
    at = into
  }
  return undefined
}
