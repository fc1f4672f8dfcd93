// CONVERSATIONS: a platform on which people talk with models.
import { defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'
import { forgetErrors } from './forget-errors.ts'

export const conversationPlatform = defineSystem({
  name: 'conversations',
  databases,
  home: import.meta.dirname,
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
  jobs: [forgetErrors],
})
