// The random requests in small: 1,000 an engine.
import { onEachEngine } from '../../support/database.ts'
import { holdSameAnswers } from './same-answers.ts'

onEachEngine((engine) => holdSameAnswers(engine, { requests: 1_000, seed: 7 }))
