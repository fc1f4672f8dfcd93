// retained: how long rows are kept, by which instant, and what after. It changes nothing of the table: what acts on it
// is kernel/retention.
import type { AfterKeeping } from '../../table/fact.ts'
import { defineFeature, type Feature, type NoColumns } from '../../table/table.ts'

export interface RetainedOptions {
  /** An instant; of several the earliest counts, and a row without any stays. */
  readonly by: string | readonly string[]
  /** `90 days`, `1 year`; `0 days` where the instant itself is the end. */
  readonly keep: string
  /** For how long rows are asked for most: said beside the months that hold them. */
  readonly hot?: string
  /** `archive`: months only, written to a file before they go. `keep`: nothing goes, and the time is the least. */
  readonly after?: AfterKeeping
}

export function retained({ by, keep, hot, after = 'delete' }: RetainedOptions): Feature<NoColumns> {
  return defineFeature('retained', () => [
    {
      kind: 'keep',
      by: typeof by === 'string' ? [by] : by,
      keep,
      ...(hot === undefined ? {} : { hot }),
      after,
    },
  ])
}
