// A prompt by its name. Its words stand in its versions.
import {
  audited,
  check,
  defineTable,
  searchable,
  softDeleted,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'

export const prompts = defineTable(
  'prompts',
  {
    name: varchar(120).immutable(),
    description: text().optional(),
    owner: varchar(200),
  },
  [
    unique(['name']),
    check('name', "name ~ '^[a-z0-9]+([./-][a-z0-9]+)*$'"),
    audited(),
    timestamped(),
    softDeleted(),
    searchable({ name: 'A', description: 'B' }, { language: 'spanish' }),
  ],
)
