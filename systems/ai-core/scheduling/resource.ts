// What can be booked: a person's time, a room, a vehicle.
import {
  audited,
  check,
  defineTable,
  oneOf,
  refersTo,
  searchable,
  softDeleted,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const resources = defineTable(
  'resources',
  {
    name: varchar(120),
    kind: oneOf('PERSON', 'ROOM', 'VEHICLE', 'EQUIPMENT'),
    employeeId: refersTo('hr.employee').optional(),
    timeZone: varchar(60).default('Europe/Madrid'),
    status: oneOf('ACTIVE', 'RETIRED').default('ACTIVE'),
  },
  [
    unique(['name']),
    unique(['employeeId']),
    check('person', "(kind = 'PERSON') = (employee_id is not null)"),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A' }, { language: 'spanish' }),
  ],
)
