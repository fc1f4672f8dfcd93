// ingestion: a party arrives as what a source said. Each new version of a record is kept whole; a record
// never seen before gets a party of its own at once (UNRESOLVED), so that the areas can work with it
// before resolution finds out who it is. Nothing is compared here: `settle` and `create` do that.
import { defineFeature, type Feature } from '../../../kernel/index.ts'
import type { IngestionBatch, IngestionClient } from './ingest.ts'
import type { CreateContext, QueueOptions } from './resolution/index.ts'
import { ingesting, resolution } from './when-asked.ts'

type Row = Readonly<Record<string, unknown>>

export function ingestion(): Feature {
  return defineFeature('ingestion', () => [
    {
      kind: 'action',
      name: 'import',
      summary: {
        en: 'keep what a source says',
        es: 'guarda lo que dice una fuente',
      },
      handler: async (tx: IngestionClient, batch: IngestionBatch) =>
        (await ingesting()).ingest(tx, batch),
    },
    {
      kind: 'action',
      name: 'settle',
      summary: {
        en: 'Resolve who is who among what waits',
        es: 'Resolver quién es quién entre lo que espera',
      },
      handler: async (work: QueueOptions) => (await resolution()).settleParties(work),
    },
    {
      kind: 'action',
      name: 'create',
      summary: {
        en: 'Keep what was said as a record and resolve it at once',
        es: 'Guardar lo dicho como registro y resolverlo al momento',
      },
      handler: async (context: CreateContext, row: Row) =>
        (await resolution()).createParty(context, row),
    },
  ])
}
