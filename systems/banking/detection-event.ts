// A face that a camera saw. Many a second, so in months from the first day: a month is archived by detaching it, whole,
// and not row by row.
import {
  belongsTo,
  check,
  defineTable,
  double,
  index,
  instant,
  json,
  oneOf,
  partitioned,
  retained,
  tenant,
  text,
} from '../../kernel/index.ts'

export const detectionEvents = defineTable(
  'detection_events',
  {
    cameraId: belongsTo('cameras', { onDelete: 'cascade', inverse: 'detections' }).immutable(),
    /** Null where nobody was recognised. */
    clientId: belongsTo('clients', { onDelete: 'set null', inverse: 'detections' }).optional(),
    status: oneOf('MATCHED', 'NEW_FACE', 'MULTIPLE_MATCHES', 'UNKNOWN'),
    /** A calibrated probability, or nothing: never a distance dressed as one. */
    confidence: double().optional(),
    /** As measured, by the model that measured it. */
    distance: double().optional(),
    modelId: belongsTo('face_models').optional(),
    reason: oneOf('LOW_QUALITY', 'BLUR', 'SMALL', 'OCCLUDED', 'GREY_ZONE').optional(),
    liveness: oneOf('NOT_CHECKED', 'PASSED', 'FAILED').default('NOT_CHECKED'),
    snapshotUrl: text().optional(),
    metadata: json().optional(),
    occurredAt: instant().defaultNow().immutable(),
  },
  [
    partitioned({ by: 'occurredAt', every: 'month', ahead: 3 }),
    retained({ by: 'occurredAt', keep: '90 days', hot: '30 days', after: 'archive' }),
    tenant({ through: 'cameraId' }),
    check('confidence', 'confidence between 0 and 1'),
    check('distance', 'distance >= 0 and (distance is null or model_id is not null)'),
    // A match may lose its client when the client is deleted; none that is no match ever had one.
    check('match', "client_id is null or status = 'MATCHED'"),
    check('why_unknown', "reason is null or status = 'UNKNOWN'"),
    index(['cameraId', 'occurredAt']),
    index(['clientId', 'occurredAt']),
    index(['status', 'occurredAt']),
  ],
)
