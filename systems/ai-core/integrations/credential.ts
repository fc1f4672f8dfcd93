// What opens a connector. One process fetches another secret at a time: it takes the lease, fetches, and stores what
// it got as the next generation.
import {
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  emits,
  frozen,
  instant,
  integer,
  oneOf,
  timestamped,
  unique,
  varchar,
  withheld,
} from '../../../kernel/index.ts'

/** Under the row's own lock: the second of two who take the lease sees the first. */
const singleFlight = defineFeature('singleFlight', () => [
  {
    kind: 'routine',
    name: 'single_flight',
    security: 'invoker',
    body: `begin
  if new.refresh_holder is distinct from old.refresh_holder and new.refresh_holder is not null
    and old.refresh_holder is not null and old.refresh_until > acervo.clock() then
    raise exception 'somebody else is refreshing it' using errcode = 'AV304',
      hint = 'Wait until the lease ends and read it again.';
  end if;
  return new;
end`,
    triggers: [{ name: 'single_flight', when: 'before', event: 'update', each: 'row' }],
  },
])

export const credentials = defineTable(
  'credentials',
  {
    connectorId: belongsTo('connectors', { inverse: 'credentials' }).immutable(),
    kind: oneOf('API_KEY', 'BASIC', 'OAUTH2', 'CERTIFICATE', 'SSH_KEY').immutable(),
    account: varchar(200).immutable(),
    /** Of the secret in force; none before the first. */
    generation: integer().default(0).maintained(),
    /** Which process is fetching another one, and until when it is believed to. */
    refreshHolder: varchar(200).optional(),
    refreshUntil: instant().optional(),
    revokedAt: instant().optional(),
  },
  [
    unique(['connectorId', 'account'], {
      name: 'credentials_one_in_force_key',
      where: 'revoked_at is null',
    }),
    check('lease', '(refresh_holder is null) = (refresh_until is null)'),
    singleFlight,
    frozen({ when: 'revoked_at is not null', message: 'a revoked credential stays so' }),
    emits('Credential', {
      CredentialRefreshed: {
        changed: ['generation'],
        payload: { credentialId: 'id', connectorId: 'connectorId', generation: 'generation' },
      },
      CredentialRevoked: {
        when: 'revoked_at is not null',
        payload: { credentialId: 'id', connectorId: 'connectorId' },
      },
    }),
    audited(),
    timestamped(),
    withheld('delete'),
  ],
)
