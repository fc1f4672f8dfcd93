// Somebody who works for the group. Who they are stands in the master data; their lines of command are a tree.
import {
  acyclic,
  audited,
  belongsTo,
  check,
  date,
  defineTable,
  emits,
  encrypted,
  index,
  oneOf,
  refersTo,
  searchable,
  states,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const employees = defineTable(
  'employees',
  {
    number: varchar(20),
    partyId: refersTo('global.party'),
    /** With what they sign in, if they do. */
    userId: refersTo('auth.user').optional(),
    displayName: text(),
    managerId: belongsTo('employees', { inverse: 'reports' }).optional(),
    jobTitle: varchar(120),
    department: varchar(120).optional(),
    status: oneOf('ACTIVE', 'ON_LEAVE', 'LEFT').default('ACTIVE'),
    hiredOn: date(),
    leftOn: date().optional(),
    iban: varchar(34).optional(),
    socialSecurityNumber: varchar(20).optional(),
  },
  [
    states('status', {
      next: { ACTIVE: ['ON_LEAVE', 'LEFT'], ON_LEAVE: ['ACTIVE', 'LEFT'], LEFT: [] },
    }),
    unique(['number']),
    unique(['userId']),
    check('term', 'left_on >= hired_on'),
    check('left', "(status = 'LEFT') = (left_on is not null)"),
    acyclic('managerId'),
    // The employee and not the party: what a customer may have erased, an employer has to keep.
    encrypted({
      columns: ['iban', 'socialSecurityNumber'],
      index: { iban: ['alphanumeric', 'lower'], socialSecurityNumber: ['digits'] },
      shown: { iban: 4 },
    }),
    index(['managerId'], { where: 'manager_id is not null' }),
    index(['partyId']),
    index(['department', 'status']),
    emits('Employee', {
      EmployeeHired: { payload: { employeeId: 'id', partyId: 'partyId', hiredOn: 'hiredOn' } },
      EmployeeLeft: {
        when: "status = 'LEFT'",
        payload: { employeeId: 'id', partyId: 'partyId', leftOn: 'leftOn' },
      },
    }),
    audited({ personal: ['displayName'] }),
    timestamped(),
    searchable({ displayName: 'A', jobTitle: 'B', department: 'C' }, { language: 'spanish' }),
  ],
)
