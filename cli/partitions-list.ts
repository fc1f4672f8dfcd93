// `acervo partitions list`: the months of partitioned tables: where each is, how large, and in which archive.
import { type ListedMonth, listMonths } from '../kernel/retention/index.ts'
import { findPartitioned, tableArgument } from './archive-place.ts'
import { toSize } from './backup-place.ts'
import { defineCommand } from './command.ts'
import { withMigrator } from './migrator.ts'
import { exitCodes, type Io } from './terminal/io.ts'
import { renderTable } from './terminal/table.ts'

export const command = defineCommand({
  name: 'partitions list',
  summary: {
    en: 'show the months of partitioned tables: where each is, and in which archive',
    es: 'muestra los meses de las tablas partidas: dónde está cada uno y en qué archivo',
  },
  arguments: [{ ...tableArgument, isOptional: true }],
  options: {},
  runs: 'inside',
  notes: {
    en: 'live = in its table; detached = apart; archived = apart and in a file; dropped = in its file, or gone; attached =\nback beside its table; held = back in its table until it is taken off by hand; detaching = cut short, the same command\ngoes on.',
    es: 'live = en su tabla; detached = aparte; archived = aparte y en un fichero; dropped = en su fichero, o ya no está;\nattached = de vuelta junto a su tabla; held = de vuelta en su tabla hasta que se quite a mano; detaching = se cortó, la\nmisma orden continúa.',
  },
  run: async ({ io, options, open, arguments: [word] }) => {
    const { acervo } = await open({ migrations: 'inspect' })
    const tables =
      word === undefined
        ? [...acervo.model.databases.values()].flatMap((database) =>
            [...database.tables.values()].filter(({ partition }) => partition !== undefined),
          )
        : [findPartitioned(acervo.model, word, io.language)]
    const listed: ListedMonth[] = []
    for (const table of tables)
      listed.push(
        ...(await withMigrator(acervo.targets.of(table.schema), (direct) =>
          listMonths(direct, table),
        )),
      )
    if (options.json) await io.out(`${JSON.stringify(listed)}\n`)
    else await io.out(render(listed, io))
    return exitCodes.ok
  },
})

function render(listed: readonly ListedMonth[], io: Io): string {
  const header =
    io.language === 'es'
      ? ['tabla', 'mes', 'estado', 'filas', 'tamaño', 'archivo']
      : ['table', 'month', 'state', 'rows', 'size', 'archive']
  const rows = listed.map(({ table, month, state, rows: count, bytes, archive }) => [
    ...[table, month, state, count?.toLocaleString(io.language) ?? ''],
    ...[bytes === undefined ? '' : toSize(bytes), archive ?? ''],
  ])
  return renderTable(header, rows, io)
}
