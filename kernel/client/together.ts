// What a placement may say about these declarations: databases by either of their names, and never apart
// where a system declares them together.
import { type Placement, placeDatabases } from '../database/placement.ts'
import { AcervoError } from '../errors/index.ts'
import type { Model } from '../model/model.ts'

/** A key that is a short name (`insurance`) stands for its schema (`ss_insurance`). */
export function toSchemas(model: Model, placement: Placement | undefined): Placement | undefined {
  if (placement === undefined) return undefined
  const places = new Map<string, Placement[string]>()
  for (const [key, place] of Object.entries(placement)) {
    const schema = model.databases.get(key)?.schema ?? key
    if (places.has(schema))
      throw new AcervoError('ACV317', `the placement names '${schema}' twice`, {
        details: `'${key}' and '${schema}' are one database.`,
        hint: 'Leave one of them out.',
      })
    places.set(schema, place)
  }
  return Object.fromEntries(places)
}

/** Whether every database has a server: then nothing is embedded. */
export function isPlacedWhole(model: Model, placement: Placement): boolean {
  const schemas = [...model.databases.values()].map(({ schema }) => schema)
  const places = placeDatabases(schemas, {}, toSchemas(model, placement))
  return [...places.values()].every(({ run }) => run !== undefined)
}

/** @throws ACV317 where databases that share transactions are placed apart. */
export function assertTogether(
  model: Model,
  targets: { of(schema: string): { readonly key: string } },
): void {
  for (const { name, together } of model.systems) {
    for (const group of together) {
      const databases = group.flatMap((database) => model.databases.get(database) ?? [])
      const places = databases.map(({ schema }) => targets.of(schema).key)
      if (new Set(places).size < 2) continue
      const found = databases.map((one, at) => `${one.name} on ${places[at]}`)
      throw new AcervoError('ACV317', `the placement separates ${group.join(' and ')}`, {
        details: `'${name}' declares them together: ${found.join(', ')}.`,
        hint: 'Place them in one physical database: what they write may be one transaction.',
      })
    }
  }
}
