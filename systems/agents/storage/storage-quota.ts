// How much one user may store, and how much they do: files, what lies in the bin, what an upload has reserved. Written by
// what is stored, in the same transaction; the row is the lock at which parallel uploads meet.
import {
  audited,
  belongsTo,
  bigint,
  check,
  defineTable,
  instant,
  integer,
  json,
  oneOf,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { tiers } from '../identity/tiers.ts'
import { ofWorkspace } from '../workspace.ts'
import { contexts } from './contexts.ts'
import { tierTaken } from './tier.ts'

const words = contexts.map((context) => `'${context}'`).join(', ')

export const storageQuotas = defineTable(
  'storage_quotas',
  {
    userId: belongsTo('users', { inverse: 'storageQuotas', onDelete: 'cascade' }).immutable(),
    /** In bytes; what stands beyond a limit that was lowered stays, nothing more comes. */
    maxStorage: bigint().default('1073741824'),
    maxFileSize: bigint().default('52428800'),
    maxFiles: integer().default(10000),
    /** Bytes by context of use, for those that have a limit of their own: `{ HEALTH: 104857600 }`. */
    contextLimits: json<Partial<Record<(typeof contexts)[number], number>>>().default({}),
    usedStorage: bigint().default('0').maintained(),
    reservedStorage: bigint().default('0').maintained(),
    trashStorage: bigint().default('0').maintained(),
    fileCount: integer().default(0).maintained(),
    /** Bytes by context of use, the bin included. */
    usageBreakdown: json().default({}).maintained(),
    subscriptionTier: oneOf(...tiers)
      .default('FREE')
      .maintained(),
    lastCalculated: instant().defaultNow().maintained(),
  },
  [
    unique(['userId']),
    check('limits', 'max_storage >= 0 and max_file_size >= 0 and max_files >= 0'),
    check(
      'context_limits',
      `jsonb_typeof(context_limits) = 'object' and context_limits - array[${words}] = '{}'
        and not jsonb_path_exists(context_limits, '$.* ? (@.type() != "number" || @ < 0)')`,
    ),
    check('used', 'used_storage >= 0 and reserved_storage >= 0 and file_count >= 0'),
    check('trash', 'trash_storage between 0 and used_storage'),
    tierTaken,
    audited(),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
