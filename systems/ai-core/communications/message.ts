// One word of a conversation. What we say beyond what a contract asks for needs a consent that stands at that moment.
import {
  audited,
  belongsTo,
  counted,
  defineFeature,
  defineTable,
  emits,
  encrypted,
  freshGuard,
  index,
  instant,
  oneOf,
  refersTo,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'
import { onlyWhile } from '../only-while.ts'
import { consentLock } from './consent.ts'
import { channels, purposes } from './words.ts'

/** It shares the lock of the ledger's line: whoever withdraws waits for it, and it for whoever withdraws. */
const consented = defineFeature('consented', () => [
  {
    kind: 'routine',
    name: 'consent',
    security: 'definer',
    body: `declare
  decision text;
begin
  if new.direction = 'INBOUND' or new.purpose = 'LEGAL' then
    return new;
  end if;
  ${freshGuard}
  perform pg_advisory_xact_lock_shared(${consentLock('new')});
  select c.decision into decision from {table:consents} c
  where c.party_id = new.party_id and c.channel = new.channel and c.purpose = new.purpose
  order by c.sequence desc limit 1;
  if decision = 'WITHDRAWN' or (decision is null and new.purpose <> 'SERVICE') then
    raise exception 'there is no consent to this purpose over this channel' using errcode = 'AV304';
  end if;
  return new;
end`,
    triggers: [{ name: 'consent', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const messages = defineTable(
  'messages',
  {
    conversationId: belongsTo('conversations', { inverse: 'messages' }).immutable(),
    partyId: refersTo('global.party').immutable(),
    channel: oneOf(...channels).immutable(),
    direction: oneOf('INBOUND', 'OUTBOUND').immutable(),
    purpose: oneOf(...purposes)
      .default('SERVICE')
      .immutable(),
    author: oneOf('PARTY', 'STAFF', 'AGENT', 'SYSTEM').immutable(),
    /** Empty where a file is all there is. */
    body: text().optional().immutable(),
    /** Its name in the channel that carries it. */
    externalKey: varchar(200).optional().immutable(),
    saidAt: instant().defaultNow().immutable(),
  },
  [
    unique(['channel', 'externalKey']),
    index(['conversationId', 'saidAt']),
    index(['partyId', '-saidAt']),
    onlyWhile('conversationId', {
      holds: "p.status <> 'CLOSED' and p.party_id = r.party_id and p.channel = r.channel",
      message: 'the conversation is closed or of another party',
    }),
    consented,
    counted('conversationId', { into: 'messageCount' }),
    emits('Message', {
      MessageWritten: {
        payload: {
          messageId: 'id',
          partyId: 'partyId',
          channel: 'channel',
          direction: 'direction',
        },
      },
    }),
    encrypted({ columns: ['body'], subject: 'partyId' }),
    audited(),
    timestamped(),
    withheld('update', 'delete'),
  ],
)
