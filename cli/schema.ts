// `acervo schema`: one logical database as SQL, as an ER diagram, for Prisma or as its Model. Renders the
// declarations; what the server really holds is `acervo migrate drift`.
import { renderCompat } from '../kernel/conformance/index.ts'
import { renderMermaid, renderPrisma, renderSchemaText } from '../kernel/ddl/index.ts'
import { AcervoError, type DatabaseModel, defineModel } from '../kernel/index.ts'
import { defineCommand, type OptionValues } from './command.ts'
import { toCompatOptions } from './compat-views.ts'
import { findDatabase } from './find-name.ts'
import { loadProject } from './project.ts'
import { exitCodes, type Language } from './terminal/io.ts'

const forms = ['sql', 'mermaid', 'prisma', 'json', 'citus', 'compat'] as const

export const command = defineCommand({
  name: 'schema',
  summary: {
    en: 'print a database as SQL, as an ER diagram, for Prisma or as its Model',
    es: 'imprime una base de datos como SQL, como diagrama ER, para Prisma o como su Modelo',
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
    prisma: {
      type: 'boolean',
      meaning: { en: 'schema of Prisma 7 or newer', es: 'esquema de Prisma 7 o posterior' },
    },
    citus: {
      type: 'boolean',
      meaning: {
        en: 'SQL with policies as Citus takes them; see migrate lint --citus',
        es: 'SQL con las políticas como las admite Citus; véase migrate lint --citus',
      },
    },
    compat: {
      type: 'boolean',
      meaning: {
        en: 'views with the names of the specification; see compat apply',
        es: 'vistas con los nombres de la especificación; véase compat apply',
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
    const model = defineModel(systems)
    const database = findDatabase(model, word, io.language)
    await io.out(
      form === 'compat'
        ? renderCompat(await toCompatOptions({ systems, model }, database, io.language))
        : render[form](database),
    )
    return exitCodes.ok
  },
})

const render: Readonly<
  Record<Exclude<(typeof forms)[number], 'compat'>, (database: DatabaseModel) => string>
> = {
  sql: (database) => renderSchemaText(database),
  citus: (database) => renderSchemaText(database, 'citus'),
  mermaid: renderMermaid,
  prisma: renderPrisma,
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
