// What an agent runs on, as it was at one time: written once, numbered by the database, never changed. A conversation
// holds on to the version with which it began.
import {
  belongsTo,
  defineFeature,
  defineTable,
  instant,
  integer,
  json,
  text,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { sharedBy } from './sharing.ts'

/** Numbers without gaps or doubles: the agent's row is locked while one is taken. */
const numbered = defineFeature('numbered', () => [
  {
    kind: 'routine',
    name: 'number_version',
    security: 'definer',
    underPolicies: true,
    body: `begin
  select a.workspace_id into new.workspace_id from {table:agents} a
    where a.id = new.agent_id and a.workspace_id = new.workspace_id for no key update;
  if not found then
    raise exception using errcode = 'AV303', message = 'the agent is not of this workspace';
  end if;
  new.version = 1 + (select coalesce(max(v.version), 0) from {table} v where v.agent_id = new.agent_id);
  return new;
end`,
    triggers: [{ name: 'number_version', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const agentVersions = defineTable(
  'agent_versions',
  {
    agentId: belongsTo('agents', { inverse: 'versions', onDelete: 'cascade' }).immutable(),
    version: integer().default(0).maintained(),
    model: varchar(100).immutable(),
    config: json().optional().immutable(),
    endpointUrl: varchar(500).immutable(),
    systemPrompt: text().optional().immutable(),
    capabilities: json().optional().immutable(),
    note: text().optional().immutable(),
    createdById: belongsTo('users', { onDelete: 'set null' })
      .optional()
      .named('created_by')
      .immutable(),
    createdAt: instant().defaultNow().immutable(),
  },
  [unique(['agentId', 'version']), numbered, sharedBy('false'), withheld('update', 'delete')],
)
