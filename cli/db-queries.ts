// `acervo db queries`: the statements that took the server longest.
import type { Sheet } from '../kernel/index.ts'
import { type Reading, readSlowQueries, type SlowQuery } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { tellEachTarget, toPercent, toReadSheets, toWhole } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db queries',
  summary: {
    en: 'the statements that took the server longest, without their values',
    es: 'las sentencias que más tiempo llevaron al servidor, sin sus valores',
  },
  arguments: [],
  options: {
    take: {
      type: 'string',
      value: 'N',
      meaning: { en: 'how many (20)', es: 'cuántas (20)' },
    },
  },
  runs: 'inside',
  notes: {
    en: 'From pg_stat_statements. Without it the answer is not known, which is not the same as none.',
    es: 'De pg_stat_statements. Sin ella no se sabe, que no es lo mismo que ninguna.',
  },
  run: (context) => {
    const { options, io } = context
    const take = toWhole('take', options.take, 20, io.language)
    return tellEachTarget<Reading<readonly SlowQuery[]>>(context, {
      read: (direct) => readSlowQueries(direct, take),
      toSheets,
    })
  },
})

function toSheets(reading: Reading<readonly SlowQuery[]>, language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  const title = { en: 'Slowest statements', es: 'Sentencias más lentas' }
  return toReadSheets(title, reading, language, (rows) => ({
    title: title[language],
    header: isSpanish
      ? ['total ms', 'media ms', 'peor ms', 'veces', 'filas', 'en memoria', 'sentencia']
      : ['total ms', 'mean ms', 'worst ms', 'calls', 'rows', 'in memory', 'statement'],
    rows: rows.map((one) => [
      one.totalMs,
      one.meanMs,
      one.maxMs,
      one.calls,
      one.rows,
      toPercent(one.hitShare) ?? '–',
      one.text,
    ]),
  }))
}
