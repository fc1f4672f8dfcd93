// A value that operators may change while the platform runs. Secrets never stand here.
import {
  audited,
  check,
  defineTable,
  json,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const settings = defineTable(
  'settings',
  {
    /** `area.name`, for example `insurance.renewalNoticeDays`. */
    key: varchar(200).immutable(),
    value: json(),
    description: text().optional(),
    changedBy: varchar(200).optional(),
  },
  [
    unique(['key']),
    check('key', "key ~ '^[a-z][A-Za-z0-9]*([.][a-z][A-Za-z0-9]*)*$'"),
    audited(),
    timestamped(),
  ],
)
