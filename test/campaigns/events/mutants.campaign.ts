// All storms of the events campaign.
import { onPostgres } from '../../support/database.ts'
import { onNats } from '../../support/events/nats.ts'
import { holdMutants } from './hold-mutants.ts'

onPostgres(() => onNats(() => holdMutants({ storms: 25, faults: 20, chances: 3, seed: 1 })))
