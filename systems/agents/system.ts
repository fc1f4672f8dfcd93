// AGENTS: specialised agents, their conversations and what their users keep with them.
import { defineBackup, defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'

export const agentsSystem = defineSystem({
  name: 'agents',
  databases,
  home: import.meta.dirname,
  // Its specification says 7 days and 30: the longer one keeps both.
  backups: [defineBackup({ label: 'daily', cron: '0 2 * * *', keepDays: 30 })],
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
