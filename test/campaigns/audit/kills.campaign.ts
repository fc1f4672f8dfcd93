// All kills of the audit campaign: 200.
import { onPostgres } from '../../support/database.ts'
import { holdKills } from './hold-kills.ts'

onPostgres(() => holdKills({ writers: 110, sealers: 50, clusters: 40, seed: 1 }))
