// The agent shows its published version: what an agent runs on is written as a new version when it changes, and read
// back from an older one when its number is named. The agent's own row is the lock.
import { defineFeature, type Feature } from '../../../kernel/index.ts'

const content = ['model', 'config', 'endpoint_url', 'system_prompt', 'capabilities']
const of = (row: string) => content.map((column) => `${row}.${column}`).join(', ')

export const versioned: Feature = defineFeature('versioned', () => [
  {
    kind: 'routine',
    name: 'first_version',
    security: 'definer',
    underPolicies: true,
    body: `begin
  if exists (select from new_rows n where n.version <> 1) then
    raise exception using errcode = 'AV304', message = 'an agent begins with version 1';
  end if;
  insert into {table:agent_versions} (agent_id, workspace_id, created_by, ${content.join(', ')})
    select n.id, n.workspace_id, n.created_by, ${of('n')} from new_rows n;
  return null;
end`,
    triggers: [{ name: 'first_version', when: 'after', event: 'insert', each: 'statement' }],
  },
  {
    kind: 'routine',
    name: 'publish',
    security: 'definer',
    underPolicies: true,
    body: `declare v record;
begin
  if new.version is distinct from old.version then
    if (${of('new')}) is distinct from (${of('old')}) then
      raise exception using errcode = 'AV304', message = 'either an older version is named or a new one is written';
    end if;
    select * into v from {table:agent_versions} a where a.agent_id = new.id and a.version = new.version;
    if not found then
      raise exception using errcode = 'AV304', message = 'the agent has no such version';
    end if;
${content.map((column) => `    new.${column} = v.${column};`).join('\n')}
  elsif (${of('new')}) is distinct from (${of('old')}) then
    insert into {table:agent_versions} (agent_id, workspace_id, created_by, ${content.join(', ')})
      values (new.id, new.workspace_id, new.created_by, ${of('new')})
      returning version into new.version;
  end if;
  return new;
end`,
    triggers: [{ name: 'publish', when: 'before', event: 'update', each: 'row' }],
  },
])
