// A field of research of one user, and how its answers are moderated. An archived project is read and takes nothing new.
import {
  belongsTo,
  check,
  defineTable,
  double,
  index,
  instant,
  oneOf,
  searchable,
  softDeleted,
  tenant,
  text,
  timestamped,
} from '../../kernel/index.ts'

export const projects = defineTable(
  'projects',
  {
    userId: belongsTo('users', { inverse: 'projects', onDelete: 'cascade' }),
    name: text(),
    description: text(),
    moderatorPersonality: oneOf('Analytical', 'Creative', 'Concise', 'DevilsAdvocate').default(
      'Analytical',
    ),
    moderatorTemperature: double().default(0.7),
    moderatorLengthPenalty: double().default(0.5),
    archivedAt: instant().optional(),
  },
  [
    tenant({ by: 'userId' }),
    check('moderator_temperature', 'moderator_temperature between 0 and 2'),
    check('moderator_length_penalty', 'moderator_length_penalty between 0 and 1'),
    index(['userId', 'archivedAt'], { name: 'ix_projects_user_archived' }),
    index(['deletedAt'], { name: 'ix_projects_deleted_at', where: 'deleted_at is not null' }),
    searchable({ name: 'A', description: 'B' }, { language: 'spanish' }),
    softDeleted(),
    timestamped(),
  ],
)
