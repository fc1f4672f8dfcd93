// createAcervo: systems + where their databases live -> a platform, migrated, checked and ready to ask. The work
// is in open-acervo.ts, loaded at the first call: who declares tables need not load what opens databases.
import type { System } from '../table/database.ts'
import type { Acervo, DatabasesOf } from './acervo.ts'
import type { AcervoOptions } from './acervo-options.ts'

/** @throws ACV100 for the declarations, ACV3xx for the way to the databases, ACV4xx for migrations. */
export async function createAcervo<const S extends readonly System[]>(
  options: AcervoOptions<S>,
): Promise<Acervo<DatabasesOf<S>>> {
  const { openAcervo } = await import('./open-acervo.ts')
  return openAcervo(options)
}
