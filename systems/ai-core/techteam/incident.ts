// Something that does not work as it should, until it does and is understood.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
} from '../../../kernel/index.ts'

const reported = { incidentId: 'id', assetId: 'assetId', severity: 'severity', status: 'status' }
export const incidents = defineTable(
  'incidents',
  {
    assetId: belongsTo('assets', { inverse: 'incidents' }).optional(),
    title: text(),
    severity: oneOf('SEV1', 'SEV2', 'SEV3', 'SEV4'),
    status: oneOf('OPEN', 'ACKNOWLEDGED', 'RESOLVED', 'CLOSED').default('OPEN'),
    /** Who has it. */
    responderId: refersTo('hr.employee').optional(),
    startedAt: instant().defaultNow(),
    resolvedAt: instant().optional(),
    /** What was learnt: without it an incident is not closed. */
    cause: text().optional(),
  },
  [
    states('status', {
      next: {
        OPEN: ['ACKNOWLEDGED', 'RESOLVED'],
        ACKNOWLEDGED: ['RESOLVED'],
        RESOLVED: ['ACKNOWLEDGED', 'CLOSED'],
        CLOSED: [],
      },
      stamps: { RESOLVED: 'resolvedAt' },
    }),
    check('resolved', "(status in ('RESOLVED', 'CLOSED')) = (resolved_at is not null)"),
    check('term', 'resolved_at >= started_at'),
    check('responder', "status = 'OPEN' or responder_id is not null"),
    check('cause', "status <> 'CLOSED' or cause is not null"),
    index(['status', 'severity', '-startedAt']),
    index(['assetId'], { where: 'asset_id is not null' }),
    emits('Incident', {
      IncidentOpened: { payload: reported },
      IncidentResolved: { when: "status = 'RESOLVED'", payload: reported },
    }),
    audited(),
    timestamped(),
    searchable({ title: 'A', cause: 'B' }, { language: 'spanish' }),
  ],
)
