// What a user wants to be told over which channel, at once or together.
import {
  audited,
  boolean,
  defineFeature,
  defineTable,
  oneOf,
  refersTo,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { channels } from './words.ts'

/** SQL of the lock of one wish, whether it was ever said or not. */
export const wishLock = (user: string, kind: string, channel: string): string =>
  `hashtextextended('{schema}.wish:' || ${user} || ${kind} || ${channel}, 7411)`

/** Who changes a wish waits for deliveries that are being made, and is heeded by those that come after. */
const locksWish = defineFeature('locksWish', () => [
  {
    kind: 'routine',
    name: 'lock_wish',
    security: 'invoker',
    body: `begin
  perform pg_advisory_xact_lock(${wishLock('new.user_id', 'new.kind', 'new.channel')});
  return new;
end`,
    triggers: (['insert', 'update'] as const).map((event) => ({
      name: `lock_wish_${event}`,
      when: 'before' as const,
      event,
      each: 'row' as const,
    })),
  },
])

export const preferences = defineTable(
  'preferences',
  {
    userId: refersTo('auth.user').immutable(),
    kind: varchar(80).immutable(),
    channel: oneOf(...channels).immutable(),
    enabled: boolean().default(true),
    digest: oneOf('NONE', 'HOURLY', 'DAILY', 'WEEKLY').default('NONE'),
  },
  [unique(['userId', 'kind', 'channel']), locksWish, audited(), timestamped()],
)
