// `acervo compat drop`: takes the views with the names of the specification away; the tables stand.
import { dropCompat, toCompatSchema } from '../kernel/conformance/index.ts'
import { defineCommand } from './command.ts'
import { findDatabase } from './find-name.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'compat drop',
  summary: {
    en: 'drop the views with the names of the specification',
    es: 'quita las vistas con los nombres de la especificación',
  },
  arguments: [
    { name: 'database', meaning: { en: 'short name or schema', es: 'nombre corto o esquema' } },
  ],
  options: {},
  runs: 'inside',
  notes: {
    en: 'No table and no row is touched. Again: acervo compat apply.',
    es: 'No se toca ninguna tabla ni fila. Para rehacerlas: acervo compat apply.',
  },
  run: async ({ io, options, open, arguments: [word = ''] }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const database = findDatabase(acervo.model, word, io.language)
    await dropCompat(acervo.targets, database)
    const schema = toCompatSchema(database)
    const said = io.language === 'es' ? `${schema} ya no está.` : `${schema} is gone.`
    await io.out(options.json ? `${JSON.stringify({ schema })}\n` : `${said}\n`)
    return exitCodes.ok
  },
})
