// Why a recipient is not written to: it asked not to be, or its address does not exist. It takes the recipient's lock,
// so that a message that leaves at the same moment either left before or does not leave.
import {
  audited,
  belongsTo,
  check,
  defineFeature,
  defineTable,
  emits,
  index,
  instant,
  oneOf,
  text,
  timestamped,
  unique,
} from '../../../kernel/index.ts'
import { purposes } from './purpose.ts'

export const defineSuppressions = () =>
  defineTable(
    'suppressions',
    {
      recipientId: belongsTo('recipients', { inverse: 'suppressions' }).immutable(),
      reason: oneOf('OPT_OUT', 'HARD_BOUNCE', 'COMPLAINT', 'ERASURE').immutable(),
      /** Of one purpose, or, where it is empty, of all. */
      purpose: oneOf(...purposes)
        .optional()
        .immutable(),
      evidence: text().optional(),
      since: instant().defaultNow().immutable(),
      liftedAt: instant().optional(),
      liftedReason: text().optional(),
    },
    [
      unique(['recipientId', 'purpose'], {
        name: 'suppressions_one_a_purpose_key',
        where: 'lifted_at is null and purpose is not null',
      }),
      unique(['recipientId'], {
        name: 'suppressions_one_of_all_key',
        where: 'lifted_at is null and purpose is null',
      }),
      check('lifted', '(lifted_at is null) = (lifted_reason is null)'),
      check('order', 'lifted_at >= since'),
      index(['recipientId', '-since']),
      locksRecipient,
      emits('Suppression', {
        RecipientSuppressed: {
          payload: { recipientId: 'recipientId', reason: 'reason', purpose: 'purpose' },
          required: ['recipientId', 'reason'],
        },
      }),
      audited(),
      timestamped(),
    ],
  )

/** It is given after the wait for a message that is leaving, so a suppression that stands was heeded since. */
const locksRecipient = defineFeature('locksRecipient', () => [
  { kind: 'grant', role: 'app', revoke: ['delete'] },
  { kind: 'grant', role: 'worker', revoke: ['delete'] },
  {
    kind: 'routine',
    name: 'lock_recipient',
    security: 'definer',
    body: `begin
  perform from {table:recipients} p where p.id = new.recipient_id for no key update;
  return new;
end`,
    triggers: [{ name: 'lock_recipient', when: 'before', event: 'insert', each: 'row' }],
  },
])
