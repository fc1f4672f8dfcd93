// Why two parties are two: the surest pairs among what their sources say now.
import type { Session } from '../../../kernel/index.ts'
import type { ComparedParties } from './party-sheets.ts'
import type { PartyView } from './resolution/index.ts'
import { resolution } from './when-asked.ts'

/** Records of each party that are compared, the newest first. */
const recordsMax = 6
const pairsMax = 5

export async function explainedParties(
  session: Session,
  id: string,
  otherId: string,
): Promise<ComparedParties> {
  const { explainPair, showParty } = await resolution()
  const one = await showParty(session, id)
  const other = await showParty(session, otherId)
  const isOne = one.id === other.id
  const left = isOne ? newest(one, id) : newest(one)
  const right = isOne ? newest(one, otherId) : newest(other)
  const pairs = []
  for (const recordId of left)
    for (const otherRecordId of right)
      if (recordId !== otherRecordId)
        pairs.push(await explainPair(session, recordId, otherRecordId))
  return { id, otherId, isOne, pairs: pairs.toSorted((a, b) => b.bits - a.bits).slice(0, pairsMax) }
}

/** Of a party that was merged: the records that were born with it. */
function newest({ sources }: PartyView, originId?: string): readonly string[] {
  const own = sources.filter((source) => originId === undefined || source.originId === originId)
  return own
    .filter(({ current }) => current)
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
    .slice(0, recordsMax)
    .map(({ id }) => id)
}
