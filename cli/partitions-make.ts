// `acervo partitions make`: months that stand before rows ask for them: those ahead, and those of the past for an import.
import { AcervoError } from '../kernel/index.ts'
import { makePartitions } from '../kernel/migrate/index.ts'
import { findPartitioned, tableArgument } from './archive-place.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { exitCodes } from './terminal/io.ts'

export const command = defineCommand({
  name: 'partitions make',
  summary: {
    en: 'make the months of a table that are missing ahead, and others by name',
    es: 'crea los meses de una tabla que falten por delante, y otros por su nombre',
  },
  arguments: [tableArgument],
  options: {
    month: {
      type: 'string',
      value: 'MONTH,...',
      meaning: {
        en: '2024-03,2024-04, or 2024-01..2024-12',
        es: '2024-03,2024-04, o 2024-01..2024-12',
      },
    },
  },
  runs: 'inside',
  run: async ({ io, options, open, arguments: [word = ''] }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const table = findPartitioned(acervo.model, word, io.language)
    const database = acervo.model.databases.get(table.database)
    if (database === undefined) throw new AcervoError('ACV201', table.database)
    const only = { ...database, tables: new Map([[table.name, table]]) }
    const months =
      typeof options.month === 'string' ? options.month.split(',').flatMap(toMonths) : []
    const made = await withMigrator(acervo.targets.of(table.schema), (direct) =>
      makePartitions(direct, [only], { months, isWhole: true }),
    )
    if (options.json) await io.out(`${JSON.stringify({ made })}\n`)
    else await io.out(made.length === 0 ? nothing[io.language] : `${made.join('\n')}\n`)
    return exitCodes.ok
  },
})

const nothing = Object.freeze({ en: 'None was missing.\n', es: 'No faltaba ninguno.\n' })

/** What is no month stays as it is: whoever makes it refuses it. */
function toMonths(word: string): readonly string[] {
  const [, first = '', last = ''] = /^(\d{4}-\d{2})\.\.(\d{4}-\d{2})$/.exec(word.trim()) ?? []
  if (first === '' || last < first) return [word.trim()]
  const [year = 0, month = 1] = first.split('-').map(Number)
  const all: string[] = []
  for (let at = year * 12 + month - 1; all.at(-1) !== last && all.length <= 1_200; at++)
    all.push(
      `${String(Math.floor(at / 12)).padStart(4, '0')}-${String((at % 12) + 1).padStart(2, '0')}`,
    )
  return all
}
