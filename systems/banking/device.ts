// A thing of a branch that measures, prints or opens. Whether its line stands is one fact, whether its data are fresh
// another: the first is a state, the second follows from the last measurement.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  hashed,
  instant,
  integer,
  oneOf,
  states,
  tenant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

export const devices = defineTable(
  'devices',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade', inverse: 'devices' }),
    name: text(),
    kind: oneOf('PRINTER', 'TURNSTILE', 'DISPLAY', 'SENSOR', 'GATEWAY'),
    protocol: oneOf('MQTT', 'HTTP', 'SERIAL'),
    connectionStatus: oneOf(
      'CONNECTING',
      'CONNECTED',
      'DISCONNECTED',
      'ERROR',
      'RECONNECTING',
    ).default('DISCONNECTED'),
    /** By which it shows who it is; told once, kept as a digest. */
    credential: text().hidden(),
    expectedIntervalMs: integer().default(60_000),
    lastMeasuredAt: instant().optional(),
  },
  [
    tenant({ by: 'branchId' }),
    unique(['name']),
    unique(['credential']),
    check('interval', 'expected_interval_ms > 0'),
    hashed({ columns: ['credential'] }),
    states('connectionStatus', {
      next: {
        CONNECTING: ['CONNECTED', 'DISCONNECTED', 'ERROR'],
        CONNECTED: ['DISCONNECTED', 'RECONNECTING', 'ERROR'],
        DISCONNECTED: ['CONNECTING', 'RECONNECTING'],
        ERROR: ['CONNECTING', 'RECONNECTING', 'DISCONNECTED'],
        RECONNECTING: ['CONNECTED', 'DISCONNECTED', 'ERROR'],
      },
    }),
    audited(),
    timestamped(),
  ],
)
