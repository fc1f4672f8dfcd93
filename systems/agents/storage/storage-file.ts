// A file in a store of blobs. What is thrown away (`deletedAt`) still counts until it is deleted for good; users are
// deleted for good with all their files, so this is a bin and not a soft delete.
import {
  belongsTo,
  bigint,
  boolean,
  check,
  defineTable,
  index,
  instant,
  json,
  oneOf,
  retained,
  states,
  timestamped,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { contexts } from './contexts.ts'
import { metered } from './metered.ts'

const found = ['pending', 'clean', 'infected', 'too_large', 'error'] as const

export const storageFiles = defineTable(
  'storage_files',
  {
    filename: varchar(500),
    originalName: varchar(500).immutable(),
    storagePath: varchar(1000),
    storageProvider: oneOf('VERCEL_BLOB', 'LOCAL', 'AWS_S3', 'CLOUDFLARE_R2').default(
      'VERCEL_BLOB',
    ),
    mimeType: varchar(100),
    size: bigint(),
    /** SHA-256, hexadecimal. */
    checksum: varchar(64),
    userId: belongsTo('users', { inverse: 'storageFiles', onDelete: 'cascade' }).immutable(),
    folderId: belongsTo('storage_folders', { inverse: 'files', onDelete: 'set null' }).optional(),
    accessLevel: oneOf('PRIVATE', 'INTERNAL', 'PUBLIC', 'SHARED').default('PRIVATE'),
    usageContext: oneOf(...contexts).default('OTHER'),
    encrypted: boolean().default(false),
    encryptionKeyId: varchar(255).optional(),
    isProcessed: boolean().default(false),
    processingStatus: oneOf('PENDING', 'PROCESSING', 'DONE', 'FAILED').optional(),
    thumbnailPath: varchar(1000).optional(),
    metadata: json().optional(),
    virusScanStatus: oneOf(
      'not_scanned',
      'pending',
      'clean',
      'infected',
      'too_large',
      'error',
    ).default('not_scanned'),
    virusScanDate: instant().optional(),
    deletedAt: instant().optional(),
    expiresAt: instant().optional(),
  },
  [
    check('size', 'size >= 0'),
    check('checksum', "checksum ~ '^[0-9a-f]{64}$'"),
    check('key', 'not encrypted or encryption_key_id is not null'),
    check('sensitive', "usage_context not in ('HEALTH', 'FINANCE') or encrypted"),
    metered,
    // What a scanner found infected stays so: neither a scan that failed nor one that never ran lets it out.
    states('virusScanStatus', {
      next: {
        not_scanned: found,
        pending: found,
        clean: found,
        too_large: found,
        error: found,
        infected: ['clean'],
      },
    }),
    // The same content is found again among one user's files, never among others'.
    index(['userId', 'checksum']),
    index(['userId', 'usageContext'], { where: 'deleted_at is null' }),
    index(['usageContext']),
    index(['storageProvider']),
    index(['-createdAt']),
    index(['expiresAt'], { where: 'expires_at is not null' }),
    index(['deletedAt'], { where: 'deleted_at is not null' }),
    // Temporary ones say when they end.
    retained({ by: 'expiresAt', keep: '0 days' }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
