// A policy is reported to master data; receipts and claims that came before it find their person.
import { defineConsumer } from '../../../kernel/index.ts'
import { consolidated } from './consolidated.ts'
import { handledBy } from './when-asked.ts'

export const onPolicy = defineConsumer({
  name: 'on-policy',
  database: 'global',
  from: 'insurance',
  events: ['PolicyIssued', 'PolicyChanged', 'PolicyCancelled', 'PolicyRemoved'],
  makes: consolidated,
  handle: handledBy(({ claim, consolidate, policy, receipt }) =>
    consolidate(policy, [receipt, claim]),
  ),
})
