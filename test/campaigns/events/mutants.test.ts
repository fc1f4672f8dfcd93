// A few storms of the events campaign, in the ordinary suite.
import { onPostgres } from '../../support/database.ts'
import { onNats } from '../../support/events/nats.ts'
import { holdMutants } from './hold-mutants.ts'

onPostgres(() => onNats(() => holdMutants({ storms: 1, faults: 6, chances: 5, seed: 20_261_121 })))
