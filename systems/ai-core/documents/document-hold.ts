// Why a document is not erased.
import { audited, defineTable, timestamped } from '../../../kernel/index.ts'
import { holdColumns, holdFeatures } from '../legal-hold.ts'

export const documentHolds = defineTable('document_holds', holdColumns('documents'), [
  ...holdFeatures,
  audited(),
  timestamped(),
])
