// Whether one dose was taken. A dose is a medicine and its time: who taps twice writes once.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  encrypted,
  index,
  instant,
  oneOf,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ownLinks } from '../own-links.ts'
import { ofWorkspace } from '../workspace.ts'
import { onlyOwner } from './only-owner.ts'

export const medicationLogs = defineTable(
  'medication_logs',
  {
    userId: belongsTo('users', { onDelete: 'cascade' }).immutable(),
    medicationId: belongsTo('medications', { onDelete: 'cascade', inverse: 'logs' }).immutable(),
    scheduledTime: instant(),
    takenTime: instant().optional(),
    status: oneOf('tomado', 'omitido', 'retrasado'),
    notes: text().optional(),
  },
  [
    unique(['medicationId', 'scheduledTime']),
    check('taken', "(status = 'omitido') = (taken_time is null)"),
    index(['-scheduledTime']),
    index(['status']),
    ofWorkspace({ through: 'medicationId' }),
    ownLinks('medicationId'),
    onlyOwner,
    encrypted({ columns: ['notes'], subject: 'userId' }),
    audited({ subject: 'userId', reads: true }),
    timestamped(),
  ],
)
