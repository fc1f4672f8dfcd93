// What stands in the tables of keys, counted: nothing of it is secret.
import type { Target } from '../database/target.ts'
import { atDirect } from './at-direct.ts'

export interface KeyStatus {
  readonly database: string
  /** The wrapping key. */
  readonly kek: string
  readonly keys: number
  readonly subjects: number
  /** Closed to writers, still needed by readers. */
  readonly retired: number
  /** Values encrypted, by sample. */
  readonly values: number
  /** Whether its data keys are being replaced. */
  readonly rotating: boolean
}

export function readStatus(target: Target): Promise<readonly KeyStatus[]> {
  return atDirect(target, async (direct) => {
    const { rows } = await direct.query({
      text: `select k.database, k.kek, count(*), count(distinct k.subject), count(k.retired_at),
          sum(k.seals), exists (select from acervo.data_key_rotation r where r.database = k.database)
        from acervo.data_key k group by 1, 2 order by 1, 2`,
      values: [],
    })
    return rows.map(([database, kek, keys, subjects, retired, values, rotating]) => ({
      database: database ?? '',
      kek: kek ?? '',
      keys: Number(keys),
      subjects: Number(subjects),
      retired: Number(retired),
      values: Number(values),
      rotating: rotating === 't',
    }))
  })
}
