// Who else may use a private agent, and until when. Given and taken by the agent's workspace, seen by both sides. Who
// gave it may leave; the permission stays.
import {
  belongsTo,
  check,
  defineFeature,
  defineTable,
  index,
  instant,
  timestamped,
  unique,
  uuid,
} from '../../../kernel/index.ts'
import { isClaimed, sharedBy } from './sharing.ts'

/** The policy of agents asks by the grantee's workspace. */
const granteeWorkspace = defineFeature('granteeWorkspace', () => [
  {
    kind: 'routine',
    name: 'grantee_workspace',
    security: 'definer',
    underPolicies: true,
    body: `begin
  select u.workspace_id into new.grantee_workspace_id from {table:users} u where u.id = new.user_id;
  perform from {table:agents} a where a.id = new.agent_id and a.workspace_id = new.workspace_id;
  if not found then
    raise exception using errcode = 'AV303', message = 'the agent is not of this workspace';
  end if;
  return new;
end`,
    triggers: [{ name: 'grantee_workspace', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const userAgentPermissions = defineTable(
  'user_agent_permissions',
  {
    userId: belongsTo('users', { inverse: 'agentPermissions', onDelete: 'cascade' }).immutable(),
    agentId: belongsTo('agents', { inverse: 'permissions', onDelete: 'cascade' }).immutable(),
    granteeWorkspaceId: uuid().optional().maintained(),
    grantedById: belongsTo('users', { inverse: 'grantedPermissions', onDelete: 'set null' })
      .optional()
      .named('granted_by')
      .immutable(),
    grantedAt: instant().defaultNow().immutable(),
    expiresAt: instant().optional(),
  },
  [
    unique(['userId', 'agentId']),
    check('expiry', 'expires_at > granted_at'),
    index(['agentId', 'granteeWorkspaceId']),
    granteeWorkspace,
    sharedBy(isClaimed('grantee_workspace_id')),
    timestamped(),
  ],
)
