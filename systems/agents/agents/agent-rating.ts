// What one user thinks of an agent, once; the agent's average follows.
import {
  belongsTo,
  check,
  counted,
  defineFeature,
  defineTable,
  integer,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'

/** As the asker: the policies of agents say who may see one. */
const seen = defineFeature('seen', () => [
  {
    kind: 'routine',
    name: 'rate_seen',
    security: 'invoker',
    body: `begin
  if exists (select from new_rows n where not exists (select from {table:agents} a where a.id = n.agent_id)) then
    raise exception using errcode = 'AV303', message = 'there is no such agent to rate';
  end if;
  return null;
end`,
    triggers: [{ name: 'rate_seen', when: 'after', event: 'insert', each: 'statement' }],
  },
])

export const agentRatings = defineTable(
  'agent_ratings',
  {
    agentId: belongsTo('agents', { inverse: 'ratings', onDelete: 'cascade' }).immutable(),
    userId: belongsTo('users', { inverse: 'ratings', onDelete: 'cascade' }).immutable(),
    rating: integer(),
    comment: text().optional(),
  },
  [
    unique(['agentId', 'userId']),
    check('rating', 'rating between 1 and 5'),
    seen,
    counted('agentId', { into: 'ratingCount' }),
    counted('agentId', { into: 'ratingSum', sum: 'rating' }),
    ofWorkspace({ member: 'userId' }),
    timestamped(),
  ],
)
