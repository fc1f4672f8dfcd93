// 20,000 requests an engine; 100,000 where ACERVO_CAMPAIGN is `nightly`.
import { onEachEngine } from '../../support/database.ts'
import { holdSameAnswers } from './same-answers.ts'

const requests = process.env.ACERVO_CAMPAIGN === 'nightly' ? 100_000 : 20_000

onEachEngine((engine) => holdSameAnswers(engine, { requests, seed: 4 }))
