// A small clinic: a few tables of every kind, for the tests of the edge.
import {
  belongsTo,
  bigint,
  date,
  decimal,
  defineDatabase,
  defineSystem,
  defineTable,
  defineView,
  embedded,
  instant,
  integer,
  json,
  oneOf,
  partitioned,
  primaryKey,
  searchable,
  softDeleted,
  tenant,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../kernel/index.ts'
import { visitActions } from './clinic-actions.ts'

const patients = defineTable(
  'patients',
  {
    name: text(),
    birthday: date().optional(),
    balance: decimal(12, 2).default('0'),
    visitsPaid: bigint().default('0'),
    contact: json({
      type: 'object',
      properties: { phone: { type: 'string' } },
      additionalProperties: false,
    }).optional(),
  },
  [
    timestamped(),
    softDeleted(),
    searchable({ name: 'A' }, { language: 'spanish' }),
    unique(['name']),
  ],
)
const visits = defineTable(
  'visits',
  {
    patientId: belongsTo('patients', { onDelete: 'cascade', inverse: 'visits' }),
    status: oneOf('WAITING', 'CALLED', 'DONE').default('WAITING'),
    room: varchar(10).optional(),
    minutes: integer().optional(),
    startedAt: instant().defaultNow(),
  },
  [visitActions],
)
const beds = defineTable('beds', { ward: text(), number: integer(), note: text().optional() }, [
  primaryKey('ward', 'number'),
])
const readings = defineTable('readings', { value: integer(), at: instant().defaultNow() }, [
  partitioned({ by: 'at', every: 'month', ahead: 1 }),
])
const invoices = defineTable('invoices', { total: decimal(12, 2), payer: uuid().optional() }, [
  tenant(),
])
const images = defineTable('images', { title: text() }, [
  embedded({ model: 'tiny', dimensions: 3, metric: 'l2' }),
])
const waiting = defineView(
  'waiting_visits',
  { id: uuid(), patientId: uuid(), room: text().optional() },
  `select id, patient_id, room from visits where status = 'WAITING'`,
  { key: ['id'] },
)

export const clinic = defineSystem({
  name: 'clinic',
  databases: [
    defineDatabase({
      schema: 'front_desk',
      name: 'frontDesk',
      purpose: 'Who comes & <when>',
      tables: {
        patient: patients,
        visit: visits,
        bed: beds,
        reading: readings,
        invoice: invoices,
        image: images,
        waitingVisit: waiting,
      },
    }),
  ],
})
