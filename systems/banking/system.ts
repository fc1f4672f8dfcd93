// Banking: agents of a bank who know whom they serve, by a face or without one.
import { defineBackup, defineSystem } from '../../kernel/index.ts'
import { type Client, banking as database } from './database.ts'

export const banking = defineSystem({
  name: 'banking',
  databases: [database],
  home: import.meta.dirname,
  // In the window that its specification names.
  backups: [defineBackup({ label: 'daily', cron: '0 3 * * *', keepDays: 7 })],
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
