// `acervo export`: a table as CSV or NDJSON to standard output, page by page. A slow reader holds the
// export back instead of filling memory.
import { toContext } from '../kernel/index.ts'
import { exportTable } from '../kernel/intake/index.ts'
import { defineCommand } from './command.ts'
import { findTable } from './find-name.ts'
import { toFormat, toPrincipal } from './intake-options.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'export',
  summary: {
    en: 'write a table as CSV or NDJSON to standard output',
    es: 'escribe una tabla como CSV o NDJSON en la salida estándar',
  },
  arguments: [
    { name: 'table', meaning: { en: '<database>.<table>', es: '<base de datos>.<tabla>' } },
  ],
  options: {
    format: {
      type: 'string',
      value: 'csv|ndjson',
      meaning: { en: 'csv (what it writes by itself) or ndjson', es: 'csv (por defecto) o ndjson' },
    },
    claims: {
      type: 'string',
      value: 'NAME=VALUE',
      meaning: {
        en: 'act with these claims, separated by ;',
        es: 'actúa con estas atribuciones, separadas por ;',
      },
    },
    all: {
      type: 'boolean',
      meaning: { en: 'soft-deleted rows too', es: 'también las filas borradas lógicamente' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'Rows come in the order of their key; --json is --format ndjson. What it writes, acervo import reads again:\nacervo export global.party > party.csv',
    es: 'Las filas salen en el orden de su clave; --json equivale a --format ndjson. acervo import vuelve a leer lo que escribe:\nacervo export global.party > party.csv',
  },
  run: async ({ io, options, arguments: [word = ''], open }) => {
    const chosen = toFormat(options.format, io.language)
    const { acervo } = await open()
    const table = findTable(acervo.model, word, io.language)
    const { model, targets, vault } = acervo
    const caller = { model, targets, vault, context: toContext(toPrincipal(options.claims)) }
    let rows = 0
    const pages = exportTable(caller, {
      table,
      format: chosen ?? (options.json ? 'ndjson' : 'csv'),
      signal: io.signal,
      onProgress: (count) => {
        rows = count
      },
      ...(options.all ? { live: false } : {}),
    })
    for await (const page of pages) await io.out(page)
    const shown = rows.toLocaleString(io.language)
    await io.err(io.language === 'es' ? `${shown} filas.\n` : `${shown} rows.\n`)
    return exitCodes.ok
  },
})
