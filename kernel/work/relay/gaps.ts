// A lane whose first event is not its next number: what stands between is looked up, and never jumped over unless
// it was published already.
import type { Lane, Lanes } from './lanes.ts'
import { betweenMax } from './outbox-sql.ts'
import type { OutboxStore, Standing } from './outbox-store.ts'
import type { RelayPace } from './relay-pace.ts'

export async function resolveGaps(
  store: Pick<OutboxStore, 'between'>,
  lanes: Lanes,
  pace: Pick<RelayPace, 'parkedMs'>,
): Promise<void> {
  for (const lane of lanes.takeGapped()) {
    const first = lane.rows[0]
    if (first === undefined) continue
    const standing = await store.between(lane, lane.published, first.seq)
    resolveGap(lanes, lane, standing, pace.parkedMs)
  }
}

function resolveGap(
  lanes: Lanes,
  lane: Lane,
  standing: readonly Standing[],
  parkedMs: number,
): void {
  const stop = standing.find(({ status, waitMs }) => status === 'DEAD' || isWaiting(status, waitMs))
  const passable = stop === undefined ? standing : standing.slice(0, standing.indexOf(stop))
  const due = passable.filter(({ status }) => status === 'PENDING').map(({ row }) => row)
  const seen = stop?.row.seq ?? (standing.length === betweenMax ? endOf(standing) : undefined)
  // Numbers without a row were published and swept away: a number is given out by a commit only.
  const next = due[0]?.seq ?? seen ?? lane.rows[0]?.seq ?? 1
  if (stop !== undefined && due.length === 0) {
    lanes.hold(lane, stop.status === 'DEAD' ? parkedMs : stop.waitMs)
  } else if (seen !== undefined) lanes.release(lane, seen)
  lanes.fill(lane, due, next - 1)
}

const isWaiting = (status: Standing['status'], waitMs: number): boolean =>
  status === 'PENDING' && waitMs > 0

const endOf = (standing: readonly Standing[]): number => standing.at(-1)?.row.seq ?? 0
