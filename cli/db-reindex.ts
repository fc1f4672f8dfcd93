// `acervo db reindex`: indexes of a table built anew while it is in use, with progress.
import { type ReindexProgress, reindex } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { toSize } from './databases.ts'
import { toPercent } from './db-each-target.ts'
import { findTable } from './find-name.ts'
import { exitCodes } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'db reindex',
  summary: {
    en: 'build the indexes of a table anew while it is in use',
    es: 'vuelve a crear los índices de una tabla mientras se usa',
  },
  arguments: [
    {
      name: 'table',
      meaning: { en: 'such as banking.detectionEvent', es: 'por ejemplo banking.detectionEvent' },
    },
  ],
  options: {
    index: { type: 'string', value: 'NAME', meaning: { en: 'one of them', es: 'uno de ellos' } },
  },
  runs: 'inside',
  notes: {
    en: 'Concurrently, so that nobody waits; invalid leftovers of a build that was broken off are dropped first. Broken off itself, it is simply run again. Afterwards: acervo db vacuum <table> --run takes the statistics anew.',
    es: 'De forma concurrente: nadie espera; antes se borran los restos no válidos de una creación interrumpida. Si se interrumpe, basta repetirlo. Después: acervo db vacuum <tabla> --run toma de nuevo las estadísticas.',
  },
  run: async ({ io, options, open, arguments: [word = ''] }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const { schema, sqlName: table } = findTable(acervo.model, word, io.language)
    const { index } = options
    const wish = { schema, table, ...(typeof index === 'string' ? { index } : {}) }
    const onProgress = ({ index: name, phase, share }: ReindexProgress): void => {
      void io
        .err(`${name}: ${phase}${share === null ? '' : `, ${toPercent(share)}`}\n`)
        .catch(() => undefined)
    }
    const done = await reindex(acervo.targets.of(schema), wish, { onProgress })
    if (options.json) {
      await io.out(`${JSON.stringify(done)}\n`)
      return exitCodes.ok
    }
    const isSpanish = io.language === 'es'
    const header = isSpanish ? ['índice', 'antes', 'ahora'] : ['index', 'before', 'now']
    const rows = done.indexes.map((one) => [one.index, toSize(one.before), toSize(one.after)])
    await io.out(renderTable(header, rows, io))
    if (done.dropped.length > 0)
      await io.out(`${isSpanish ? 'Borrados' : 'Dropped'}: ${done.dropped.join(', ')}\n`)
    return exitCodes.ok
  },
})
