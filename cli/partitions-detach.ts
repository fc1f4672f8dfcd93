// `acervo partitions detach`: a month off its table, to stand apart, while everybody works.
import { detachMonth, withTable } from '../kernel/retention/index.ts'
import { findMonth, monthArgument, tableArgument } from './archive-place.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { tellMonth } from './partitions-words.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'partitions detach',
  summary: {
    en: 'take a month off its table; it stands apart, closed, and can come back',
    es: 'quita un mes de su tabla; queda aparte, cerrado, y puede volver',
  },
  arguments: [tableArgument, monthArgument],
  options: {},
  runs: 'inside',
  notes: {
    en: 'It stands in the schema acervo_archive, which backups do not take: archive it, or attach it again. Rows that link to\nit let go as when it is deleted. Cut short, the same command goes on.',
    es: 'Queda en el esquema acervo_archive, que las copias no llevan: archívelo o vuelva a ponerlo. Las filas que lo enlazan\nlo sueltan como si se borrara. Si se corta, la misma orden continúa.',
  },
  run: async ({ io, options, open, arguments: words }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const named = findMonth(acervo.model, words, io.language)
    const entry = await withMigrator(acervo.targets.of(named.table.schema), (direct) =>
      withTable(direct, named.table, () => detachMonth({ ...named, direct, signal: io.signal })),
    )
    await tellMonth(io, options, named.table, entry)
    return exitCodes.ok
  },
})
