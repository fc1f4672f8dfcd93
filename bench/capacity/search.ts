// How right and how fast the nearest chunks are found by somebody who sees only his own.
import type { Direct } from '../../kernel/database/target.ts'
import { quantile } from '../rounds.ts'
import { idOf, shares } from './load.ts'

export interface Found {
  readonly who: string
  readonly rows: number
  readonly asked: number
  readonly recall: number
  /** Fewer than ten where there are ten. */
  readonly short: number
  readonly p50Ms: number
  readonly p99Ms: number
}

type Near = (person: string, vector: readonly number[]) => Promise<readonly string[]>

/** Questions lie beside chunks of whoever asks; the oracle compares every one of his rows. */
export async function searchAs(direct: Direct, near: Near): Promise<readonly Found[]> {
  const who = [
    { who: '15 % of all chunks', person: 1, times: 100 },
    { who: '1 % of all chunks', person: 2, times: 100 },
    { who: 'one of thousands', person: shares.hundredths + 20, times: 100 },
  ]
  const found: Found[] = []
  for (const { who: name, person, times } of who) {
    const id = idOf(1, person)
    const { rows: counted } = await direct.query({
      text: 'select count(*) from orquix.context_chunks where user_id = $1',
      values: [id],
    })
    const rows = Number(counted[0]?.[0])
    const questions = await direct.query({
      text: `select content_embedding::text from orquix.context_chunks where user_id = $1
        order by md5(id::text) limit ${times}`,
      values: [id],
    })
    let right = 0
    let wanted = 0
    let short = 0
    const took: number[] = []
    for (const [text] of questions.rows) {
      const vector = JSON.parse(text ?? '[]').map(
        (x: number, at: number) => x + 0.05 * Math.sin(at * 1.7),
      )
      const exact = await direct.query({
        text: `select id from orquix.context_chunks where user_id = $1
          order by (content_embedding operator(acervo.<=>) $2::acervo.vector) + 0, id limit 10`,
        values: [id, `[${vector.join(',')}]`],
      })
      const started = performance.now()
      const ids = await near(id, vector)
      took.push(performance.now() - started)
      const truth = new Set(exact.rows.map(([one]) => one))
      right += ids.filter((one) => truth.has(one)).length
      wanted += truth.size
      if (ids.length < truth.size) short++
    }
    took.sort((a, b) => a - b)
    found.push({
      ...{ who: name, rows, asked: questions.rows.length, recall: right / wanted, short },
      ...{ p50Ms: round(quantile(took, 0.5)), p99Ms: round(quantile(took, 0.99)) },
    })
  }
  return found
}

const round = (ms: number) => Math.round(ms * 10) / 10
