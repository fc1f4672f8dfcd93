// A claim is reported to master data: it belongs to who claims, or else to whoever its policy belongs to.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { claim, consolidate } from './consolidation/index.ts'

export const onClaim = defineConsumer({
  name: 'on-claim',
  database: 'global',
  from: 'insurance',
  events: ['ClaimOpened', 'ClaimChanged', 'ClaimClosed', 'ClaimRemoved'],
  makes: consolidated,
  handle: consolidate(claim),
})
