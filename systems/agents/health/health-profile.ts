// The medical file of a user: one each, and all that it says is encrypted under the user's key.
import {
  audited,
  belongsTo,
  decimal,
  defineTable,
  encrypted,
  json,
  text,
  timestamped,
  unique,
  varchar,
} from '../../../kernel/index.ts'
import { ofWorkspace } from '../workspace.ts'
import { onlyOwner } from './only-owner.ts'

export const healthProfiles = defineTable(
  'health_profiles',
  {
    userId: belongsTo('users', { onDelete: 'cascade', inverse: 'healthProfiles' }).immutable(),
    bloodType: varchar(10).optional(),
    /** Centimetres. */
    height: decimal(5, 2).optional(),
    /** Kilograms. */
    weight: decimal(5, 2).optional(),
    sex: varchar(20).optional(),
    emergencyContacts: json().optional(),
    insuranceInfo: json().optional(),
    encryptedData: text().optional(),
  },
  [
    unique(['userId']),
    ofWorkspace({ member: 'userId' }),
    onlyOwner,
    encrypted({
      columns: [
        'bloodType',
        'height',
        'weight',
        'sex',
        'emergencyContacts',
        'insuranceInfo',
        'encryptedData',
      ],
      subject: 'userId',
    }),
    audited({ subject: 'userId', reads: true }),
    timestamped(),
  ],
)
