// A small move while the platform serves, in the ordinary suite: how long anybody waits is for the campaign to say.
import { onPostgres } from '../../support/database.ts'
import { holdMoves, type KillPoint } from './hold-moves.ts'

const killAt: readonly KillPoint[] = [
  ['after', 'create publication'],
  ['after', 'create subscription'],
  ['before', 'pg_sequences'],
  ['after', 'acervo: moved to'],
  ['after', 'acervo: moved to', 'commit'],
  ['before', 'drop subscription'],
]
onPostgres(() =>
  holdMoves({ perSecond: 200, rows: 2_000, pauseMaxMs: 20_000, longestMs: 60_000, killAt }),
)
