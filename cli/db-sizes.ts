// `acervo db sizes`: how large tables are, and how fast they grow.
import type { Sheet } from '../kernel/index.ts'
import { readSizes, type Sizes } from '../kernel/maintenance/index.ts'
import { defineCommand } from './command.ts'
import { toSize } from './databases.ts'
import { databaseArgument, tellEachTarget, toMinute, toWhole } from './db-each-target.ts'
import type { Language } from './terminal/io.ts'

export const command = defineCommand({
  name: 'db sizes',
  summary: {
    en: 'how large tables, indexes and databases are, and how fast they grow',
    es: 'cuánto ocupan tablas, índices y bases de datos, y cuánto crecen',
  },
  arguments: [databaseArgument],
  options: {
    days: {
      type: 'string',
      value: 'N',
      meaning: {
        en: 'growth within the last N days (30)',
        es: 'crecimiento en los últimos N días (30)',
      },
    },
  },
  runs: 'inside',
  notes: {
    en: 'A running platform keeps the sizes once a day. Growth is not said before a day has passed.',
    es: 'Una plataforma en marcha guarda los tamaños una vez al día. El crecimiento no se dice antes de un día.',
  },
  run: (context) => {
    const { options, io } = context
    const days = toWhole('days', options.days, 30, io.language)
    return tellEachTarget(context, {
      read: (direct, schemas) => readSizes(direct, schemas, days),
      toSheets,
    })
  },
})

function toSheets({ tables, databaseBytes, since }: Sizes, language: Language): readonly Sheet[] {
  const isSpanish = language === 'es'
  const header = isSpanish
    ? ['tabla', 'meses', 'filas', 'datos', 'índices', 'TOAST', 'total', 'por día']
    : ['table', 'months', 'rows', 'data', 'indexes', 'TOAST', 'total', 'a day']
  const rows = tables.map((one) => [
    `${one.schema}.${one.table}`,
    one.partitions || null,
    one.rows,
    toSize(one.heapBytes),
    toSize(one.indexBytes),
    toSize(one.toastBytes),
    toSize(one.totalBytes),
    one.growthBytes === null ? '–' : toGrowth(one.growthBytes),
  ])
  const growth = since === null ? '–' : toMinute(since)
  const text = isSpanish
    ? `La base física ocupa ${toSize(databaseBytes)}. Crecimiento desde: ${growth}.`
    : `The physical database takes ${toSize(databaseBytes)}. Growth since: ${growth}.`
  return [{ header, rows }, { text }]
}

function toGrowth(bytes: number): string {
  return `${bytes < 0 ? '-' : '+'}${toSize(Math.abs(bytes))}`
}
