// What the metadata of each type must hold. A check that meets a missing key is false, not unknown.
import { check, defineFeature } from '../../../kernel/index.ts'

const kinds: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  CODE: { language: 'string' },
  DIAGRAM: { diagramType: 'string', source: 'string' },
  IMAGE: { url: 'string', width: 'number', height: 'number' },
  TABLE: { columns: 'array' },
}

export const metadataOfType = defineFeature('metadataOfType', (table) =>
  Object.entries(kinds).flatMap(([type, keys]) => {
    const holds = Object.entries(keys).map(
      ([key, kind]) => `coalesce(jsonb_typeof(metadata -> '${key}') = '${kind}', false)`,
    )
    const name = `metadata_${type.toLowerCase()}`
    return check(name, `type <> '${type}' or ${holds.join(' and ')}`).facts(table)
  }),
)
