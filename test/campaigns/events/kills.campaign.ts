// All kills of the events campaign.
import { onPostgres } from '../../support/database.ts'
import { onNats } from '../../support/events/nats.ts'
import { holdKills } from './hold-kills.ts'

const size = { relays: 200, clusters: 50, brokers: 30, zombies: 20, seed: 1 }
onPostgres(() => onNats(() => holdKills(size)))
