// What a metric was at an instant. Rows are only added: the newest by its instant counts, whenever it was written.
import {
  belongsTo,
  check,
  defineTable,
  emits,
  instant,
  text,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { money } from '../money.ts'
import { signed } from '../signed.ts'
import { measured } from './measured.ts'

export const checkIns = defineTable(
  'check_ins',
  {
    keyResultId: belongsTo('key_results', { inverse: 'checkIns' }),
    value: money(),
    measuredAt: instant(),
    note: text().optional(),
    recordedBy: varchar(200).optional().maintained(),
    recordedAt: instant().defaultNow(),
  },
  [
    unique(['keyResultId', 'measuredAt']),
    check('past', 'measured_at <= recorded_at'),
    signed('recordedBy', 'true'),
    measured('check_ins'),
    withheld('update', 'delete'),
    emits('CheckIn', {
      KeyResultMeasured: {
        payload: { keyResultId: 'keyResultId', value: 'value', measuredAt: 'measuredAt' },
      },
    }),
  ],
)
