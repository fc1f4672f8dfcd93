// A word by which a client chooses a new password: good once, for half an hour, and kept as a digest alone.
import {
  belongsTo,
  check,
  defineFeature,
  defineTable,
  hashed,
  index,
  instant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { ofActiveClient } from './of-active-client.ts'

/** What was used stays used: two who show one token at once do not both change the password. */
const usedOnce = defineFeature('usedOnce', () => [
  {
    kind: 'routine',
    name: 'use',
    security: 'invoker',
    body: `begin
  if old.used_at is not null and new.used_at is distinct from old.used_at then
    raise exception using errcode = 'AV323', message = 'it was used before';
  end if;
  if new.used_at is not null and old.used_at is null and old.expires_at <= acervo.now() then
    raise exception using errcode = 'AV323', message = 'it has expired';
  end if;
  return new;
end`,
    triggers: [{ name: 'use', when: 'before', event: 'update', each: 'row' }],
  },
])

export const passwordResetTokens = defineTable(
  'password_reset_tokens',
  {
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'resetTokens' }).immutable(),
    token: text().immutable().hidden(),
    expiresAt: instant().defaultSql("acervo.now() + interval '30 minutes'").immutable(),
    usedAt: instant().optional(),
  },
  [
    hashed({ columns: ['token'] }),
    unique(['token']),
    check('lifetime', "expires_at <= created_at + interval '30 minutes'"),
    index(['clientId', '-expiresAt']),
    usedOnce,
    ofActiveClient,
    timestamped(),
  ],
)
