// A way for others to one file. The token is shown once and kept as a digest, a password as its hash; how often it was
// used is counted by its downloads and never beyond what was allowed.
import {
  belongsTo,
  boolean,
  check,
  counter,
  defineTable,
  hashed,
  index,
  instant,
  integer,
  oneOf,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { byMember } from '../member.ts'
import { ofWorkspace } from '../workspace.ts'
import { scanned } from './scanned.ts'

export const fileShares = defineTable(
  'file_shares',
  {
    fileId: belongsTo('storage_files', { inverse: 'shares', onDelete: 'cascade' }).immutable(),
    sharedById: belongsTo('users', { inverse: 'shares', onDelete: 'cascade' })
      .named('shared_by')
      .immutable(),
    shareType: oneOf('LINK', 'EMAIL', 'USER').default('LINK'),
    shareToken: text().hidden(),
    /** Argon2id, as text. */
    password: varchar(255).optional().hidden(),
    maxDownloads: integer().optional(),
    downloadCount: counter(),
    allowDownload: boolean().default(true),
    allowView: boolean().default(true),
    /** The owner shares what no scanner has looked at, knowing it. */
    allowUnscanned: boolean().default(false),
    expiresAt: instant().optional(),
    /** When it was last asked for. */
    lastAccessed: instant().optional().maintained(),
    revokedAt: instant().optional(),
  },
  [
    unique(['shareToken']),
    hashed({ columns: ['shareToken'], prefix: 'acv_share_' }),
    check('password', "password like '$argon2id$%'"),
    check('downloads', 'max_downloads > 0 and download_count <= max_downloads'),
    check('allowed', 'allow_download or allow_view'),
    scanned,
    index(['expiresAt'], { where: 'expires_at is not null' }),
    byMember('sharedById'),
    ofWorkspace({ through: 'fileId' }),
    timestamped(),
  ],
)
