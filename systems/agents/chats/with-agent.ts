// A conversation begins with an active agent that its user may see: public, their own, or permitted to them. It keeps
// the agent's name and the version that was published then.
import { defineFeature } from '../../../kernel/index.ts'

export const withAgent = defineFeature('withAgent', () => [
  {
    kind: 'routine',
    name: 'with_agent',
    // As the asker: the policies of agents say who may see one.
    security: 'invoker',
    body: `begin
  select a.name into new.agent_name from {table:agents} a where a.id = new.agent_id and a.is_active;
  if not found then
    raise exception using errcode = 'AV303', message = 'there is no such agent to talk with';
  end if;
  return new;
end`,
    triggers: [{ name: 'with_agent', when: 'before', event: 'insert', each: 'row' }],
  },
  {
    kind: 'routine',
    name: 'with_agent_version',
    // Versions are read by the agent's workspace alone.
    security: 'definer',
    underPolicies: true,
    body: `begin
  select v.id into new.agent_version_id from {table:agents} a
    join {table:agent_versions} v on v.agent_id = a.id and v.version = a.version
    where a.id = new.agent_id;
  return new;
end`,
    triggers: [{ name: 'with_agent_version', when: 'before', event: 'insert', each: 'row' }],
  },
])
