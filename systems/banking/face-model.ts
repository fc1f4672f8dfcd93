// What turns faces into vectors: vectors of two models are never compared. Thresholds belong to it, by distance, and are
// presets until they are measured.
import {
  audited,
  boolean,
  check,
  defineTable,
  double,
  integer,
  oneOf,
  text,
  timestamped,
  unique,
} from '../../kernel/index.ts'

export const faceModels = defineTable(
  'face_models',
  {
    provider: text().immutable(),
    version: text().immutable(),
    dimensions: integer().immutable(),
    metric: oneOf('l2', 'cosine').immutable(),
    /** At most this far: the same person. At least that far: nobody known. Between: unsure. */
    matchMax: double(),
    unknownMin: double(),
    /** How much nearer the first must be than the second. */
    margin: double(),
    isCalibrated: boolean().default(false),
  },
  [
    unique(['provider', 'version']),
    check('dimensions', 'dimensions between 1 and 16000'),
    check('thresholds', 'match_max > 0 and unknown_min >= match_max and margin >= 0'),
    audited(),
    timestamped(),
  ],
)
