// What an agent may reach for whom, for what purpose and until when. It always ends; of one thing there is one at a
// time, and a retired agent is given none.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  exclude,
  frozen,
  index,
  instant,
  text,
  timestamped,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'

export const agentGrants = defineTable(
  'agent_grants',
  {
    agentId: belongsTo('agents', { inverse: 'grants' }).immutable(),
    /** In whose name: `user:<id>`, `role:<name>`. */
    principal: varchar(200).immutable(),
    /** `insurance.policy`, `energy.*` */
    resource: varchar(120).immutable(),
    action: varchar(60).immutable(),
    purpose: text().immutable(),
    grantedBy: varchar(200).immutable(),
    grantedAt: instant().defaultNow().immutable(),
    expiresAt: instant().immutable(),
    revokedAt: instant().optional(),
  },
  [
    exclude('one_at_a_time', {
      agent_id: '=',
      principal: '=',
      resource: '=',
      action: '=',
      'tstzrange(granted_at, greatest(granted_at, least(expires_at, revoked_at)))': '&&',
    }),
    check('expiry', "expires_at > granted_at and expires_at <= granted_at + interval '366 days'"),
    check('revoked', 'revoked_at >= granted_at'),
    check('purpose', "purpose ~ '[^[:space:]]'"),
    check('somebody_else', "granted_by <> 'agent:' || agent_id::text"),
    index(['principal', 'resource'], { where: 'revoked_at is null' }),
    frozen({ when: 'revoked_at is not null', message: 'a revoked grant is history' }),
    onlyWhile('agentId', {
      holds: "p.status in ('ACTIVE', 'PAUSED') and p.deleted_at is null",
      message: 'an agent that is not in use is given nothing',
    }),
    emits('AgentGrant', {
      AgentGranted: {
        payload: {
          grantId: 'id',
          agentId: 'agentId',
          principal: 'principal',
          resource: 'resource',
        },
      },
      AgentRevoked: {
        when: 'revoked_at is not null',
        payload: {
          grantId: 'id',
          agentId: 'agentId',
          principal: 'principal',
          resource: 'resource',
        },
      },
    }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
