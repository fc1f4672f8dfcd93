// A paper of the group: what it is, whose, and how long it is kept. What it says stands in its versions.
import {
  audited,
  check,
  counter,
  date,
  defineTable,
  emits,
  index,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { erasable } from '../legal-hold.ts'

export const documents = defineTable(
  'documents',
  {
    number: varchar(60).immutable(),
    title: varchar(300),
    kind: oneOf('CONTRACT', 'POLICY', 'INVOICE', 'IDENTITY', 'CLAIM', 'LETTER', 'OTHER'),
    partyId: refersTo('global.party').optional(),
    description: text().optional(),
    classification: oneOf('PUBLIC', 'INTERNAL', 'CONFIDENTIAL', 'PERSONAL').default('INTERNAL'),
    status: oneOf('DRAFT', 'FINAL', 'ARCHIVED').default('DRAFT'),
    /** Up to this day it is not erased. */
    retainUntil: date().optional(),
    versionCount: counter(),
  },
  [
    unique(['number']),
    check('final', "status = 'DRAFT' or version_count > 0"),
    states('status', {
      next: { DRAFT: ['FINAL'], FINAL: ['ARCHIVED'], ARCHIVED: ['FINAL'] },
      initial: ['DRAFT'],
    }),
    erasable('document_holds'),
    index(['partyId'], { where: 'party_id is not null' }),
    index(['retainUntil'], { where: 'retain_until is not null' }),
    emits('Document', {
      DocumentFinished: {
        when: "status = 'FINAL' and deleted_at is null",
        payload: { documentId: 'id', partyId: 'partyId', kind: 'kind' },
        required: ['documentId'],
      },
      DocumentErased: { when: 'deleted_at is not null', payload: { documentId: 'id' } },
    }),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ title: 'A', number: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
