// Banking: agents of a bank who know whom they serve, by a face or without one.
import { defineSystem } from '../../kernel/index.ts'
import { type Client, banking as database } from './database.ts'

export const banking = defineSystem({
  name: 'banking',
  databases: [database],
  home: import.meta.dirname,
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
