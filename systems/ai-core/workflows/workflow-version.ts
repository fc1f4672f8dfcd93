// The steps of a workflow, numbered. Published, they never change: what runs by them goes on by them.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  frozen,
  instant,
  integer,
  json,
  oneOf,
  states,
  timestamped,
  unique,
} from '../../../kernel/index.ts'

const steps = {
  type: 'array',
  minItems: 1,
  items: {
    type: 'object',
    required: ['name', 'action'],
    properties: { name: { type: 'string' }, action: { type: 'string' } },
  },
} as const
export interface WorkflowStep {
  readonly name: string
  readonly action: string
}
export const workflowVersions = defineTable(
  'workflow_versions',
  {
    definitionId: belongsTo('workflow_definitions', { inverse: 'versions' }).immutable(),
    version: integer().immutable(),
    steps: json<readonly WorkflowStep[]>(steps),
    status: oneOf('DRAFT', 'PUBLISHED', 'RETIRED').default('DRAFT'),
    publishedAt: instant().optional(),
  },
  [
    states('status', {
      next: { DRAFT: ['PUBLISHED'], PUBLISHED: ['RETIRED'], RETIRED: [] },
      stamps: { PUBLISHED: 'publishedAt' },
    }),
    unique(['definitionId', 'version']),
    unique(['definitionId'], {
      name: 'workflow_versions_one_published_key',
      where: "status = 'PUBLISHED'",
    }),
    check('version', 'version >= 1'),
    check('published', "(status = 'DRAFT') = (published_at is null)"),
    frozen({
      when: "status <> 'DRAFT'",
      except: ['status'],
      message: 'a published version stays as it is: write the next one',
    }),
    emits('WorkflowVersion', {
      WorkflowPublished: {
        when: "status = 'PUBLISHED'",
        payload: { versionId: 'id', definitionId: 'definitionId', version: 'version' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
