// Who may ask about a dataset, and until when. A grant ends by being revoked, so that it is seen who had one.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  exclude,
  frozen,
  index,
  instant,
  timestamped,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

export const datasetGrants = defineTable(
  'dataset_grants',
  {
    datasetId: belongsTo('datasets', { inverse: 'grants' }).immutable(),
    /** `user:<id>`, `service:<name>` */
    grantee: varchar(200).immutable(),
    grantedBy: varchar(200).immutable(),
    grantedAt: instant().defaultNow().immutable(),
    expiresAt: instant(),
    revokedAt: instant().optional(),
  },
  [
    exclude('one_at_a_time', {
      dataset_id: '=',
      grantee: '=',
      'tstzrange(granted_at, greatest(granted_at, least(expires_at, revoked_at)))': '&&',
    }),
    check('expiry', 'expires_at > granted_at'),
    check('revoked', 'revoked_at >= granted_at'),
    index(['grantee', '-expiresAt']),
    frozen({ when: 'revoked_at is not null', message: 'a revoked grant is history' }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
