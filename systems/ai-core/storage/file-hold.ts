// Why a file is not erased.
import { audited, defineTable, timestamped } from '../../../kernel/index.ts'
import { holdColumns, holdFeatures } from '../legal-hold.ts'

export const fileHolds = defineTable('file_holds', holdColumns('files'), [
  ...holdFeatures,
  audited(),
  timestamped(),
])
