// What a device is told to do: sent, taken, done, or too late.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  index,
  instant,
  json,
  oneOf,
  states,
  tenant,
  text,
  uuid,
} from '../../kernel/index.ts'

export const deviceCommands = defineTable(
  'device_commands',
  {
    branchId: uuid(),
    deviceId: belongsTo('devices', { onDelete: 'cascade', inverse: 'commands' }).immutable(),
    name: text().immutable(),
    arguments: json().default({}).immutable(),
    status: oneOf('PENDING', 'SENT', 'ACKNOWLEDGED', 'SUCCEEDED', 'FAILED', 'EXPIRED').default(
      'PENDING',
    ),
    result: json().optional(),
    issuedAt: instant().defaultNow().immutable(),
    expiresAt: instant().defaultSql("acervo.now() + interval '1 minute'").immutable(),
    sentAt: instant().optional(),
    acknowledgedAt: instant().optional(),
    finishedAt: instant().optional(),
  },
  [
    tenant({ by: 'branchId', through: 'deviceId' }),
    check('life', 'expires_at > issued_at'),
    states('status', {
      next: {
        PENDING: ['SENT', 'EXPIRED', 'FAILED'],
        SENT: ['ACKNOWLEDGED', 'SUCCEEDED', 'FAILED', 'EXPIRED'],
        ACKNOWLEDGED: ['SUCCEEDED', 'FAILED', 'EXPIRED'],
        SUCCEEDED: [],
        FAILED: [],
        EXPIRED: [],
      },
      initial: ['PENDING'],
      stamps: {
        SENT: 'sentAt',
        ACKNOWLEDGED: 'acknowledgedAt',
        SUCCEEDED: 'finishedAt',
        FAILED: 'finishedAt',
        EXPIRED: 'finishedAt',
      },
      fixed: { SUCCEEDED: '*', FAILED: '*', EXPIRED: '*' },
    }),
    index(['deviceId', 'issuedAt'], { where: "status in ('PENDING', 'SENT', 'ACKNOWLEDGED')" }),
    audited(),
  ],
)
