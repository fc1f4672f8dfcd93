// All tamperings of the audit campaign.
import { onPostgres } from '../../support/database.ts'
import { holdTampering } from './hold-tampering.ts'

onPostgres(() => holdTampering(1_000, 1))
