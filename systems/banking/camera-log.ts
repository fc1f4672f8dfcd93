// Each state that a camera entered, with its cause.
import { belongsTo, defineTable, tenant, text, transitions, uuid } from '../../kernel/index.ts'

export const cameraLogs = defineTable(
  'camera_logs',
  {
    branchId: uuid(),
    cameraId: belongsTo('cameras', { onDelete: 'cascade', inverse: 'logs' }),
    cause: text().optional(),
  },
  [tenant({ by: 'branchId', through: 'cameraId' }), transitions('cameraId')],
)
