// ORQUIX: a council of models that answers questions of research.
import { defineBackup, defineSystem } from '../../kernel/index.ts'
import { type Client, databases } from './databases.ts'

export const orquix = defineSystem({
  name: 'orquix',
  databases,
  home: import.meta.dirname,
  backups: [
    defineBackup({ label: 'daily', cron: '0 2 * * *', keepDays: 30 }),
    // Called incremental; it is a full copy of the tables that nothing else could make again.
    defineBackup({
      label: 'incremental',
      cron: '0 */6 * * *',
      keepDays: 7,
      embeddings: 'without',
      tables: [
        'orquix.user',
        'orquix.userAccount',
        'orquix.project',
        'orquix.interactionEvent',
        'orquix.iaResponse',
        'orquix.moderatedSynthesis',
      ],
    }),
    defineBackup({ label: 'embeddings', cron: '0 1 * * 0', keepDays: 28, embeddings: 'only' }),
  ],
  specification: async () => (await import('./specification.ts')).specification,
  demo: async (db: Client) => (await import('./demo.ts')).demo(db),
})
