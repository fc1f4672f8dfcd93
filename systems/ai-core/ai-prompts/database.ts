// sm_ai_prompts: prompts, their published words and the tests that these passed.
import { defineDatabase } from '../../../kernel/index.ts'
import { auditEvents } from '../audit-event.ts'
import { outboxEvents } from '../outbox-event.ts'
import { prompts } from './prompt.ts'
import { promptTests } from './prompt-test.ts'
import { promptVersions } from './prompt-version.ts'

export const aiPrompts = defineDatabase({
  schema: 'sm_ai_prompts',
  name: 'aiPrompts',
  area: 'ai',
  purpose: 'Prompts, their versions and the tests that these pass',
  tables: {
    prompt: prompts,
    promptVersion: promptVersions,
    promptTest: promptTests,
    auditEvent: auditEvents,
    outboxEvent: outboxEvents,
  },
})
