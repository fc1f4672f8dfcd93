// A file: where it lies, what it weighs and what it is by its digest. What was stored is not replaced.
import {
  audited,
  belongsTo,
  bigint,
  check,
  counted,
  date,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  oneOf,
  softDeleted,
  states,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { erasable } from '../legal-hold.ts'
import { checkSha256 } from '../sha256.ts'

const reported = { fileId: 'id', bucketId: 'bucketId', path: 'path', digest: 'digest' }

export const files = defineTable(
  'files',
  {
    bucketId: belongsTo('buckets', { inverse: 'files' }).immutable(),
    path: varchar(900),
    mediaType: varchar(120),
    status: oneOf('UPLOADING', 'STORED', 'REJECTED').default('UPLOADING'),
    sizeBytes: bigint().default('0'),
    /** SHA-256 in hexadecimal, of what was stored. */
    digest: varchar(64).optional(),
    /** The key that it lies encrypted under, by name. */
    keyName: varchar(200).optional(),
    storedAt: instant().optional(),
    retainUntil: date().optional(),
  },
  [
    unique(['bucketId', 'path']),
    check('path', "path !~ '(^/|//|(^|/)[.]{1,2}(/|$))'"),
    check('size', 'size_bytes >= 0'),
    check('stored', "(status = 'STORED') = (digest is not null)"),
    checkSha256('digest'),
    states('status', {
      next: { UPLOADING: ['STORED', 'REJECTED'], STORED: [], REJECTED: [] },
      initial: ['UPLOADING'],
      stamps: { STORED: 'storedAt' },
    }),
    frozen({
      when: "status = 'STORED'",
      except: ['path', 'retainUntil', 'keyName', 'deletedAt'],
      message: 'what was stored is not replaced',
    }),
    erasable('file_holds'),
    index(['digest'], { where: 'digest is not null' }),
    index(['retainUntil'], { where: 'retain_until is not null' }),
    counted('bucketId', { into: 'fileCount' }),
    counted('bucketId', { into: 'storedBytes', sum: 'sizeBytes', where: "r.status = 'STORED'" }),
    emits('File', {
      FileStored: { when: "status = 'STORED' and deleted_at is null", payload: reported },
      FileErased: { when: 'deleted_at is not null', payload: { fileId: 'id' } },
    }),
    audited(),
    timestamped(),
    softDeleted(),
  ],
)
