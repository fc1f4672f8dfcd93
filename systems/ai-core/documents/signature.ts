// Somebody's name under one version of a document: of exactly the text whose digest they saw.
import {
  audited,
  belongsTo,
  bytes,
  check,
  defineFeature,
  defineTable,
  emits,
  frozen,
  instant,
  oneOf,
  refersTo,
  states,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

/** What was signed is compared with what stands there; a version never changes, so once is enough. */
const sameText = defineFeature('sameText', () => [
  {
    kind: 'routine',
    name: 'same_text',
    security: 'definer',
    body: `begin
  if new.status = 'SIGNED' and old.status <> 'SIGNED' and not exists (select from {table:document_versions} v
    where v.id = new.document_version_id and v.digest = new.signed_digest) then
    raise exception 'another text was signed' using errcode = 'AV304';
  end if;
  return new;
end`,
    triggers: [{ name: 'same_text', when: 'before', event: 'update', each: 'row' }],
  },
])

export const signatures = defineTable(
  'signatures',
  {
    documentVersionId: belongsTo('document_versions', { inverse: 'signatures' }).immutable(),
    signerId: refersTo('global.party').immutable(),
    role: varchar(60).immutable(),
    status: oneOf('REQUESTED', 'SIGNED', 'DECLINED', 'EXPIRED').default('REQUESTED'),
    requestedAt: instant().defaultNow().immutable(),
    expiresAt: instant().optional(),
    endedAt: instant().optional(),
    signedDigest: varchar(64).optional(),
    method: oneOf('CLICK', 'OTP', 'CERTIFICATE', 'PAPER').optional(),
    evidence: bytes().optional(),
  },
  [
    unique(['documentVersionId', 'signerId', 'role']),
    check(
      'signed',
      "(status = 'SIGNED') = (signed_digest is not null) and (status = 'SIGNED') = (method is not null)",
    ),
    check('expiry', 'expires_at > requested_at'),
    check('in_time', "status <> 'SIGNED' or expires_at is null or ended_at <= expires_at"),
    states('status', {
      next: {
        REQUESTED: ['SIGNED', 'DECLINED', 'EXPIRED'],
        SIGNED: [],
        DECLINED: [],
        EXPIRED: [],
      },
      initial: ['REQUESTED'],
      stamps: { SIGNED: 'endedAt', DECLINED: 'endedAt', EXPIRED: 'endedAt' },
    }),
    sameText,
    frozen({ when: "status <> 'REQUESTED'", message: 'a signature does not change' }),
    emits('Signature', {
      DocumentSigned: {
        when: "status = 'SIGNED'",
        payload: {
          signatureId: 'id',
          documentVersionId: 'documentVersionId',
          signerId: 'signerId',
        },
      },
    }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
