// Somebody the bank serves, known to all its branches. Deleting hides the row, frees document and address for who comes
// again, and destroys the face templates at once; what happened is kept without them.
import {
  audited,
  check,
  defineTable,
  index,
  instant,
  oneOf,
  softDeleted,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { forgotten } from './client-forgotten.ts'
import { passwordStamped } from './password-stamped.ts'

export const clients = defineTable(
  'clients',
  {
    dni: text().optional(),
    name: text().optional(),
    email: text().optional(),
    phone: text().optional(),
    status: oneOf('ACTIVE', 'BLOCKED', 'DELETED').default('ACTIVE'),
    hashedPassword: text().optional().hidden(),
    passwordUpdatedAt: instant().optional().maintained(),
    locale: text().optional(),
  },
  [
    unique(['dni']),
    unique(['email']),
    // As it is compared: one person, one text.
    check('dni', "dni ~ '^[A-Z0-9]{5,20}$'"),
    check('email', "email = lower(email) and email like '%_@_%'"),
    check('phone', "phone ~ '^[+][1-9][0-9]{6,14}$'"),
    check('hashed_password', "hashed_password like '$%'"),
    check('deleted', "(status = 'DELETED') = (deleted_at is not null)"),
    index(['status', 'createdAt']),
    index(['phone']),
    passwordStamped('hashedPassword'),
    forgotten,
    audited({ personal: ['dni', 'name', 'email', 'phone'] }),
    timestamped(),
    softDeleted(),
  ],
)
