// ORQUIX: a council of models that answers questions of research.
import { defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'

export const orquix = defineSystem({
  name: 'orquix',
  databases,
  home: import.meta.dirname,
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
