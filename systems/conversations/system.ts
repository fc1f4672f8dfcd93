// CONVERSATIONS: a platform on which people talk with models.
import { defineBackup, defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'

export const conversationPlatform = defineSystem({
  name: 'conversations',
  databases,
  home: import.meta.dirname,
  backups: [defineBackup({ label: 'daily', cron: '0 2 * * *', keepDays: 30 })],
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
