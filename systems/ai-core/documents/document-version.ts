// What a document said at one time: a file of the storage and its digest. Written once; a better text is another one.
import {
  audited,
  belongsTo,
  bigint,
  check,
  counted,
  defineTable,
  integer,
  refersTo,
  text,
  timestamped,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { numbered } from '../numbered.ts'
import { onlyWhile } from '../only-while.ts'
import { checkSha256 } from '../sha256.ts'

export const documentVersions = defineTable(
  'document_versions',
  {
    documentId: belongsTo('documents', { inverse: 'versions' }).immutable(),
    version: integer().maintained().immutable(),
    fileId: refersTo('storage.file').immutable(),
    /** SHA-256 in hexadecimal. */
    digest: varchar(64).immutable(),
    sizeBytes: bigint().immutable(),
    author: varchar(200).immutable(),
    changeNote: text().optional().immutable(),
  },
  [
    numbered('documentId'),
    counted('documentId', { into: 'versionCount' }),
    onlyWhile('documentId', {
      holds: "p.status = 'DRAFT' and p.deleted_at is null",
      message: 'a finished document gets no other text',
    }),
    checkSha256('digest'),
    check('size', 'size_bytes >= 0'),
    audited(),
    timestamped(),
    withheld('update', 'delete'),
  ],
)
