// What a device measured. It may send a message twice; it is kept once.
import {
  belongsTo,
  defineTable,
  index,
  instant,
  json,
  tenant,
  text,
  unique,
  uuid,
} from '../../kernel/index.ts'

export const deviceTelemetry = defineTable(
  'device_telemetry',
  {
    branchId: uuid(),
    deviceId: belongsTo('devices', { onDelete: 'cascade', inverse: 'telemetry' }).immutable(),
    /** The device's own. */
    messageId: text().immutable(),
    measuredAt: instant().immutable(),
    receivedAt: instant().defaultNow().immutable(),
    payload: json().immutable(),
  },
  [
    tenant({ by: 'branchId', through: 'deviceId' }),
    unique(['deviceId', 'messageId']),
    index(['deviceId', '-measuredAt']),
  ],
)
