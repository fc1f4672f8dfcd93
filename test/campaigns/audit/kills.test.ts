// A few kills of the audit campaign, in the ordinary suite.
import { onPostgres } from '../../support/database.ts'
import { holdKills } from './hold-kills.ts'

onPostgres(() => holdKills({ writers: 4, sealers: 2, clusters: 2, seed: 20_261_121 }))
