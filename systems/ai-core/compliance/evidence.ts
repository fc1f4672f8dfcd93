// What shows that an obligation is met, by its digest: kept in the audit's chain when it is written, never changed.
import {
  audited,
  belongsTo,
  counted,
  defineTable,
  frozen,
  instant,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { checkSha256 } from '../sha256.ts'

export const evidences = defineTable(
  'evidences',
  {
    obligationId: belongsTo('obligations', { inverse: 'evidences' }).immutable(),
    title: text().immutable(),
    /** Where the document lies. */
    location: text().immutable(),
    sha256: varchar(64).immutable(),
    collectedAt: instant().defaultNow().immutable(),
  },
  [
    unique(['obligationId', 'sha256']),
    checkSha256('sha256'),
    counted('obligationId', { into: 'evidenceCount' }),
    frozen({ message: 'evidence stays as it is' }),
    withheld('update', 'delete'),
    audited(),
    timestamped(),
  ],
)
