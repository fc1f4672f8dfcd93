// `acervo retention run`: lets go now of what was kept long enough, as `acervo start` does by itself every hour.
import { applyRetention, nameOf, type Retained } from '../kernel/retention/index.ts'
import { archiveStoreOption, sealOptions, toArchivePlaceIfNamed } from './archive-place.ts'
import { defineCommand } from './command.ts'
import { findTable } from './find-name.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { createProgress } from './terminal/progress.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'retention run',
  summary: {
    en: 'let go of rows and months that were kept long enough',
    es: 'retira las filas y los meses que ya se han guardado bastante',
  },
  arguments: [
    {
      name: 'tables',
      isOptional: true,
      isRest: true,
      meaning: { en: 'all with a rule without it', es: 'sin ellas, todas las que tengan regla' },
    },
  ],
  options: {
    'dry-run': {
      type: 'boolean',
      meaning: { en: 'count, and change nothing', es: 'cuenta y no cambia nada' },
    },
    store: archiveStoreOption,
    ...sealOptions,
  },
  runs: 'inside',
  notes: {
    en: 'Ends with 1 where something stays that is over: it is told of its table, and the rest goes on. Cut short, the same\ncommand goes on.',
    es: 'Termina en 1 si se queda algo que ya ha vencido: se dice en su tabla, y lo demás sigue. Si se corta, la misma orden\ncontinúa.',
  },
  run: async ({ io, options, config, open, arguments: [words = ''] }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const names = words.split(/[\s,]+/).filter((word) => word !== '')
    const tables = names.map((word) => nameOf(findTable(acervo.model, word, io.language)))
    const progress = createProgress(io, options.json === true)
    try {
      const done = await applyRetention({
        targets: acervo.targets,
        databases: acervo.model.databases.values(),
        only: tables.length === 0 ? undefined : new Set(tables),
        place: await toArchivePlaceIfNamed(config, io, options),
        isDry: options['dry-run'] === true,
        signal: io.signal,
        onTable: (name) => progress.update(undefined, name),
      })
      await progress.end()
      if (options.json) await io.out(`${JSON.stringify(done)}\n`)
      else await io.out(render(done, io))
      return done.every(({ problem }) => problem === undefined) ? exitCodes.ok : exitCodes.failed
    } finally {
      await progress.end()
    }
  },
})

function render(done: readonly Retained[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['tabla', 'filas', 'meses', 'problema']
      : ['table', 'rows', 'months', 'problem']
  const rows = done.map(({ table, rows: count, months, problem }) => [
    table,
    count.toLocaleString(io.language),
    months.join(' '),
    problem ?? '',
  ])
  return renderTable(header, rows, io)
}
