// What is said of a month that was taken off, archived or brought back.
import type { TableModel } from '../kernel/index.ts'
import { type MonthEntry, nameOf } from '../kernel/retention/index.ts'
import type { OptionValues } from './command.ts'
import type { Io } from './terminal/io.ts'

export async function tellMonth(
  io: Io,
  options: OptionValues,
  table: TableModel,
  entry: MonthEntry,
): Promise<void> {
  if (options.json) await io.out(`${JSON.stringify({ table: nameOf(table), ...entry })}\n`)
  else await io.out(describe(io, nameOf(table), entry))
}

function describe({ language }: Io, table: string, entry: MonthEntry): string {
  const words = said[language]
  const { month, state, rows, archive } = entry
  const count = rows?.toLocaleString(language)
  return [
    `${table} ${month}: ${state}${count === undefined ? '' : `, ${words.rows(count)}`}`,
    ...(archive === undefined ? [] : [words.archive(archive)]),
    '',
  ].join('\n')
}

const said = Object.freeze({
  en: {
    rows: (count: string) => `${count} rows`,
    archive: (name: string) => `Archive: ${name}`,
  },
  es: {
    rows: (count: string) => `${count} filas`,
    archive: (name: string) => `Archivo: ${name}`,
  },
})
