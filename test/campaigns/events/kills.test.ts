// A few kills of the events campaign, in the ordinary suite.
import { onPostgres } from '../../support/database.ts'
import { onNats } from '../../support/events/nats.ts'
import { holdKills } from './hold-kills.ts'

const size = { relays: 8, clusters: 2, brokers: 2, zombies: 1, seed: 20_261_121 }
onPostgres(() => onNats(() => holdKills(size)))
