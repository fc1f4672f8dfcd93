// An appointment with a doctor: when it is stands plain, with whom and why does not.
import {
  boolean,
  check,
  defineTable,
  index,
  instant,
  integer,
  oneOf,
  states,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { ofHealthProfile, profileLinks } from './of-health-profile.ts'

export const medicalAppointments = defineTable(
  'medical_appointments',
  {
    ...profileLinks('appointments'),
    type: varchar(100),
    specialty: varchar(100).optional(),
    doctorName: varchar(255).optional(),
    facility: varchar(255).optional(),
    scheduledDate: instant(),
    /** Minutes. */
    duration: integer().optional(),
    status: oneOf('programada', 'completada', 'cancelada', 'perdida').default('programada'),
    reason: text().optional(),
    notes: text().optional(),
    results: text().optional(),
    reminderSent: boolean().default(false),
    reminderTime: instant().optional(),
  },
  [
    check('duration', 'duration between 1 and 1440'),
    check('reminder', 'reminder_time <= scheduled_date'),
    states('status', {
      next: {
        programada: ['completada', 'cancelada', 'perdida'],
        completada: [],
        cancelada: [],
        perdida: [],
      },
      initial: ['programada', 'completada'],
    }),
    index(['healthProfileId']),
    index(['-scheduledDate']),
    index(['status']),
    ...ofHealthProfile('type', 'specialty', 'doctorName', 'facility', 'reason', 'notes', 'results'),
  ],
)
