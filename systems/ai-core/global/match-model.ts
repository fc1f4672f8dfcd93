// The weights that the matcher learned, one row per version: a decision names the version it was made by, so
// that it can be explained and made again for ever.
import { defineTable, instant, integer, json, unique, withheld } from '../../../kernel/index.ts'

export const matchModels = defineTable(
  'match_models',
  {
    version: integer(),
    normVersion: integer(),
    /** Weights, frequencies and thresholds, as the matcher reads them. */
    parameters: json(),
    /** Records that it was learned from. */
    recordCount: integer(),
    trainedAt: instant().defaultNow(),
  },
  [unique(['version']), withheld('update', 'delete')],
)
