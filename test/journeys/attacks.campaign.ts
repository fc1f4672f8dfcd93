// Every generated attack, some 41,000 an engine.
import { onEachEngine } from '../support/database.ts'
import { holdAttacks } from './attacks/promises.ts'

onEachEngine(() => holdAttacks({ oneIn: 1 }))
