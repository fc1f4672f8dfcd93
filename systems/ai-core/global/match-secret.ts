// What blocking keys are hashed with: whoever holds a backup of the keys cannot try all identity numbers. Made
// at the first use; another secret would make every key anew.
import { boolean, bytes, check, defineTable, primaryKey, withheld } from '../../../kernel/index.ts'

export const matchSecrets = defineTable(
  'match_secrets',
  {
    /** Always true: there is one. */
    single: boolean().default(true),
    secret: bytes().hidden(),
  },
  [primaryKey('single'), check('single', 'single'), withheld('update', 'delete')],
)
