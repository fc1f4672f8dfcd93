// A camera of a branch. What it was and became, and why, is kept by the database in its log.
import {
  audited,
  belongsTo,
  check,
  defineTable,
  instant,
  integer,
  oneOf,
  real,
  states,
  tenant,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

export const cameras = defineTable(
  'cameras',
  {
    branchId: belongsTo('branches', { onDelete: 'cascade', inverse: 'cameras' }),
    ownerId: belongsTo('users', { onDelete: 'set null', inverse: 'cameras' }).optional(),
    name: text(),
    status: oneOf('ONLINE', 'OFFLINE', 'ERROR').default('OFFLINE'),
    statusCause: text().optional(),
    /** Faces that are smaller are not looked at. */
    minAreaPx: integer().default(750),
    detectionThreshold: real().default(0.7),
    lastSeenAt: instant().optional(),
  },
  [
    tenant({ by: 'branchId' }),
    unique(['name']),
    check('min_area', 'min_area_px > 0'),
    check('threshold', 'detection_threshold between 0 and 1'),
    states('status', {
      next: {
        OFFLINE: ['ONLINE', 'ERROR'],
        ONLINE: ['OFFLINE', 'ERROR'],
        ERROR: ['ONLINE', 'OFFLINE'],
      },
      history: {
        table: 'camera_logs',
        link: 'cameraId',
        carries: { branchId: 'branchId', cause: 'statusCause' },
      },
    }),
    audited(),
    timestamped(),
  ],
)
