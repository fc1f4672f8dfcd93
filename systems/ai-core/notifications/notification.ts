// Something that a user should know: once for an event, however often it is told.
import {
  check,
  defineTable,
  emits,
  frozen,
  index,
  instant,
  json,
  refersTo,
  text,
  timestamped,
  unique,
  uuid,
  varchar,
} from '../../../kernel/index.ts'

export const notifications = defineTable(
  'notifications',
  {
    eventId: uuid().immutable(),
    userId: refersTo('auth.user').immutable(),
    /** `policy.renewal` */
    kind: varchar(80).immutable(),
    title: varchar(300).immutable(),
    body: text().optional().immutable(),
    data: json().default({}).immutable(),
    readAt: instant().optional(),
    archivedAt: instant().optional(),
  },
  [
    unique(['eventId', 'userId']),
    check('kind', "kind ~ '^[a-z][a-z0-9_]*([.][a-z][a-z0-9_]*)*$'"),
    check('archived', 'archived_at is null or read_at is not null'),
    frozen({
      when: "tg_op = 'UPDATE'",
      except: ['readAt', 'archivedAt'],
      message: 'what was told does not change',
    }),
    index(['userId', '-createdAt']),
    index(['userId'], { where: 'read_at is null' }),
    emits('Notification', {
      NotificationRead: {
        when: 'read_at is not null',
        payload: { notificationId: 'id', userId: 'userId' },
      },
    }),
    timestamped(),
  ],
)
