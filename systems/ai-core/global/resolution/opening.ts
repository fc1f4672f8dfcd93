// The first round trip for one record: the basis, and at once who is around it. Its keys need the secret, which
// rarely is another one than last time; where it is, the look is taken again.
import type { Session } from '../../../../kernel/index.ts'
import { keysOf, type MatchKey, type Normalised } from '../matching/index.ts'
import { askBasis, type Basis, guessSecret, readBasis } from './basis.ts'
import type { Surroundings } from './subject.ts'
import { askToLook, lookAround, readAround } from './surroundings.ts'

export interface Opening {
  readonly basis: Basis
  readonly keys: readonly MatchKey[]
  readonly around: Surroundings
}

export async function open(session: Session, fields: Normalised): Promise<Opening> {
  const guess = guessSecret()
  const toSought = (keys: readonly MatchKey[]) => [{ keys, homeId: '', isNew: true }]
  const guessed = guess === undefined ? [] : keysOf(fields, guess)
  const asked = guess === undefined ? [] : askToLook(toSought(guessed))
  const [first, ...found] = await session.group([askBasis(true), ...asked])
  const basis = await readBasis(session, first?.rows[0], true)
  if (basis.secret === guess) return { basis, keys: guessed, around: readAround(found) }
  const keys = keysOf(fields, basis.secret)
  return { basis, keys, around: await lookAround(session, toSought(keys)) }
}
