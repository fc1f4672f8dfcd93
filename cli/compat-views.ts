// Which views of a specification's names belong to a database, for the commands that print, make and drop them.
import { type CompatOptions, readSpecified } from '../kernel/conformance/index.ts'
import { AcervoError, type DatabaseModel, type Model, type System } from '../kernel/index.ts'
import type { Language } from './terminal/io.ts'

/** @throws ACV605 where its system answers no specification. */
export async function toCompatOptions(
  { systems, model }: { readonly systems: readonly System[]; readonly model: Model },
  database: DatabaseModel,
  language: Language,
): Promise<CompatOptions> {
  const system = systems.find(({ name }) => name === database.system)
  const specification = await system?.specification?.()
  if (specification === undefined) {
    const message =
      language === 'es'
        ? `el sistema '${database.system}' no responde a una especificación`
        : `the system '${database.system}' answers no specification`
    throw new AcervoError('ACV605', message)
  }
  return { database, specification, specified: readSpecified(specification), model }
}
