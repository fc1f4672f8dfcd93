// A house of a million rows moves while the platform serves, and the mover dies at every other message.
import { onPostgres } from '../../support/database.ts'
import { holdMoves } from './hold-moves.ts'

onPostgres(() => holdMoves({ perSecond: 200, rows: 1_000_000, pauseMaxMs: 2_000, killEvery: 7 }))
