// sm_workflows: ways of working, their versions, and what runs by them.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { resumableRuns } from './resumable-run.ts'
import { workflowDefinitions } from './workflow-definition.ts'
import { workflowInstances } from './workflow-instance.ts'
import { workflowStepRuns } from './workflow-step-run.ts'
import { workflowVersions } from './workflow-version.ts'

export const workflows = defineDatabase({
  schema: 'sm_workflows',
  name: 'workflows',
  area: 'workflows',
  purpose: 'Workflow definitions, versions and runs',
  tables: {
    workflowDefinition: workflowDefinitions,
    workflowVersion: workflowVersions,
    workflowInstance: workflowInstances,
    workflowStepRun: workflowStepRuns,
    resumableRun: resumableRuns,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
