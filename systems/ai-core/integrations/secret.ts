// The secret of a credential, encrypted, one row a generation. Only who holds the lease stores the next one: who was
// late and whose lease another has taken is refused, and the newer secret stays.
import {
  belongsTo,
  defineFeature,
  defineTable,
  encrypted,
  freshGuard,
  index,
  instant,
  integer,
  text,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

const fenced = defineFeature('fenced', () => [
  {
    kind: 'routine',
    name: 'fence',
    security: 'definer',
    body: `declare
  held {table:credentials};
begin
  ${freshGuard}
  select p.* into held from {table:credentials} p where p.id = new.credential_id for no key update of p;
  if held.revoked_at is not null then
    raise exception 'the credential is revoked' using errcode = 'AV304';
  elsif held.refresh_holder is distinct from new.stored_by then
    raise exception 'the lease is not held' using errcode = 'AV304';
  elsif held.generation + 1 <> new.generation then
    raise exception 'another generation was stored meanwhile' using errcode = 'AV304';
  end if;
  update {table:credentials} p set generation = new.generation, refresh_holder = null, refresh_until = null
  where p.id = new.credential_id;
  return new;
end`,
    triggers: [{ name: 'fence', when: 'before', event: 'insert', each: 'row' }],
  },
])

export const secrets = defineTable(
  'secrets',
  {
    credentialId: belongsTo('credentials', { inverse: 'secrets' }).immutable(),
    /** One more than the one that was read. */
    generation: integer().immutable(),
    /** Who holds the lease. */
    storedBy: varchar(200).immutable(),
    secret: text().immutable().hidden(),
    refreshToken: text().optional().immutable().hidden(),
    expiresAt: instant().optional().immutable(),
  },
  [
    unique(['credentialId', 'generation']),
    index(['expiresAt']),
    fenced,
    encrypted({ columns: ['secret', 'refreshToken'], subject: 'credentialId' }),
    timestamped(),
    // Past ones may go, none is ever written over.
    withheld('update'),
  ],
)
