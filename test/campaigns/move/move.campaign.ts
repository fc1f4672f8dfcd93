// A house of a million rows, and as many of its audit, moves while the platform serves, and the mover dies at every other
// message. In the pause every row is read once: two million take longer than the two seconds that are usual.
import { onPostgres } from '../../support/database.ts'
import { holdMoves } from './hold-moves.ts'

onPostgres(() =>
  holdMoves({
    perSecond: 200,
    rows: 1_000_000,
    pauseMaxMs: 8_000,
    longestMs: 30_000,
    killEvery: 7,
  }),
)
