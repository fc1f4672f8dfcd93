// sm_projects: projects, what they reach and the hours that go into them.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { milestones } from './milestone.ts'
import { projects } from './project.ts'
import { timesheetEntries } from './timesheet-entry.ts'

export const projectsDatabase = defineDatabase({
  schema: 'sm_projects',
  name: 'projects',
  area: 'others',
  purpose: 'Projects, milestones and timesheets',
  tables: {
    project: projects,
    milestone: milestones,
    timesheetEntry: timesheetEntries,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
