// A notification on its way over a channel: once over each, as its user wishes at that moment, at once or in a digest.
import {
  belongsTo,
  counted,
  defineFeature,
  defineTable,
  freshGuard,
  index,
  instant,
  oneOf,
  states,
  text,
  timestamped,
  unique,
  withheld,
} from '../../../kernel/index.ts'
import { wishLock } from './preference.ts'
import { channels } from './words.ts'

/** It shares the lock of the wish: a wish that stands when it is made is heeded. */
const wished = defineFeature('wished', () => [
  {
    kind: 'routine',
    name: 'wish',
    security: 'definer',
    body: `declare
  told {table:notifications};
  wish {table:preferences};
begin
  ${freshGuard}
  select n.* into told from {table:notifications} n where n.id = new.notification_id;
  perform pg_advisory_xact_lock_shared(${wishLock('told.user_id', 'told.kind', 'new.channel')});
  select p.* into wish from {table:preferences} p
  where p.user_id = told.user_id and p.kind = told.kind and p.channel = new.channel;
  if not coalesce(wish.enabled, true) then
    raise exception 'its user does not want it over this channel' using errcode = 'AV304';
  elsif coalesce(wish.digest, 'NONE') <> 'NONE' and new.digest_id is null then
    raise exception 'its user wants it in a digest' using errcode = 'AV304';
  end if;
  if new.digest_id is not null then
    perform from {table:digests} d where d.id = new.digest_id and d.user_id = told.user_id
      and d.channel = new.channel and d.status = 'OPEN' for no key update of d;
    if not found then
      raise exception 'the digest is of somebody else or gone' using errcode = 'AV304';
    end if;
  end if;
  return new;
end`,
    triggers: [{ name: 'wish', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const deliveries = defineTable(
  'deliveries',
  {
    notificationId: belongsTo('notifications', { inverse: 'deliveries' }).immutable(),
    channel: oneOf(...channels).immutable(),
    digestId: belongsTo('digests', { inverse: 'deliveries' }).optional().immutable(),
    status: oneOf('PENDING', 'SENT', 'FAILED').default('PENDING'),
    sentAt: instant().optional(),
    error: text().optional(),
  },
  [
    unique(['notificationId', 'channel']),
    wished,
    counted('digestId', { into: 'itemCount' }),
    states('status', {
      next: { PENDING: ['SENT', 'FAILED'], FAILED: ['PENDING'], SENT: [] },
      initial: ['PENDING'],
      stamps: { SENT: 'sentAt' },
    }),
    index(['createdAt'], { where: "status = 'PENDING'" }),
    index(['digestId'], { where: 'digest_id is not null' }),
    timestamped(),
    withheld('delete'),
  ],
)
