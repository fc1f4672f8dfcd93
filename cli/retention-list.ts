// `acervo retention list`: how long rows of each table are kept, what then, and what is due.
import { type ListedRule, listRule, rulesOf } from '../kernel/retention/index.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'retention list',
  summary: {
    en: 'show how long rows are kept, what then, and what is due',
    es: 'muestra cuánto se guardan las filas, qué pasa después y qué toca ya',
  },
  arguments: [],
  options: {},
  runs: 'inside',
  notes: {
    en: 'Next: acervo retention run --dry-run.',
    es: 'Después: acervo retention run --dry-run.',
  },
  run: async ({ io, options, open }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const listed: ListedRule[] = []
    for (const rule of rulesOf(acervo.model.databases.values()))
      listed.push(
        await withMigrator(acervo.targets.of(rule.table.schema), (direct) =>
          listRule(direct, rule),
        ),
      )
    if (options.json) await io.out(`${JSON.stringify(listed)}\n`)
    else await io.out(render(listed, io))
    return exitCodes.ok
  },
})

function render(listed: readonly ListedRule[], io: Io): string {
  const header =
    io.language === 'es'
      ? [
          'tabla',
          'por',
          'se guarda',
          'después',
          'caliente',
          'filas',
          'meses',
          'última vez',
          'problema',
        ]
      : ['table', 'by', 'kept', 'then', 'hot', 'rows due', 'months due', 'last run', 'problem']
  const rows = listed.map((rule) => [
    ...[rule.table, rule.by.join(', '), rule.keep, rule.after],
    rule.hot === undefined ? '' : `${rule.hot}: ${rule.hotMonths.join(' ')}`,
    rule.dueRows.toLocaleString(io.language),
    rule.dueMonths.join(' '),
    ...[rule.lastRun ?? '', rule.problem ?? ''],
  ])
  return renderTable(header, rows, io)
}
