// Runs that nobody holds: begun, not ended, their lease gone by. With the first step that is still to do.
import { defineView, text, uuid } from '../../../kernel/index.ts'

export const resumableRuns = defineView(
  'resumable_runs',
  { id: uuid(), versionId: uuid(), nextStep: text().optional() },
  `select i.id, i.version_id, (
     select s.step ->> 'name' from jsonb_array_elements(v.steps) with ordinality s(step, place)
     where not exists (select from workflow_step_runs r where r.instance_id = i.id
       and r.step = s.step ->> 'name' and r.status = 'DONE')
     order by s.place limit 1) as next_step
   from workflow_instances i join workflow_versions v on v.id = i.version_id
   where i.status = 'RUNNING' and (i.leased_until is null or i.leased_until < acervo.now())`,
  { key: ['id'] },
)
