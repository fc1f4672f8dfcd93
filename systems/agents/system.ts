// AGENTS: specialised agents, their conversations and what their users keep with them.
import { defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'

export const agentsSystem = defineSystem({
  name: 'agents',
  databases,
  home: import.meta.dirname,
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
