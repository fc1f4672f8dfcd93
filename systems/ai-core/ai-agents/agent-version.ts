// What an agent does: instructions, model, prompt and tools, as they were published.
import {
  array,
  audited,
  belongsTo,
  check,
  decimal,
  defineTable,
  emits,
  integer,
  refersTo,
  text,
  timestamped,
} from '../../../kernel/index.ts'
import { versionColumns, versioned } from '../versioned.ts'

export const agentVersions = defineTable(
  'agent_versions',
  {
    agentId: belongsTo('agents', { inverse: 'versions' }).immutable(),
    ...versionColumns,
    instructions: text(),
    modelVersionId: refersTo('aiModels.modelVersion'),
    promptVersionId: refersTo('aiPrompts.promptVersion').optional(),
    /** What it may call, by name. */
    tools: array(text()).default([]),
    temperature: decimal(3, 2).optional(),
    maxOutputTokens: integer().optional(),
  },
  [
    ...versioned('agent_versions', 'agentId'),
    check('temperature', 'temperature between 0 and 2'),
    check('max_output_tokens', 'max_output_tokens > 0'),
    emits('Agent', {
      AgentPublished: {
        when: "status = 'PUBLISHED'",
        payload: { agentVersionId: 'id', agentId: 'agentId', version: 'version' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
