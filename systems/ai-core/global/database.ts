// sm_global: master data. Who the people and organisations of the group are, by what evidence, and what
// the areas have reported about them.
import { defineDatabase } from '../../../kernel/index.ts'
import { outboxEvents } from '../outbox-event.ts'
import { facts } from './fact.ts'
import { features } from './feature.ts'
import { featureValues } from './feature-value.ts'
import { goldenRecords } from './golden-record.ts'
import { inboxEvents } from './inbox-event.ts'
import { matchDecisions } from './match-decision.ts'
import { matchKeys } from './match-key.ts'
import { matchModels } from './match-model.ts'
import { matchRechecks } from './match-recheck.ts'
import { matchReviews } from './match-review.ts'
import { matchSecrets } from './match-secret.ts'
import { openFacts } from './open-fact.ts'
import { parties } from './party.ts'
import { partyLinks } from './party-link.ts'
import { recentKeys } from './recent-key.ts'
import { sourceRecords } from './source-record.ts'

export const global = defineDatabase({
  schema: 'sm_global',
  name: 'global',
  area: 'core',
  purpose: 'Master data: parties, their evidence, consolidated facts and features',
  tables: {
    sourceRecord: sourceRecords,
    party: parties,
    partyLink: partyLinks,
    matchDecision: matchDecisions,
    matchReview: matchReviews,
    matchRecheck: matchRechecks,
    matchKey: matchKeys,
    recentKey: recentKeys,
    matchModel: matchModels,
    matchSecret: matchSecrets,
    goldenRecord: goldenRecords,
    fact: facts,
    openFact: openFacts,
    feature: features,
    featureValue: featureValues,
    inboxEvent: inboxEvents,
    outboxEvent: outboxEvents,
  },
})
