// sm_ai_training: what models learn from, the trainings and how well they did.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { datasets } from './dataset.ts'
import { datasetSubjects } from './dataset-subject.ts'
import { evaluations } from './evaluation.ts'
import { jobs } from './job.ts'

export const aiTraining = defineDatabase({
  schema: 'sm_ai_training',
  name: 'aiTraining',
  area: 'ai',
  purpose: 'Datasets with their lineage and subjects, training jobs, evaluations',
  tables: {
    dataset: datasets,
    datasetSubject: datasetSubjects,
    job: jobs,
    evaluation: evaluations,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
