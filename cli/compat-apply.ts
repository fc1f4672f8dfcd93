// `acervo compat apply`: views with the names of the specification, over what stands for them.
import { applyCompat, type CompatView, toCompatSchema } from '../kernel/conformance/index.ts'
import { defineCommand } from './command.ts'
import { toCompatOptions } from './compat-views.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'compat apply',
  summary: {
    en: 'make views with the names of the specification',
    es: 'crea vistas con los nombres de la especificación',
  },
  arguments: [
    { name: 'database', meaning: { en: 'short name or schema', es: 'nombre corto o esquema' } },
  ],
  options: {},
  runs: 'inside',
  notes: {
    en: 'They stand in the schema seed_compat_<schema> and are made anew as a whole. Print them first: acervo schema <database> --compat. Drop them before a migration that changes a column they show.',
    es: 'Quedan en el esquema seed_compat_<esquema> y se rehacen todas a la vez. Para verlas antes: acervo schema <base> --compat. Quítelas antes de una migración que cambie una columna que muestran.',
  },
  run: async ({ io, options, open, arguments: [word = ''] }) => {
    const { acervo, project } = await open({ migrations: 'inspect' })
    const { model, targets } = acervo
    const database = findDatabase(model, word, io.language)
    const compat = await toCompatOptions({ systems: project.systems, model }, database, io.language)
    const views = await applyCompat({ ...compat, targets })
    const schema = toCompatSchema(database)
    await io.out(options.json ? `${JSON.stringify({ schema, views })}\n` : draw(schema, views, io))
    return exitCodes.ok
  },
})

function draw(schema: string, views: readonly CompatView[], io: Io): string {
  const { header, end } = texts[io.language]
  const rows = views.map(({ name, of, readable, absent }) => [
    name,
    of,
    readable.join(', '),
    absent.join(', '),
  ])
  return `${renderTable(header, rows, io)}\n${end(schema)}\n`
}

const texts = Object.freeze({
  en: {
    header: ['view', 'of', 'only read', 'absent'],
    end: (schema: string) => `Next: set search_path to ${schema}, or call them by "${schema}".`,
  },
  es: {
    header: ['vista', 'de', 'solo lectura', 'ausente'],
    end: (schema: string) => `Después: set search_path to ${schema}, o nómbrelas por "${schema}".`,
  },
})
