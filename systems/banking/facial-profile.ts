// One template of a client's face: its encoding under the client's own key, so that forgetting the client is deleting a
// key. Compared with its own model's only.
import {
  audited,
  belongsTo,
  boolean,
  check,
  defineTable,
  encrypted,
  index,
  instant,
  json,
  oneOf,
  real,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'
import { consented } from './consented.ts'

const encoding = {
  type: 'array',
  items: { type: 'number' },
  minItems: 1,
  maxItems: 16_000,
} as const

export const facialProfiles = defineTable(
  'facial_profiles',
  {
    clientId: belongsTo('clients', { onDelete: 'cascade', inverse: 'facialProfiles' }).immutable(),
    /** `python-api`, `aws-rekognition`: as the model says it. */
    provider: text().immutable(),
    providerFaceId: text().optional().immutable(),
    version: text().optional().immutable(),
    embedding: json<readonly number[]>(encoding).optional().hidden(),
    imageUrl: text().optional(),
    isActive: boolean().default(true),
    modelId: belongsTo('face_models', { inverse: 'profiles' }).optional().immutable(),
    consentId: belongsTo('biometric_consents', {
      onDelete: 'cascade',
      inverse: 'profiles',
    }).immutable(),
    view: oneOf('FRONT', 'LEFT', 'RIGHT', 'GLASSES').default('FRONT'),
    quality: real().optional(),
    expiresAt: instant().optional(),
  },
  [
    unique(['providerFaceId']),
    check('quality', 'quality between 0 and 1'),
    index(['clientId']),
    index(['provider']),
    index(['expiresAt'], { where: 'expires_at is not null' }),
    ...consented,
    encrypted({ columns: ['embedding'], subject: 'clientId' }),
    audited({ reads: true }),
    timestamped(),
  ],
)
