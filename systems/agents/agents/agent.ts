// A specialised agent. What it runs on is the content of its published version: a change publishes a new one, naming an
// older one goes back to it. Uses, messages and ratings are counted by those who make them.
import {
  belongsTo,
  boolean,
  check,
  counter,
  decimal,
  defineTable,
  index,
  integer,
  json,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { byMember } from '../member.ts'
import { isClaimed, sharedBy } from './sharing.ts'
import { versioned } from './versioned.ts'

/** Those with a permission that has not run out. */
const permitted = `exists (select from user_agent_permissions p
  where p.agent_id = agents.id and ${isClaimed('p.grantee_workspace_id')}
    and (p.expires_at is null or p.expires_at > acervo.now()))`

export const agents = defineTable(
  'agents',
  {
    createdById: belongsTo('users', { inverse: 'agents', onDelete: 'cascade' })
      .named('created_by')
      .immutable(),
    name: varchar(255),
    slug: varchar(255),
    description: text().optional(),
    category: varchar(100),
    model: varchar(100),
    config: json().optional(),
    endpointUrl: varchar(500),
    systemPrompt: text().optional(),
    /** The published version. */
    version: integer().default(1),
    isPublic: boolean().default(false),
    isActive: boolean().default(true),
    documentationUrl: varchar(500).optional(),
    tutorialUrl: varchar(500).optional(),
    capabilities: json().optional(),
    /** Conversations and messages with it that stand. */
    totalUses: counter(),
    totalMessages: counter(),
    ratingCount: counter(),
    ratingSum: counter(),
    averageRating: decimal(3, 2)
      .optional()
      .generatedAs(
        'case when rating_count > 0 then round(rating_sum::numeric / rating_count, 2) end',
      ),
  },
  [
    unique(['slug']),
    check('slug_format', "slug ~ '^[a-z0-9-]+$'"),
    // Where it answers is an address on the way out, never one of ours.
    check('endpoint', "endpoint_url ~ '^https://[^/@?# ]+([/?#][^ ]*)?$'"),
    check('documents', "documentation_url ~ '^https?://' and tutorial_url ~ '^https?://'"),
    index(['category']),
    index(['isPublic'], { where: 'is_public' }),
    index(['isActive'], { where: 'is_active' }),
    versioned,
    byMember('createdById'),
    sharedBy(`is_public or ${permitted}`),
    timestamped(),
  ],
)
