// What a client agreed to of their face, in which words, and how that is shown. Taking it back destroys the templates
// in the same commit.
import {
  audited,
  belongsTo,
  check,
  counter,
  defineTable,
  encrypted,
  instant,
  json,
  oneOf,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { withdrawn } from './consented.ts'

export const biometricConsents = defineTable(
  'biometric_consents',
  {
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'consents' }).immutable(),
    /** To be compared with oneself after the document, or to be looked for among all. */
    purpose: oneOf('VERIFICATION', 'IDENTIFICATION').immutable(),
    /** Of the words that were agreed to. */
    version: text().immutable(),
    channel: oneOf('KIOSK', 'DESK', 'WEB', 'PAPER').immutable(),
    evidence: json().optional().hidden(),
    grantedAt: instant().defaultNow().immutable(),
    withdrawnAt: instant().optional(),
    profileCount: counter(),
  },
  [
    unique(['clientId', 'purpose'], {
      name: 'biometric_consents_one_in_force_key',
      where: 'withdrawn_at is null',
    }),
    check('withdrawn', 'withdrawn_at >= granted_at'),
    withdrawn,
    encrypted({ columns: ['evidence'], subject: 'clientId' }),
    audited({ reads: true }),
    timestamped(),
  ],
)
