// Periods of a ledger: they share no day, and what is closed stays closed.
import { check, exclude, frozen, unique } from '../../../kernel/index.ts'

export const ledgerPeriod = [
  unique(['name']),
  check('term', 'ends_on >= starts_on'),
  exclude('no_overlap', { "daterange(starts_on, ends_on, '[]')": '&&' }),
  frozen({ when: "status = 'CLOSED'", message: 'a closed period stays as it is' }),
] as const
