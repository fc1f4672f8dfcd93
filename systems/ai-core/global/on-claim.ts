// A claim is reported to master data: it belongs to who claims, or else to whoever its policy belongs to.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { handledBy } from './when-asked.ts'

export const onClaim = defineConsumer({
  name: 'on-claim',
  database: 'global',
  from: 'insurance',
  events: ['ClaimOpened', 'ClaimChanged', 'ClaimClosed', 'ClaimRemoved'],
  makes: consolidated,
  handle: handledBy(({ claim, consolidate }) => consolidate(claim)),
})
