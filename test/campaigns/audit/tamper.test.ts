// Some tamperings of the audit campaign, in the ordinary suite.
import { onPostgres } from '../../support/database.ts'
import { holdTampering } from './hold-tampering.ts'

onPostgres(() => holdTampering(40, 20_261_121))
