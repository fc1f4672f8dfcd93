// A medicine that somebody takes or took, with its reminders. The name and the dose are encrypted; when it is taken is
// plain, for reminders are found by it.
import {
  boolean,
  check,
  date,
  defineTable,
  index,
  json,
  oneOf,
  text,
  varchar,
} from '../../../kernel/index.ts'
import { ofHealthProfile, profileLinks } from './of-health-profile.ts'

export const medications = defineTable(
  'medications',
  {
    ...profileLinks('medications'),
    name: varchar(255),
    genericName: varchar(255).optional(),
    dosage: varchar(100),
    frequency: varchar(100),
    route: oneOf(
      'oral',
      'intravenosa',
      'tópica',
      'sublingual',
      'subcutánea',
      'intramuscular',
      'inhalada',
      'nasal',
      'oftálmica',
      'ótica',
      'rectal',
      'transdérmica',
      'otra',
    ),
    prescribedBy: varchar(255).optional(),
    prescribedDate: date().optional(),
    startDate: date(),
    endDate: date().optional(),
    purpose: text().optional(),
    sideEffects: text().optional(),
    interactions: json().optional(),
    reminderEnabled: boolean().default(false),
    /** Times of day: `["08:00", "20:00"]`. */
    reminderTimes: json<readonly string[]>({
      type: 'array',
      items: { type: 'string', pattern: '^([01][0-9]|2[0-3]):[0-5][0-9]$' },
    }).optional(),
    isActive: boolean().default(true),
    notes: text().optional(),
  },
  [
    check('term', 'end_date >= start_date'),
    check(
      'reminder_times',
      `jsonb_typeof(reminder_times) = 'array' and not jsonb_path_exists(reminder_times,
        '$[*] ? (@.type() != "string" || !(@ like_regex "^([01][0-9]|2[0-3]):[0-5][0-9]$"))')`,
    ),
    index(['healthProfileId']),
    index(['isActive'], { where: 'is_active' }),
    index(['reminderEnabled'], { where: 'reminder_enabled' }),
    ...ofHealthProfile(
      'name',
      'genericName',
      'dosage',
      'frequency',
      'prescribedBy',
      'purpose',
      'sideEffects',
      'interactions',
      'notes',
    ),
  ],
)
