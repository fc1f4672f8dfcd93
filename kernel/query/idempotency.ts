// A request with an idempotency key runs once: its answer is kept in its own transaction and given
// again to every repetition for 24 hours. SQL in idempotency.sql.
import type { Session } from '../database/target.ts'
import { AcervoError } from '../errors/index.ts'
import { toPlainText } from './value.ts'

export interface Once {
  readonly principal: string
  readonly route: string
  readonly key: string
  /** Digest of the request: the same key must mean the same request. */
  readonly fingerprint: string
}

export interface Kept {
  readonly status: number
  readonly answer: string
}

export interface Outcome extends Kept {
  readonly replayed: boolean
}

const keyLengthMax = 255

/**
 * `session` is the transaction that `body` writes in.
 * @throws ACV610 when the key was used for another request, ACV611 while the same one is running.
 */
export async function runOnce(
  session: Session,
  once: Once,
  body: (session: Session) => Promise<Kept>,
): Promise<Outcome> {
  const { principal, route, key, fingerprint } = once
  if (key.length === 0 || key.length > keyLengthMax)
    throw new AcervoError('ACV206', `the idempotency key has ${key.length} characters`, {
      details: `Allowed: 1 to ${keyLengthMax}.`,
    })
  toPlainText('idempotency key', key)
  const { rows } = await session.query({
    text: 'select state, status, answer from acervo.idempotency_claim($1, $2, $3, $4)',
    values: [principal, route, key, fingerprint],
    name: 'acervo_idempotency_claim',
  })
  const [state, status, answer] = rows[0] ?? []
  if (state === 'done') return { replayed: true, status: Number(status), answer: answer ?? '' }
  if (state === 'other')
    throw new AcervoError('ACV610', 'the idempotency key was used for another request', {
      hint: 'Give each request a key of its own, such as a new UUID.',
    })
  if (state === 'theirs')
    throw new AcervoError('ACV611', 'the same request is still running', {
      hint: 'Repeat it with the same key in a moment.',
    })
  const kept = await body(session)
  await session.query({
    text: 'select acervo.idempotency_keep($1, $2, $3, $4, $5, $6)',
    values: [principal, route, key, fingerprint, kept.status, kept.answer],
    name: 'acervo_idempotency_keep',
  })
  return { replayed: false, ...kept }
}

const sweepRows = 1_000

/** Forgets some of the answers that have expired; answers how many. */
export async function sweepAnswers(session: Session): Promise<number> {
  const { rows } = await session.query({
    text: 'select acervo.idempotency_sweep($1)',
    values: [sweepRows],
  })
  return Number(rows[0]?.[0] ?? 0)
}
