// `acervo schema`: one logical database as SQL, as an ER diagram or as its Model. Renders the
// declarations; what the server really holds is `acervo migrate drift`.
import { renderMermaid, renderSchemaText } from '../kernel/ddl/index.ts'
import { AcervoError, type DatabaseModel, defineModel } from '../kernel/index.ts'
import { defineCommand, type OptionValues } from './command.ts'
import { findDatabase } from './find-name.ts'
import { loadProject } from './project.ts'
import { exitCodes, type Language } from './terminal/io.ts'

const forms = ['sql', 'mermaid', 'json', 'citus'] as const

export const command = defineCommand({
  name: 'schema',
  summary: {
    en: 'print a database as SQL, as an ER diagram or as its Model',
    es: 'imprime una base de datos como SQL, como diagrama ER o como su Modelo',
  },
  arguments: [
    {
      name: 'database',
      meaning: { en: 'short name or schema', es: 'nombre corto o esquema' },
    },
  ],
  options: {
    sql: {
      type: 'boolean',
      meaning: { en: 'SQL (what it prints by itself)', es: 'SQL (por defecto)' },
    },
    mermaid: {
      type: 'boolean',
      meaning: { en: 'ER diagram in Mermaid', es: 'diagrama ER en Mermaid' },
    },
    citus: {
      type: 'boolean',
      meaning: {
        en: 'SQL with policies as Citus takes them; see migrate lint --citus',
        es: 'SQL con las políticas como las admite Citus; véase migrate lint --citus',
      },
    },
  },
  runs: 'here',
  notes: {
    en: '--json prints the Model. The names: acervo databases.',
    es: '--json imprime el Modelo. Los nombres: acervo databases.',
  },
  run: async ({ io, config, options, arguments: [word = ''] }) => {
    const form = chooseForm(options, io.language)
    const { systems } = await loadProject(io.cwd, config)
    const database = findDatabase(defineModel(systems), word, io.language)
    await io.out(render[form](database))
    return exitCodes.ok
  },
})

const render: Readonly<Record<(typeof forms)[number], (database: DatabaseModel) => string>> = {
  sql: (database) => renderSchemaText(database),
  citus: (database) => renderSchemaText(database, 'citus'),
  mermaid: renderMermaid,
  json: (database) => `${JSON.stringify(database, toPlain)}\n`,
}

function chooseForm(options: OptionValues, language: Language): (typeof forms)[number] {
  const chosen = forms.filter((form) => options[form])
  if (chosen.length > 1) {
    const names = chosen.map((form) => `--${form}`).join(', ')
    const message =
      language === 'es' ? `${names}: solo se puede pedir una forma` : `${names}: one form at a time`
    throw new AcervoError('ACV605', message)
  }
  return chosen[0] ?? 'sql'
}

function toPlain(key: string, value: unknown): unknown {
  // Where the declaration stands on this machine, and code, say nothing about the database.
  if (key === 'file' || typeof value === 'function') return undefined
  return value instanceof Map ? Object.fromEntries(value) : value
}
